"""From earned to paid, one payee and period after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadre.compensation.engine.plan.model import Plan
from tests.reference.exact import half_away
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
        debt = below = 0
        for period in periods_between(reference.plan.period, reference.first, reference.last):
            key = payee, period.label
            in_plan = _in_plan(reference, payee, period)
            floor = reference.plan.draw is not None or reference.plan.guarantee is not None
            if key not in earned and not debt and not below and not (in_plan and floor):
                continue
            pay, debt = _drawn(reference, earned.get(key, 0), below, debt, in_plan)
            pay, below = _below_zero(reference.plan, pay)
            paid[key] = pay
        balances.update({(payee, kind): v for kind, v in (("draw", debt), ("negative", below)) if v})
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


def _drawn(reference: Reference, pay: int, below: int, debt: int, in_plan: bool) -> tuple[int, int]:
    """Cap, what was carried in, guarantee, draw."""
    plan, scale = reference.plan, reference.scale
    if plan.cap is not None:
        pay = min(pay, int(plan.cap * scale))
    pay -= below
    if plan.guarantee is not None and in_plan:
        pay = max(pay, int(plan.guarantee.amount * scale))
    if plan.draw is None:
        return pay, debt
    level = int(plan.draw.amount * scale) if in_plan else 0
    if in_plan and pay < level:
        return level, debt + (level - pay if plan.draw.recoverable else 0)
    if pay > level and debt:
        back = min(debt, half_away((pay - level) * plan.draw.recover_at_most))
        return pay - back, debt - back
    return pay, debt


def _below_zero(plan: Plan, pay: int) -> tuple[int, int]:
    if pay < 0 and plan.negative == "carry":
        return 0, -pay
    return (0, 0) if pay < 0 and plan.negative == "forgive" else (pay, 0)
