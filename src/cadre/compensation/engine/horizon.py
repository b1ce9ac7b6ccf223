"""Which periods a run covers, and what runs on from one period into the next."""

from typing import Any

import numpy as np

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.calendar import NO_DAY, Calendar
from cadre.compensation.engine.curves.bonuses import piecewise
from cadre.compensation.engine.curves.ledger import Cell, Cells, Ledger
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.inputs.transactions import Transactions
from cadre.compensation.engine.plan.component import Component, run_kind
from cadre.compensation.engine.plan.model import Plan


def _no_days(inputs: Inputs) -> InputsRefused:
    text = "nothing tells which periods to calculate: calculate with --period, for instance --period 2026-Q1"
    return InputsRefused(text, inputs.problems.reasons)


def days(plan: Plan, inputs: Inputs, window: tuple[int, int] | None) -> tuple[int, int]:
    """First day and day after the last of the run: the asked period and all that came before it in the inputs."""
    if plan.period == "once" and window is None:
        found = _extent(plan, inputs)
        return found if found else (0, 1)
    found = _extent(plan, inputs)
    if window is not None:
        first = min(found[0], window[0]) if found else window[0]
        return _whole(plan, first, window[0] + 1)[0], window[1]
    if found is None:
        raise _no_days(inputs)
    return _whole(plan, *found)


def _whole(plan: Plan, first: int, end: int) -> tuple[int, int]:
    """The days widened to whole periods of the plan and of every component."""
    kinds = {plan.period, *(c.period for c in plan.components if c.period not in (None, "period"))}
    own = [Calendar(str(kind), plan.fiscal_year_starts) for kind in sorted(kinds, key=str) if kind != "once"]
    starts, ends = [one.start(one.of(first)) for one in own], [one.end(one.of(end - 1)) for one in own]
    return min([first, *starts]), max([end, *ends])


def _extent(plan: Plan, inputs: Inputs) -> tuple[int, int] | None:
    """From the first to the last day that the inputs name, the surest source first."""
    names = {c.measured.date for c in plan.components if c.measured.is_transactions}
    columns = inputs.transactions.columns
    found = [columns[f"d_{name}"] for name in sorted(names) if f"d_{name}" in columns]
    seen = [int(edge) for column in found for edge in _edges(column)]
    spans: list[tuple[int, int]] = []
    if not seen:
        for figures in (inputs.measures, inputs.quotas):
            dated = [one for known in figures.values() for one in known.values() if one.start != calendar.FIRST_DAY]
            spans = spans or [(one.start, one.end - 1) for one in dated]
        seen = [edge for span in spans for edge in span]
    due = {part.on for component in plan.components for part in component.pay if part.on is not None}
    later = [int(edge) for name in sorted(due) for edge in _edges(columns[f"d_{name}"])]
    later += [event.day for event in inputs.events] + [d for paid in inputs.receipts.values() for d, _ in paid]
    if not seen and not later:
        starts = [m.start for m in inputs.members if m.start != calendar.FIRST_DAY]
        ends = [m.end for m in inputs.members if m.end != calendar.LAST_DAY]
        seen = [*starts, *(end - 1 for end in ends if starts)]
    if not seen and plan.from_ and plan.to:
        seen = [calendar.day_number(plan.from_), calendar.day_number(plan.to) - 1]
    seen = [*seen, *later]
    return (min(seen), max(seen) + 1) if seen else None


