"""Credits of one component in the order in which they are paid, as columns: one sort serves totals, running credit and lines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine.backends import Backend
from cadre.compensation.engine.blocks import group_starts, stretches
from cadre.compensation.engine.curves.ledger import Cell, Cells, Ledger
from cadre.compensation.engine.gathered import Gathered
from cadre.compensation.engine.lowering.credits import Sources
from cadre.compensation.engine.plan.component import Component

#: The running credit of one payee's run stays below this, far from the end of 64 bits.
MOST_CREDIT = 2**61
_HALF = 32
#: Lines computed at once.
_AT_ONCE = 2_000_000

Columns = dict[str, np.ndarray[Any, Any]]


@dataclass
class SortedCredits:
    """Credits by payee, run, day, transaction; ``tx`` is NumPy for whole numbers and Arrow for texts."""

    columns: Columns
    tx: Any

    def __len__(self) -> int:
        return len(self.columns["payee"])

    @cached_property
    def periods(self) -> np.ndarray[Any, Any]:
        """Where each payee's period begins."""
        return group_starts(self.columns["payee"], self.columns["period"])

    @cached_property
    def runs(self) -> np.ndarray[Any, Any]:
        """Where each payee's run begins."""
        if self.columns["run"] is self.columns["period"]:
            return self.periods
        return group_starts(self.columns["payee"], self.columns["run"])

    def totals(self) -> Cells:
        """Credit, count and last day by payee and period."""
        if not len(self):
            return {}
        starts = self.periods
        ends = np.append(starts[1:], len(self))
        found = (
            self.columns["payee"][starts],
            self.columns["period"][starts],
            np.add.reduceat(self.columns["credit"], starts),
            ends - starts,
            self.columns["dy"][ends - 1],
        )
        self._refuse_beyond(self.runs)
        return {
            (payee, period): Cell(payee, period, credit=credit, count=count, first_reached=day)
            for payee, period, credit, count, day in zip(*(values.tolist() for values in found), strict=True)
        }

    def after(self) -> np.ndarray[Any, Any]:
        """The running credit of each line, exact. Raises ``ValueError`` beyond 2^61 smallest units."""
        self._refuse_beyond(self.runs)
        return _running(self.columns["credit"], self.runs)

    def running(self, after: np.ndarray[Any, Any], start: int, end: int) -> pa.Table:
        """What the amounts of a stretch are computed from: place, payee, period, run, credit and running credit."""
        names = [name for name in ("payee", "period", "run", "bd") if name in self.columns]
        found: Columns = {name: self.columns[name][start:end].astype(np.int32, copy=False) for name in names}
        found["credit"] = self.columns["credit"][start:end].astype(np.int64, copy=False)
        found["after"] = after[start:end].astype(np.int64, copy=False)
        return pa.table({"n": np.arange(end - start, dtype=np.int32), **found})

    def arrow(self) -> pa.Table:
        """All columns as Arrow, wide enough for what later changes bring."""
        wide = {"val": np.int64, "credit": np.int64}
        columns = {name: values.astype(wide.get(name, np.int32), copy=False) for name, values in self.columns.items()}
        return pa.table({**columns, "tx": self.tx})

    def _refuse_beyond(self, starts: np.ndarray[Any, Any]) -> None:
        credit = self.columns["credit"]
        if not len(credit):
            return
        longest = int(np.diff(np.append(starts, len(credit))).max())
        if max(int(credit.max()), -int(credit.min())) * longest < MOST_CREDIT:
            return
        if (np.abs(_running(credit.astype(np.int64) >> _HALF, starts)) >= MOST_CREDIT >> _HALF).any():
            raise ValueError("the credits of one payee in one period sum to more than 2^61 smallest units")


def _running(values: np.ndarray[Any, Any], starts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Running sums that begin anew at each start. Wraps around in between, which takes itself back."""
    total = np.cumsum(values)
    if len(starts) > 1:
        base = np.append(0, total[starts[1:] - 1])
        total -= np.repeat(base, np.diff(np.append(starts, len(values))))
    typed: np.ndarray[Any, Any] = total
    return typed


def order_text(ledger: Ledger, component: Component, source: Sources) -> str:
    """What sorts by payee, run and place: one whole number where it fits 62 bits, which sorts faster."""
    run = ledger.run_calendar(component)
    first, days = run.of(source.first_day), max(ledger.end_day - source.first_day, 1)
    runs = run.of(max(ledger.end_day - 1, source.first_day)) - first + 1
    places = (days + 1) * source.ranks * source.seqs * source.levels
    if len(ledger.inputs.payees) * runs * places >= 2**62:
        return "payee, run, ord"
    return f"(CAST(payee AS BIGINT) * {runs} + (run - ({first}))) * {places} + ord"


def read(backend: Backend, text: str, more: tuple[str, ...], order: str, one_run: bool) -> SortedCredits:
    """The credits of a query in order. ``one_run``: runs and periods are the same."""
    names = ["payee", "period", *([] if one_run else ["run"]), "dy", "tx", "seq", *more, "val", "credit"]
    sorts = "," not in order
    text = f"SELECT {', '.join(names)}{f', {order} AS place' if sorts else ''} FROM ({text}) AS c"
    found = Gathered()
    for batch in backend.batches(text if sorts else f"{text} ORDER BY {order}"):
        found.add({name: batch.column(i) for i, name in enumerate(batch.schema.names)})
    place = found.taken("place") if sorts else None
    rows = None if place is None else np.argsort(place)
    del place
    tx = found.taken("tx", rows)
    columns = {name: found.taken(name, rows) for name in names if name != "tx"}
    columns.setdefault("run", columns["period"])
    return SortedCredits(columns, tx)


def columns_of(rows: pa.Table) -> tuple[Columns, Any]:
    """Fetched rows as NumPy columns, each freed in Arrow once it is copied; the transactions apart."""
    columns: Columns = {}
    tx: Any = None
    for name in rows.column_names:
        column = rows[name]
        rows = rows.drop_columns([name])
        if name != "tx":
            columns[name] = column.to_numpy()
        else:
            tx = column.to_numpy() if pa.types.is_integer(column.type) else column.combine_chunks()
    return columns, tx


def with_lines(backend: Backend, credits: SortedCredits, text: str, *, accumulates: bool) -> tuple[Columns, Any]:
    """The columns of the credits and what a query computes from them, row by row, some whole runs at a time."""
    after = credits.after() if accumulates else credits.columns["credit"]
    found = Gathered()
    for start, end in stretches(credits.runs, len(credits), _AT_ONCE):
        backend.register("running", credits.running(after, start, end))
        part, _ = columns_of(backend.fetch(text))
        backend.forget("running")
        place = part.pop("n")
        if len(place) != end - start:
            raise AssertionError("a credit has no terms, or more than one")
        if not np.array_equal(place, np.arange(end - start)):
            order = np.argsort(place)
            part = {name: values[order] for name, values in part.items()}
        found.add(part)
    made = {name: found.taken(name) for name in list(found.parts)}
    made.setdefault("after", after)
    return {**{name: values for name, values in credits.columns.items() if name != "run"}, **made}, credits.tx
