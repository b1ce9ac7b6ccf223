"""The one door to numbers: pages, API, command line, targets and pay all ask here, and so agree."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.metrics.answers import Answers, assemble
from cadre.metrics.cells import Cells
from cadre.metrics.declarations import Fact, Part
from cadre.metrics.engines import Engine, Live, View, as_date, visible_rows
from cadre.metrics.labels import Labels
from cadre.metrics.periods import Period
from cadre.metrics.plans import Need, plan
from cadre.metrics.questions import Chosen, Compare, Question, question
from cadre.metrics.registry import dimensions, facts
from cadre.metrics.writer import Filter, compile_sql


def run(  # noqa: PLR0913 - the keywords of one question
    metric_keys: str | Sequence[str],
    by: str | Sequence[str] = (),
    period: Period | None = None,
    *,
    actor: Actor,
    as_of: dt.date | None = None,
    where: Mapping[str, Chosen] | None = None,
    compare: Compare = None,
    order: str = "",
    limit: int | None = None,
    fill: bool = True,
    margins: Sequence[Sequence[str]] = (),
    engine: Engine | None = None,
) -> Cells:
    """The answer to one question as `actor` may know it; `Question` says what each argument means.

    Money is in minor units of the company's currency. Raises a Problem for a question that cannot be answered.
    """
    asked = question(
        metric_keys,
        by,
        period,
        as_of=as_of,
        where=where,
        compare=compare,
        order=order,
        limit=limit,
        fill=fill,
        margins=margins,
    )
    return run_many([asked], actor=actor, engine=engine)[0]


def run_many(questions: Sequence[Question], *, actor: Actor, engine: Engine | None = None) -> list[Cells]:
    """Several answers at once, as a page of tiles needs them: one statement per fact, breakdown, period and filter that occurs."""
    engine = engine or Live()
    plans = [plan(asked, engine.using) for asked in questions]
    needed: dict[Need, dict[str, Part]] = {}
    for one in plans:
        for need, parts in one.needs():
            needed.setdefault(need, {}).update({part.key: part for part in parts})
    answers: Answers = {need: fetch(need, list(parts.values()), actor, engine) for need, parts in needed.items()}
    labels = Labels()
    return [assemble(one, answers, labels) for one in plans]


def fetch(
    need: Need, parts: Sequence[Part], actor: Actor, engine: Engine
) -> dict[tuple[Any, ...], dict[str, int | None]]:
    """Run one statement and decode it by declared type: {keys: {part: integer}}."""
    by = [dimensions[key] for key in need.by]
    filters, values = bound_filters(need.where)
    sql = compile_sql(parts, by, filters, bounded=need.period is not None)
    rows = engine.fetch(sql, facts[need.fact], View(actor, need.seen_on, need.days), values | bounds(need.period))
    names = [part.key for part in parts]
    empty = [0 if part.aggregate in {"sum", "count", "count_distinct"} else None for part in parts]
    dates, width = [n for n, dimension in enumerate(by) if dimension.kind is dt.date], len(by)
    return {
        decoded(row[:width], dates): {
            name: value if type(value) is int else nothing if value is None else integer(value)
            for name, value, nothing in zip(names, row[width:], empty, strict=True)
        }
        for row in rows
    }


def decoded(key: tuple[Any, ...], dates: Sequence[int]) -> tuple[Any, ...]:
    """A group's key with dates as dates; integers and texts come as they are from every engine."""
    return tuple(as_date(value) if n in dates else value for n, value in enumerate(key)) if dates else key


def integer(value: Any) -> int:
    """A part as it came back: PostgreSQL sums into a Decimal, and SQLite turns what exceeds 63 bits into a float, silently."""
    if isinstance(value, float) or value != int(value):
        raise ArithmeticError(f"a part came back as {value!r}: the sum is no longer exact")
    return int(value)


def has_rows(fact: Fact, *, actor: Actor) -> bool:
    """Whether the actor sees any row of a fact, at any time; of a snapshot, today."""
    today = clock.today()
    return visible_rows(fact, View(actor, today), today, ["id"]).exists()


def bounds(period: Period | None) -> dict[str, Any]:
    return {"start": period.start, "end": period.end} if period else {}


def bound_filters(where: Sequence[tuple[str, tuple[Any, ...]]]) -> tuple[list[Filter], dict[str, Any]]:
    """Chosen values as the writer's filters, and the values by the names it gives them."""
    filters: list[Filter] = []
    values: dict[str, Any] = {}
    for key, chosen in where:
        listed = [value for value in chosen if value is not None]
        one = Filter(dimensions[key], len(listed), or_none=len(listed) < len(chosen))
        filters.append(one)
        values.update(zip(one.names(), listed, strict=True))
    return filters, values
