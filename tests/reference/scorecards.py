"""Components that measure a reading or objectives instead of transactions."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.readings import At, measured, read

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.compensation import Reference


def score(reference: Reference, at: At) -> Fraction | None:
    """The one number of a payee and period; ``None`` when a part of it is not known."""
    rule = at.component.measured
    if rule.reading is not None:
        return read(reference, at, rule.reading)
    total = Fraction(0)
    for name, weight in (rule.scores or {}).items():
        value = measured(reference, at, name)
        if value is None:
            return None
        total += value * weight
    return total


def scored(reference: Reference, component: Component, result: dict[str, Any]) -> Fraction:
    """What the score pays, before its factor; nothing while it is not known."""
    pays, value = component.pays, result["score"]
    if value is None or (component.threshold is not None and value < component.threshold.value):
        return Fraction(0)
    unit = result["target"] if pays.of == "target" else Fraction(reference.scale)
    if pays.rate is not None:
        return pays.rate.value * value * unit  # type: ignore[no-any-return]
    if pays.interpolate is not None:
        unit = unit if pays.of == "target" else unit * value
        return _between([(point.at.value, point.rate.value) for point in pays.interpolate], value) * unit
    if pays.tiers:
        return _tiers(pays, value) * unit
    total = Fraction(0)
    for row in pays.steps or []:
        if value > row.from_.value or (value == row.from_.value and pays.boundary == "upper"):
            total = Fraction(row.amount * reference.scale if row.amount is not None else row.pays * result["target"])  # type: ignore[operator]
    return total


def _between(points: list[tuple[Fraction, Fraction]], at: Fraction) -> Fraction:
    if at < points[0][0]:
        return Fraction(0)
    for (x, low), (further, high) in itertools.pairwise(points):
        if at <= further:
            return low + (high - low) * (at - x) / (further - x)
    return points[-1][1]


def _tiers(pays: Any, at: Fraction) -> Fraction:
    """Open tiers on a score; below zero the first one goes on."""
    if pays.retroactive:
        reached = [
            t.to
            for t in pays.tiers
            if t.to is not None and (t.to.value < at or (t.to.value == at and pays.boundary == "upper"))
        ]
        return at * pays.tiers[len(reached)].rate.value
    total, low = Fraction(0), None
    for tier in pays.tiers:
        top = at if tier.to is None else min(at, tier.to.value)
        total += tier.rate.value * (top if low is None else max(top - low, 0))
        low = None if tier.to is None else tier.to.value
    return total
