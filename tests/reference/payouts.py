"""From earned to paid, one payee and period after the other."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.exact import half_away, to_multiple
from tests.reference.periods import Period, periods_between

if TYPE_CHECKING:
    from tests.reference.compensation import Reference

Pay = dict[tuple[str, str], int]


def settle(reference: Reference) -> tuple[Pay, Pay]:
    """Pay by payee and period, and the balances left."""
    earned = _earned(reference)
    paid: Pay = {}
    balances: Pay = {}
    for payee in reference.payees:
        step = _Step(reference)
        for period in periods_between(reference.plan.period, reference.first, reference.last):
            key = payee, period.label
            in_plan = _in_plan(reference, payee, period)
            floor = reference.plan.draw is not None or reference.plan.guarantee is not None
            if key not in earned and not (step.debt or step.below or step.deferred) and not (in_plan and floor):
                continue
            step.pay, step.rows = earned.get(key, 0), []
            step.go(in_plan)
            paid[key] = step.pay
            reference.settled += [(payee, period.label, *row) for row in step.rows]
        left = (("draw", step.debt), ("negative", step.below), ("deferred", step.deferred))
        balances.update({(payee, kind): v for kind, v in left if v})
    return paid, balances


def _earned(reference: Reference) -> Pay:
    earned: Pay = {}
    for line in reference.lines:
        key = line["payee"], line["paid_in"]
        earned[key] = earned.get(key, 0) + line["amount"]
    for (name, payee, label), result in reference.results.items():
        component = reference.plan.component(name)
        if not component.line_form and result["count"]:
            kind = component.period if component.period not in (None, "period") else reference.plan.period
            found = next(p for p in periods_between(kind, reference.first, reference.last) if p.label == label)
            earned.setdefault((payee, reference.paid_in(found)), 0)
    return earned


def _in_plan(reference: Reference, payee: str, period: Period) -> bool:
    rows = reference.scenario.participants
    return not rows or any(r["payee"] == payee and r["from"] < period.end and r["to"] > period.start for r in rows)


class _Step:
    """One payee, one period after the other."""

    def __init__(self, reference: Reference) -> None:
        self.plan, self.scale = reference.plan, reference.scale
        self.pay = self.debt = self.below = self.deferred = 0
        self.rows: list[tuple[str, int, int]] = []

    def go(self, in_plan: bool) -> None:
        """Cap, what was carried in, guarantee, draw, rounding, what is carried out."""
        plan = self.plan
        if plan.cap is not None:
            self._add("plan_cap", min(int(plan.cap * self.scale) - self.pay, 0))  # type: ignore[operator]
        if self.deferred:
            self._add("carried_in", self.deferred)
            self.deferred = 0
        share = plan.recover_at_most
        taken = self.below if share == 1 else min(self.below, half_away(max(self.pay, 0) * share))
        self._add("carried_in", -taken)
        self.below -= taken
        if plan.guarantee is not None and in_plan:
            self._add("guarantee", max(int(plan.guarantee.amount * self.scale) - self.pay, 0))  # type: ignore[operator, arg-type]
        self._draw(in_plan)
        if plan.round_to is not None:
            whole = to_multiple(Fraction(self.pay), plan.round_to * self.scale, plan.round)
            self._add("rounded", int(whole) - self.pay)
        if plan.pay_from is not None and 0 < self.pay < plan.pay_from * self.scale:
            self.deferred = self.pay
            self._add("carried_out", -self.pay)
        if self.pay < 0 and plan.negative != "owe":
            self.below += -self.pay if plan.negative == "carry" else 0
            self._add("carried_out" if plan.negative == "carry" else "forgiven", -self.pay)

    def _draw(self, in_plan: bool) -> None:
        rule = self.plan.draw
        if rule is None:
            return
        level = int(rule.amount * self.scale) if in_plan else 0  # type: ignore[operator, arg-type]
        if in_plan and self.pay < level:
            self.debt += level - self.pay if rule.recoverable else 0
            self._add("draw", level - self.pay)
        elif self.pay > level and self.debt:
            back = min(self.debt, half_away((self.pay - level) * rule.recover_at_most))
            self.debt -= back
            self._add("recovery", -back)

    def _add(self, kind: str, amount: int) -> None:
        if amount:
            self.pay += amount
            self.rows.append((kind, self.pay, amount))
