"""Monte Carlo over attainment: bootstrap from history or a given distribution, seeded, payees as columns.

Credits are added up before the curve is read (the totals path); a component that looks at single transactions is paid
at its historical effective rate instead, contests, pools and readings as in history; the report names them. Plan caps,
guarantees and draws are followed period by period; what is not followed is in ``left_out``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cadre.compensation.engine.calendar import MONTHS, Calendar
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.exact_lines import cap_of
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.simulate.curves import Curve, curve_of
from cadre.compensation.engine.simulate.settling import left_out, needs_settling, settled


@dataclass(frozen=True)
class Distribution:
    """Attainment per payee and period: ``normal:1.0,0.25``, ``lognormal:1.0,0.4``, ``uniform:0.5,1.5``."""

    kind: str
    first: float
    second: float

    @classmethod
    def parse(cls, text: str) -> "Distribution":
        """Read a distribution. Raises ``ValueError``."""
        kind, _, numbers = text.partition(":")
        parts = [float(part.rstrip("%")) / (100 if part.endswith("%") else 1) for part in numbers.split(",") if part]
        if kind not in ("normal", "lognormal", "uniform") or len(parts) != 2:
            raise ValueError(
                "write normal:MEAN,SD, lognormal:MEAN,SD or uniform:LOW,HIGH, for instance normal:100%,25%"
            )
        return cls(kind, *parts)

    def draw(self, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray[Any, Any]:
        """Attainments, never below zero."""
        if self.kind == "normal":
            return np.maximum(rng.normal(self.first, self.second, shape), 0)
        if self.kind == "uniform":
            return rng.uniform(self.first, self.second, shape)
        spread = np.log1p((self.second / self.first) ** 2)
        return rng.lognormal(np.log(self.first) - spread / 2, np.sqrt(spread), shape)


@dataclass
class Simulated:
    """Total cost per scenario (smallest units), mean pay per payee, and what was approximated."""

    cost: np.ndarray[Any, Any]
    mean_pay: dict[str, float]
    above_quota: float
    approximated: list[str]
    left_out: list[str]


def monte_carlo(
    result: Result, *, scenarios: int, horizon: int, seed: int, distribution: Distribution | None = None
) -> Simulated:
    """Simulate ``horizon`` periods ``scenarios`` times for every payee with history."""
    rng = np.random.default_rng(seed)
    ledger, plan = result.ledger, result.plan
    cost = np.zeros(scenarios)
    mean_pay: dict[str, float] = {}
    approximated: set[str] = set()
    hits = draws = 0
    settles = needs_settling(plan)
    components = [c for c in plan.components if not c.informational]
    for payee, name in enumerate(result.payees):
        history = {c.id: _history(ledger, c, payee) for c in components}
        if not any(history.values()):
            continue
        length = max(len(cells) for cells in history.values())
        index = rng.integers(0, length, (scenarios, horizon))
        drawn = distribution.draw(rng, (scenarios, horizon)) if distribution is not None else None
        earned = np.zeros((scenarios, horizon))
        for component in components:
            cells = history[component.id]
            if cells:
                paid, above, count = _component(ledger, component, cells, index, drawn, approximated)
                earned += paid
                hits, draws = hits + above, draws + count
        pay = settled(ledger, payee, earned) if settles else earned.sum(axis=1)
        cost += pay
        mean_pay[name] = float(pay.mean())
    return Simulated(cost, mean_pay, hits / draws if draws else 0.0, sorted(approximated), left_out(plan))


def _history(ledger: Ledger, component: Component, payee: int) -> list[Cell]:
    cells = ledger.cells.get(component.id, {})
    return [cells[payee, period] for period in ledger.periods(component) if (payee, period) in cells]


def _component(
    ledger: Ledger, component: Component, cells: list[Cell], index: np.ndarray[Any, Any],
    drawn: np.ndarray[Any, Any] | None, approximated: set[str],
) -> tuple[np.ndarray[Any, Any], int, int]:  # fmt: skip
    """Pay per scenario and plan period, and how many of the draws were above quota."""
    length = _length(ledger, component)
    shape, index = index.shape, index[:, : max(index.shape[1] // length, 1)]
    drawn = None if drawn is None else drawn[:, : index.shape[1]]
    where = index % len(cells)
    if not component.measured.is_transactions or component.pays.among_all:
        paid = np.array([cell.payout for cell in cells], np.float64)
        return _spread(paid[where], shape, length), 0, 0
    cell = cells[-1]
    credit = np.array([c.credit for c in cells], np.float64)
    factor = np.array([float(c.factor) for c in cells])[where]
    if drawn is None:
        sampled = credit[where]
    else:
        accumulates = component.accumulate not in ("period", "transaction")
        base = (cell.quota or 0) / (_periods(ledger, component) if accumulates else 1) if cell.quota else credit.mean()
        sampled = drawn * base
    if by_transaction(component):
        approximated.add(component.id)
        total = sum(c.payout for c in cells)
        return _spread(sampled * (total / credit.sum() if credit.sum() else 0.0), shape, length), 0, 0
    curve = curve_of(ledger, component, cell, cap_of(ledger.plan, component, cell))
    above = int((sampled >= cell.quota).sum()) if cell.quota else 0
    paid = _paid(ledger, component, curve, sampled, factor) * (-1 if component.deduct else 1)
    return _spread(paid, shape, length), above, sampled.size if cell.quota else 0


def by_transaction(component: Component) -> bool:
    """Whether what a component pays depends on the single transactions, which totals do not know."""
    alone = component.accumulate == "transaction" and component.pays.rate is None
    each = component.minimum_per_transaction is not None or component.cap.per_transaction is not None
    return alone or each or component.banded


def _length(ledger: Ledger, component: Component) -> int:
    """Plan periods in one period of the component."""
    kind, own = ledger.kind(component), ledger.plan.period
    return max(MONTHS[kind] // MONTHS[own], 1) if kind in MONTHS and own in MONTHS else 1


def _spread(paid: np.ndarray[Any, Any], shape: tuple[int, ...], length: int) -> np.ndarray[Any, Any]:
    """Pay of longer periods in the plan period in which they end."""
    if paid.shape == shape:
        return paid
    found = np.zeros(shape)
    columns = [min((number + 1) * length, shape[1]) - 1 for number in range(paid.shape[1])]
    found[:, columns] = paid
    return found


def _periods(ledger: Ledger, component: Component) -> int:
    """Periods in one accumulated run."""
    own, run = ledger.calendar(component), ledger.run_calendar(component)
    if component.accumulate == "service_year":
        run = Calendar("year", ledger.plan.fiscal_year_starts)  # as if everybody's year began with the first period
    if run.kind == "once":
        return 1
    return len(own.inside(run, run.of(ledger.first_day)))


def _paid(
    ledger: Ledger, component: Component, curve: Curve, sampled: np.ndarray[Any, Any], factor: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    if component.accumulate in ("period", "transaction"):
        return curve.pay(sampled, factor)
    length = _periods(ledger, component) if component.accumulate != "ever" else sampled.shape[1]
    found = np.empty_like(sampled)
    for start in range(0, sampled.shape[1], length):
        part = sampled[:, start : start + length].cumsum(axis=1)
        counted = np.arange(1, part.shape[1] + 1)
        to_date = curve.pay(part, factor[:, start : start + length].cumsum(axis=1) / counted)
        found[:, start : start + length] = np.diff(to_date, axis=1, prepend=0.0)
    return found


def cost_curve(result: Result, levels: list[int]) -> list[dict[str, Any]]:
    """What one period costs if everybody stands at the same attainment (percent)."""
    ledger, rows = result.ledger, []
    curves = []
    for component in result.plan.components:
        if component.informational or component.quota is None or not component.measured.is_transactions:
            continue
        if by_transaction(component):
            continue
        for payee in range(len(result.payees)):
            cells = [cell for cell in _history(ledger, component, payee) if cell.quota]
            if cells:
                cell = cells[-1]
                curves.append((curve_of(ledger, component, cell, cap_of(result.plan, component, cell)), cell))
    for level in levels:
        cost = sum(
            (float(c.pay(np.array([(cell.quota or 0) * level / 100]), float(cell.factor))[0]) for c, cell in curves),
            0.0,
        )
        rows.append({"attainment": f"{level}%", "cost": cost})
    return rows
