"""Thresholds as people type them and as a rule stores them: whole numbers in the metric's finest unit."""

from decimal import Decimal
from fractions import Fraction

from cadre.kernel.money import round_half_away, to_major, to_minor
from cadre.metrics.declarations import Metric, Unit

_SCALE = {Unit.RATIO: 100, Unit.COUNT: 1, Unit.DAYS: 100, Unit.SCORE: 100}  # typed: percent, a count, days, points


def stored(typed: Decimal, metric: Metric, currency: str) -> int:
    """Minor units for amounts, hundredths of a percent for ratios, hundredths for days and scores."""
    if metric.unit in {Unit.MONEY, Unit.MONEY_PER_DAY}:
        return to_minor(typed, currency)
    return round_half_away(Fraction(typed) * _SCALE[metric.unit])


def typed(kept: int, metric: Metric, currency: str) -> Decimal:
    """The other way round, for the form."""
    if metric.unit in {Unit.MONEY, Unit.MONEY_PER_DAY}:
        return to_major(kept, currency)
    return Decimal(kept) / _SCALE[metric.unit]


def value_of(kept: int, metric: Metric) -> Fraction:
    """The threshold as a value of the metric, to be compared exactly."""
    scale = {Unit.RATIO: 10_000, Unit.DAYS: 100, Unit.SCORE: 100}.get(metric.unit, 1)
    return Fraction(kept, scale)
