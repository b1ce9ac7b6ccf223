"""The very rows behind a number: what each adds to every part, so that the reader can sum them up himself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cadre.kernel.access import Actor
from cadre.metrics.declarations import Fact, KeyValue, Part, Subject
from cadre.metrics.engines import Engine, Live, View, as_date
from cadre.metrics.periods import Period
from cadre.metrics.plans import Plan, plan
from cadre.metrics.queries import bound_filters, bounds
from cadre.metrics.questions import Chosen, question
from cadre.metrics.registry import dimensions
from cadre.metrics.writer import Filter, compile_count, compile_rows


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a fact, the date it counts on, and its share of each part (minor units, a 1 per row counted, days)."""

    id: int
    on: dt.date
    adds: Mapping[str, int | None]
    subject: Subject


@dataclass(frozen=True)
class RowsBehind:
    """A page of the rows that one fact gives to a metric; `count` is how many there are in all."""

    fact: Fact
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    count: int


def rows(  # noqa: PLR0913 - the keywords of the question that gave the number
    metric: str,
    cell: Mapping[str, KeyValue] | None = None,
    period: Period | None = None,
    *,
    actor: Actor,
    as_of: dt.date | None = None,
    where: Mapping[str, Chosen] | None = None,
    limit: int = 50,
    offset: int = 0,
    engine: Engine | None = None,
) -> list[RowsBehind]:
    """Rows behind `metric` in one cell ({dimension: key}; `Cells.where` makes it), per fact, newest first.

    The other arguments are those of the question that gave the number. A snapshot's cell on a time axis is the snapshot at
    that step's end, and without one that of the last date.
    """
    engine = engine or Live()
    cell = dict(cell or {})
    laid = plan(question(metric, tuple(cell), period, as_of=as_of, where=where), engine.using)
    pages = []
    for fact in laid.facts:
        search = _search(laid, fact, cell, actor)
        pages.append(
            RowsBehind(fact, tuple(laid.parts_of(fact)), (), 0)
            if search is None
            else search.page(engine, limit, offset)
        )
    return pages


@dataclass(frozen=True)
class _Search:
    """One fact's rows, narrowed to the cell."""

    fact: Fact
    parts: list[Part]
    filters: list[Filter]
    values: dict[str, Any]
    bounded: bool
    view: View

    def page(self, engine: Engine, limit: int, offset: int) -> RowsBehind:
        counting = compile_count(self.parts, self.filters, bounded=self.bounded)
        listing = compile_rows(self.parts, self.filters, bounded=self.bounded)
        counted = engine.fetch(counting, self.fact, self.view, self.values)
        found = engine.fetch(listing, self.fact, self.view, self.values | {"limit": limit, "offset": offset})
        subjects = self.fact.subjects([row[0] for row in found]) if self.fact.subjects and found else {}
        listed = tuple(self._row(found_row, subjects) for found_row in found)
        return RowsBehind(self.fact, tuple(self.parts), listed, int(counted[0][0]) if counted else 0)

    def _row(self, found: tuple[Any, ...], subjects: Mapping[int, Subject]) -> Row:
        adds = {part.key: None if add is None else int(add) for part, add in zip(self.parts, found[2:], strict=True)}
        return Row(int(found[0]), as_date(found[1]), adds, subjects.get(found[0], Subject(str(found[0]))))


def _search(laid: Plan, fact: Fact, cell: dict[str, KeyValue], actor: Actor) -> _Search | None:
    if laid.now.nothing:
        return None
    days: tuple[dt.date, ...] = ()
    if fact.snapshot:
        at = laid.time_of(tuple(cell.values()))
        if at not in laid.now.snaps:
            return None
        days = (laid.now.snaps[at],)
        cell = {key: value for key, value in cell.items() if not dimensions[key].time}
    need = laid.need(laid.now, fact, laid.question.by)
    filters, values = bound_filters([*laid.question.where, *((key, (value,)) for key, value in cell.items())])
    bounded = need.period is not None
    return _Search(
        fact, laid.parts_of(fact), filters, values | bounds(need.period), bounded, View(actor, laid.seen_on, days)
    )
