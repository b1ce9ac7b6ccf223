"""What is paid once per payee and period."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cadre.compensation.engine.plan.payouts import Fixed
from tests.reference.scorecards import scored

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.compensation import Reference


def bonus(  # noqa: PLR0911 - one branch per form
    reference: Reference, component: Component, result: dict[str, Any]
) -> Fraction:
    """What a component that pays once per period gives, before its factor."""
    pays, quota, reached = component.pays, result["quota"], result["reached"]
    if not component.measured.is_transactions:
        return scored(reference, component, result)
    if reference.relative(component) and not quota:
        return Fraction(0)
    if component.threshold is not None and reached < reference.edge(component, component.threshold, quota):
        return Fraction(0)
    target = result["target"]
    if pays.among_all:
        return Fraction(result["prize"])
    if pays.amount is not None:
        fixed = pays.amount if isinstance(pays.amount, Fixed) else Fixed(amount=pays.amount)
        return Fraction((fixed.amount or 0) * reference.scale)
    if pays.interpolate is not None:
        return reference.straight(component, result) * (target if pays.of == "target" else reached)
    if pays.steps is None and pays.milestones is None:
        edges, rates = reference.curve(component, result) or ([], [])
        return reference.marginal(reached, edges, rates)
    total = Fraction(0)
    for row in pays.steps or []:
        if reached >= reference.edge(component, row.from_, quota, pays.boundary):
            total = Fraction(row.amount * reference.scale if row.amount is not None else row.pays * target)  # type: ignore[operator]
    for milestone in pays.milestones or []:
        if reached >= reference.edge(component, milestone.at, quota, pays.boundary):
            more = milestone.amount * reference.scale if milestone.amount is not None else milestone.pays * target  # type: ignore[operator]
            total += more
    return total