def _edges(column: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    there = column[column > NO_DAY] if len(column) and column.min() <= NO_DAY else column
    return [int(there.min()), int(there.max())] if len(there) else []


def add_periods(plan: Plan, tx: Transactions) -> None:
    """Columns with the period and the run of every date that a component counts by."""
    for component in plan.components:
        measure = component.measured
        if not measure.is_transactions:
            continue
        kind = component.period if component.period not in (None, "period") else plan.period
        for each in (str(kind), run_kind(component, str(kind))):
            name = f"p_{measure.date}_{each}"
            if name not in tx.columns:
                tx.columns[name] = periods_of(tx.columns[f"d_{measure.date}"], Calendar(each, plan.fiscal_year_starts))


def periods_of(column: np.ndarray, own: Calendar) -> np.ndarray:  # type: ignore[type-arg]
    """The period of each day; 0 where there is no day."""
    edges = _edges(column)
    if not edges:
        return np.zeros(len(column), np.int32)
    low, high = edges
    if high - low > 40_000:
        unique, inverse = np.unique(column, return_inverse=True)
        table = np.array([own.of(int(d)) if d > NO_DAY else 0 for d in unique], np.int32)
        return table[inverse]
    table = np.array([own.of(day) for day in range(low, high + 1)], np.int32)
    typed: np.ndarray[Any, Any] = table[np.clip(column, low, high) - low]
    return typed


def accumulate(ledger: Ledger, component: Component, cells: Cells) -> None:
    """Fill what each cell's run had credited before it."""
    sums: dict[tuple[int, int], int] = {}
    for (payee, period), cell in cells.items():
        place = payee, ledger.run_of(component, payee, period)
        if place not in sums:
            sums[place] = opening(ledger, component, cell)
        cell.before = sums[place]
        sums[place] += cell.credit


def opening(ledger: Ledger, component: Component, cell: Cell) -> int:
    """Credit of the cell's run that only the history knows: from periods before this run."""
    return _from_history(ledger, component, cell)[0]


def _from_history(ledger: Ledger, component: Component, cell: Cell) -> tuple[int, int]:
    if component.accumulate in ("period", "transaction") or not ledger.inputs.history:
        return 0, 0
    own = ledger.calendar(component)
    first = own.of(ledger.first_day)
    place = ledger.run_of(component, cell.payee, cell.period)
    credit = paid = 0
    for line in ledger.inputs.history:
        if line.payee != cell.payee or line.component != component.id:
            continue
        period = own.parse(line.period)
        if period < first and ledger.run_of(component, cell.payee, period) == place:
            credit, paid = credit + line.credit, paid + line.amount
    return credit, paid


def paid_before(ledger: Ledger, component: Component, cell: Cell) -> int:
    """What the cell's run has paid before, by earlier cells and by the history."""
    if component.accumulate in ("period", "transaction"):
        return 0
    cells = ledger.cells[component.id]
    total = _from_history(ledger, component, cell)[1]
    period, first = cell.period - 1, ledger.calendar(component).of(ledger.first_day)
    place = ledger.run_of(component, cell.payee, cell.period)
    while period >= first and ledger.run_of(component, cell.payee, period) == place:
        earlier = cells.get((cell.payee, period))
        if earlier is not None:
            total += earlier.payout
        period -= 1
    return total


class Started:
    """Knows whether a cell's run has had any credit, when cells come in order."""

    def __init__(self, ledger: Ledger, component: Component) -> None:
        self.ledger, self.component = ledger, component
        self.alone = component.accumulate in ("period", "transaction")
        self.places: set[tuple[int, int]] = set()

    def by(self, cell: Cell) -> bool:
        """Whether this cell or an earlier one of its run has credit."""
        if self.alone:
            return cell.count > 0
        place = cell.payee, self.ledger.run_of(self.component, cell.payee, cell.period)
        if cell.count or cell.before:
            self.places.add(place)
        return place in self.places


def true_up(ledger: Ledger, component: Component, cells: Cells) -> None:
    """Where the terms changed inside a run, pay the difference to what the curve gives for the whole run."""
    from cadre.compensation.engine.exact_lines import cap_of

    if component.banded:
        return  # what a line pays depends on its transaction; the checks see to it that terms stay the same in a run
    last: dict[tuple[int, int], tuple[object, ...]] = {}
    started = Started(ledger, component)
    for (payee, period), cell in cells.items():
        if not started.by(cell):
            continue
        place = payee, ledger.run_of(component, payee, period)
        terms = (cell.edges, cell.rates, cell.factor)
        history = _from_history(ledger, component, cell)
        cell.paid_before = paid_before(ledger, component, cell)
        if place not in last and not any(history):
            last[place] = terms
        elif last.get(place) != terms or any(history):
            exact = piecewise(cell.reached, cell.edges, cell.rates) * cell.factor
            limit = cap_of(ledger.plan, component, cell)
            to_date = amounts.round_half_away(exact)
            to_date = to_date if limit is None else min(to_date, limit)
            cell.true_up = to_date - cell.paid_before - cell.payout
            cell.payout += cell.true_up
            last[place] = terms
