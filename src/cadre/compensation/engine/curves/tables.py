"""Look-ups: which tier, step or point a number reaches."""

import itertools
from fractions import Fraction

from cadre.compensation.engine.plan.conditions import Multiplier
from cadre.compensation.engine.plan.values import Level


def edge(level: Level, quota: int | None, scale: int, boundary: str = "upper") -> int:
    """The level as a whole number of smallest parts: the first one that has reached it.

    ``upper``: exactly at the level counts as reached (``ceil``); ``lower``: only what lies above (``floor + 1``).
    """
    product = level.value.numerator * ((quota or 0) if level.relative else scale)
    den = level.value.denominator
    return -(-product // den) if boundary == "upper" else product // den + 1


def reached(values: list[Fraction], at: Fraction, boundary: str = "upper") -> int:
    """How many of the rising ``values`` are reached at ``at``."""
    if boundary == "upper":
        return sum(value <= at for value in values)
    return sum(value < at for value in values)


def between(points: list[tuple[Fraction, Fraction]], at: Fraction) -> Fraction:
    """The straight line between points; nothing below the first, the last value above the last."""
    if at < points[0][0]:
        return Fraction(0)
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if at <= x1:
            return y0 + (at - x0) * (y1 - y0) / (x1 - x0)
    return points[-1][1]


def factor_of(multiplier: Multiplier, value: Fraction) -> Fraction:
    """The factor of a multiplier at a reading."""
    if multiplier.steps:
        place = reached([step.from_ for step in multiplier.steps], value)
        factor = multiplier.steps[place - 1].value if place else Fraction(0)
    elif multiplier.interpolate:
        factor = between([(point.at, point.value) for point in multiplier.interpolate], value)
    else:
        factor = value
    if multiplier.at_least is not None:
        factor = max(factor, multiplier.at_least)
    if multiplier.at_most is not None:
        factor = min(factor, multiplier.at_most)
    return factor
