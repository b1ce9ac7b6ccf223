"""Totals as rows: a cell in whole units with everything that explains it, each text written once for all cells that say it."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.curves.ledger import Cell
from cadre.compensation.engine.line_conditions import condition
from cadre.compensation.engine.result import Result, cap_reduction, rate_text


def totals_rows(result: Result) -> list[dict[str, Any]]:
    """One row per payee, component and period."""
    writers: dict[str, _CellWriter] = {}
    rows = []
    for component, cell in result.cells():
        writer = writers.get(component)
        if writer is None:
            writer = writers[component] = _CellWriter(result, component)
        rows.append(writer.row(cell))
    return rows


class _Once:
    """What is made of objects that many cells share, made once for each object."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make
        # the object is kept, so that no other takes its number
        self.known: dict[int, tuple[Any, Any]] = {}

    def __call__(self, shared: Any) -> Any:
        """What was made of the object."""
        found = self.known.get(id(shared))
        if found is None:
            found = self.known[id(shared)] = (shared, self.make(shared))
        return found[1]


class _CellWriter:
    """Writes the cells of one component."""

    def __init__(self, result: Result, component: str) -> None:
        plan, ledger = result.plan, result.ledger
        spec = plan.component(component)
        scale, in_money = ledger.scale(spec), spec.measured.is_money
        self.payees, self.component = result.payees, component
        self.label = cache(ledger.calendar(spec).label)
        self.money = cache(lambda value: amounts.minor_text(value, plan.digits))
        self.units = self.money if in_money else cache(lambda value: amounts.trimmed(Fraction(value, scale)))
        self.percent = _Once(amounts.percent_text)
        self.edges = cache(lambda edges: [self.units(edge) for edge in edges])
        self.rates = _Once(lambda rates: [rate_text(rate, plan.scale, scale, in_money) for rate in rates])
        self.exact_rates = _Once(lambda rates: [f"{rate.numerator}/{rate.denominator}" for rate in rates])
        self.no_conditions: list[dict[str, Any]] = []

    def row(self, cell: Cell) -> dict[str, Any]:
        """The cell in whole units."""
        money, units, rates = self.money, self.units, cell.rates
        return {
            "payee": self.payees[cell.payee],
            "component": self.component,
            "period": self.label(cell.period),
            "credit": units(cell.credit),
            "credit_before": units(cell.before),
            "transactions": cell.count,
            "quota": units(cell.quota) if cell.quota is not None else None,
            "attainment": self._attainment(cell),
            "reading": amounts.trimmed(cell.reading) if cell.reading is not None else None,
            "target": money(amounts.round_half_away(cell.target)) if cell.target is not None else None,
            "factor": self.percent(cell.factor),
            "conditions": [condition(one, self.percent) for one in cell.reads] if cell.reads else self.no_conditions,
            "edges": self.edges(cell.edges),
            "rates": self.rates(rates),
            "exact_rates": self.exact_rates(rates),
            "uncapped": money(cell.uncapped),
            "cap_reduction": money(cap_reduction(cell)),
            "paid_before": money(cell.paid_before),
            "amount": money(cell.payout),
            "title": cell.title or None,
        }

    def _attainment(self, cell: Cell) -> str | None:
        if cell.reading is None and cell.quota and not cell.reached:
            return "0%"
        attainment = cell.attainment
        return amounts.percent_text(attainment) if attainment is not None else None
