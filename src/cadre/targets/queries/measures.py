"""Metrics as targets see them: how their values become whole numbers, and which of them can be divided."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cadre.kernel.currency import base_currency
from cadre.kernel.money import minor_digits, round_half_away
from cadre.metrics.declarations import Better, Metric, Unit
from cadre.metrics.registry import facts_of, metrics, parts
from cadre.targets.models import RetiredMetric

RATIO_UNITS = 1_000_000
SCORE_UNITS = 100


@dataclass(frozen=True)
class Measure:
    """A metric with its smallest unit. `units` is how many smallest units one of what people write has."""

    metric: Metric
    currency: str

    @property
    def key(self) -> str:
        return self.metric.key

    @property
    def title(self) -> str:
        return str(self.metric.title)

    @property
    def is_money(self) -> bool:
        return self.metric.unit in (Unit.MONEY, Unit.MONEY_PER_DAY)

    @property
    def is_ratio(self) -> bool:
        return self.metric.unit is Unit.RATIO

    @property
    def is_score(self) -> bool:
        return self.metric.unit is Unit.SCORE

    @property
    def units(self) -> int:
        if self.is_ratio:
            return RATIO_UNITS
        if self.is_score:
            return SCORE_UNITS
        return 10 ** minor_digits(self.currency) if self.is_money else 1

    @property
    def is_divisible(self) -> bool:
        """Whether the whole is the sum of its parts; a rate is not, so its target goes down unchanged."""
        return len(self.metric.parts) == 1 and parts[self.metric.parts[0]].aggregate in {"sum", "count"}

    def smallest(self, value: Fraction | None) -> Fraction:
        """A metric's value in smallest units: money is already, a ratio becomes millionths, a score hundredths. Nothing is 0."""
        return (value or Fraction(0)) * (1 if self.is_money else self.units)

    def whole(self, value: Fraction | None) -> int:
        return round_half_away(self.smallest(value))


def measure(key: str) -> Measure:
    """The metric of a key. Raises the metrics layer's problem for an unknown one."""
    return Measure(metrics[key], base_currency())


def measures_of(keys: Iterable[str], currency: str = "") -> dict[str, Measure]:
    """Those of several keys at once; one that is no longer declared is left out."""
    currency = currency or base_currency()
    return {key: Measure(metrics[key], currency) for key in set(keys) if key in metrics}


def measures(currency: str = "", *, with_retired: bool = False) -> list[Measure]:
    """Metrics that a person can be given a target for: broken down by person, over a period, and more (or less) is better."""
    currency = currency or base_currency()
    found = []
    for metric in metrics.all():
        sources = facts_of(metric)
        by_person = all("person_id" in fact.columns and not fact.snapshot for fact in sources)
        if by_person and metric.better is not Better.NEITHER and "target" not in {fact.key for fact in sources}:
            found.append(Measure(metric, currency))
    left_out = {"target.amount", "quota_attainment"} | (set() if with_retired else set(retired_keys()))
    return [one for one in found if one.key not in left_out]


def retired_keys() -> list[str]:
    """Metrics by which nothing new is measured."""
    return list(RetiredMetric.objects.values_list("metric", flat=True))
