"""From simulated pay to what would be paid: plan cap, guarantee, draw and rounding, period by period, all scenarios at
once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cadre.compensation.engine import amounts
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.settle.payouts import floors

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadre.compensation.engine.curves.ledger import Ledger
    from cadre.compensation.engine.plan.component import Component
    from cadre.compensation.engine.plan.conditions import Draw
    from cadre.compensation.engine.plan.model import Plan

Scenarios = np.ndarray[Any, Any]


def needs_settling(plan: Plan) -> bool:
    """Whether what is paid can differ from what is earned."""
    return any(part is not None for part in (plan.cap, plan.guarantee, plan.draw, plan.round_to))


def settled(ledger: Ledger, payee: int, earned: Scenarios) -> Scenarios:
    """Total paid per scenario. ``earned``: a row per scenario, a column per plan period after the last one known."""
    plan, count = ledger.plan, earned.shape[0]
    own = Calendar(plan.period, plan.fiscal_year_starts)
    first = own.of(ledger.end_day - 1) + 1
    state = _State(plan, count)
    total = np.zeros(count)
    for number in range(earned.shape[1]):
        period = first + number if own.kind != "once" else 0
        guarantee, draw = floors(ledger, payee, period)
        pay = state.capped(earned[:, number], own, period)
        if guarantee is not None:
            pay = np.maximum(pay, guarantee)
        if plan.draw is not None:
            pay = state.drawn(plan.draw, pay, draw, number + 1)
        total += pay if plan.round_to is None else rounded(pay, amounts.to_scale(plan.round_to, plan.scale), plan.round)
    return total


def rounded(pay: Scenarios, unit: int, how: str) -> Scenarios:
    """Pay at a multiple of ``unit`` smallest units, by size: ``nearest`` (half away from zero), ``down`` or ``up``.

    Pay is in whole smallest units first, as lines are, so that no trace of binary arithmetic decides.
    """
    size = np.floor(np.abs(pay) + 0.5)
    more = {"nearest": unit / 2, "down": 0, "up": unit - 1}[how]
    found: Scenarios = np.copysign(np.floor((size + more) / unit) * unit, pay)
    return found


class _State:
    """What one simulated period leaves to the next."""

    def __init__(self, plan: Plan, count: int) -> None:
        self.plan = plan
        self.debt, self.deferred, self.passed = np.zeros(count), np.zeros(count), np.zeros(count)
        self.span: int | None = None

    def capped(self, pay: Scenarios, own: Calendar, period: int) -> Scenarios:
        """Pay under the plan's cap; what lies above is lost or, with ``carry``, paid when there is room."""
        terms = self.plan.cap_terms
        if terms is None:
            return pay
        span = period
        if terms.per != "period":
            kind = "once" if terms.per == "ever" else terms.per
            span = Calendar(kind, self.plan.fiscal_year_starts).of(own.end(period) - 1)
        if span != self.span:
            self.passed, self.span = np.zeros_like(self.passed), span
        whole = pay + self.deferred if terms.carry else pay
        found: Scenarios = np.minimum(whole, float(terms.amount * self.plan.scale) - self.passed)
        self.deferred = whole - found
        self.passed = self.passed + found
        return found

    def drawn(self, rule: Draw, pay: Scenarios, amount: int | None, number: int) -> Scenarios:
        """Pay with the advance of the draw, or less what is recovered of it."""
        level = amount or 0
        if rule.forgiven_after is not None and number > rule.forgiven_after:
            self.debt = np.zeros_like(self.debt)
        advance = np.maximum(level - pay, 0) if amount is not None else np.zeros_like(pay)
        if rule.owed_at_most is not None:
            most = amounts.to_scale(rule.owed_at_most, self.plan.scale)
            advance = np.minimum(advance, np.maximum(most - self.debt, 0))
        back = np.minimum(self.debt, np.maximum(pay - level, 0) * float(rule.recover_at_most))
        if number < rule.recover_from:
            back = np.zeros_like(back)
        self.debt = self.debt - back + (advance if rule.recoverable else 0)
        found: Scenarios = pay + advance - back
        return found


def left_out(plan: Plan) -> list[str]:
    """What the simulation does not follow, each with the components concerned: ``clawback``, ``pay: commission``."""
    found = [name for name in ("clawback", "unpaid", "pay_from") if getattr(plan, name)]
    if plan.negative == "forgive":
        found.append("negative: forgive")
    if plan.recover_at_most < 1:
        found.append("recover_at_most")
    if plan.draw is not None and plan.draw.forgiven_on is not None:
        found.append("draw: forgiven_on")
    rules: dict[str, Callable[[Component], bool]] = {
        "pay": lambda c: bool(c.pay),
        "budget": lambda c: c.cap.budget is not None,
        "cap over several periods": lambda c: c.cap.per != "run",
        "minimum": lambda c: c.minimum is not None,
    }
    for name, holds in rules.items():
        found += [f"{name}: {component.id}" for component in plan.components if holds(component)]
    return found
