"""Monte Carlo over attainment: bootstrap from history or a given distribution, seeded, payees as columns.

Credits are added up before the curve is read (the totals path); a component that reads its curve per transaction is
paid at its historical effective rate instead, and the report says so.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.exact_lines import cap_of
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.simulate.curves import Curve, curve_of


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
    components = [c for c in plan.components if not c.informational]
    for payee, name in enumerate(result.payees):
        history = {c.id: _history(ledger, c, payee) for c in components}
        if not any(history.values()):
            continue
        length = max(len(cells) for cells in history.values())
        index = rng.integers(0, length, (scenarios, horizon))
        drawn = distribution.draw(rng, (scenarios, horizon)) if distribution is not None else None
        pay = np.zeros(scenarios)
        for component in components:
            cells = history[component.id]
            if cells:
                paid, above, count = _component(ledger, component, cells, index, drawn, approximated)
                pay += paid
                hits, draws = hits + above, draws + count
        cost += pay
        mean_pay[name] = float(pay.mean())
    return Simulated(cost, mean_pay, hits / draws if draws else 0.0, sorted(approximated))


def _history(ledger: Ledger, component: Component, payee: int) -> list[Cell]:
    cells = ledger.cells.get(component.id, {})
    return [cells[payee, period] for period in ledger.periods(component) if (payee, period) in cells]


def _component(
    ledger: Ledger, component: Component, cells: list[Cell], index: np.ndarray[Any, Any],
    drawn: np.ndarray[Any, Any] | None, approximated: set[str],
) -> tuple[np.ndarray[Any, Any], int, int]:  # fmt: skip
    """Pay per scenario over the horizon, and how many of the draws were above quota."""
    where = index % len(cells)
    if not component.measured.is_transactions or component.pays.contest is not None:
        paid = np.array([cell.payout for cell in cells], np.float64)
        return paid[where].sum(axis=1), 0, 0
    cell = cells[-1]
    credit = np.array([c.credit for c in cells], np.float64)
    factor = np.array([float(c.factor) for c in cells])[where]
    if drawn is None:
        sampled = credit[where]
    else:
        accumulates = component.accumulate not in ("period", "transaction")
        base = (cell.quota or 0) / (_periods(ledger, component) if accumulates else 1) if cell.quota else credit.mean()
        sampled = drawn * base
    if component.accumulate == "transaction" and component.pays.rate is None:
        approximated.add(component.id)
        total = sum(c.payout for c in cells)
        return sampled.sum(axis=1) * (total / credit.sum() if credit.sum() else 0.0), 0, 0
    curve = curve_of(ledger, component, cell, cap_of(ledger.plan, component, cell))
    above = int((sampled >= cell.quota).sum()) if cell.quota else 0
    return _paid(ledger, component, curve, sampled, factor), above, sampled.size if cell.quota else 0


def _periods(ledger: Ledger, component: Component) -> int:
    """Periods in one accumulated run."""
    own, run = ledger.calendar(component), ledger.run_calendar(component)
    if run.kind == "once":
        return 1
    return len(own.inside(run, run.of(ledger.first_day)))


def _paid(
    ledger: Ledger, component: Component, curve: Curve, sampled: np.ndarray[Any, Any], factor: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    if component.accumulate in ("period", "transaction"):
        typed: np.ndarray[Any, Any] = curve.pay(sampled, factor).sum(axis=1)
        return typed
    length = _periods(ledger, component) if component.accumulate != "ever" else sampled.shape[1]
    total = np.zeros(sampled.shape[0])
    for start in range(0, sampled.shape[1], length):
        part = sampled[:, start : start + length].sum(axis=1)
        total += curve.pay(part, factor[:, start : start + length].mean(axis=1))
    return total


def cost_curve(result: Result, levels: list[int]) -> list[dict[str, Any]]:
    """What one period costs if everybody stands at the same attainment (percent)."""
    ledger, rows = result.ledger, []
    curves = []
    for component in result.plan.components:
        if component.informational or component.quota is None or not component.measured.is_transactions:
            continue
        if component.accumulate == "transaction":
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
