"""The chance of reaching a target, by bootstrap on weekly results (documented in docs/guide/targets.md).

The rest of a period is drawn many times from past weeks: each from the person's own weeks with probability own ÷ (own + PRIOR),
else from his team's, so that few weeks of one's own lean on those of colleagues. All weeks of one drawing are multiplied by one
common factor of lognormal spread, because quarters differ as a whole and weeks drawn one by one would be too sure of
themselves; half of its variance is shared by everybody, because a bad quarter is bad for all. Prior and spread were set by
backtest on a year of real data (rules/backtest.py), and the page shows how well they hold on the company's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded where something is drawn: every command would start later with it
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DRAWS = 2000
PRIOR = 13  # weeks of the team that weigh as much as one's own
SPREAD = 0.15
LOW_PERCENT, HIGH_PERCENT = 10, 90
TOO_HIGH, TOO_LOW = 0.30, 0.95
TENTH = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Outlook:
    """The end of a period as it may come: likely range and middle in smallest units, and the chance of the target in percent.

    `open` and `new` are what the middle expects of the open deals and of those to come, where it is the forecast of deals.
    """

    low: int
    middle: int
    high: int
    percent: int | None
    open: int | None = None
    new: int | None = None
    held: tuple[int, int] | None = None  # how many past ends lay in such a range, and of how many

    @property
    def is_too_high(self) -> bool:
        return self.percent is not None and self.percent < TOO_HIGH * 100

    @property
    def is_too_low(self) -> bool:
        return self.percent is not None and self.percent > TOO_LOW * 100


def drawn(own: Sequence[int], team: Sequence[int], weeks: float, seed: int, day: int = 0) -> NDArray[np.float64]:
    """Possible sums of the coming `weeks` (a part of a week counts in part). Nothing known: zeros.

    The same `seed` gives the same drawing; people drawn on the same `day` share what is common to all.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    if not own and not team:
        return np.zeros(DRAWS)
    count = max(1, int(np.ceil(weeks)))
    of_team = generator.choice(np.asarray(team or own, dtype=np.float64), size=(DRAWS, count))
    of_own = generator.choice(np.asarray(own or team, dtype=np.float64), size=(DRAWS, count))
    mine = generator.random((DRAWS, count)) < len(own) / (len(own) + PRIOR)
    sums = np.where(mine, of_own, of_team).sum(axis=1) * (weeks / count)
    shared = np.random.default_rng(day).normal(size=DRAWS)
    together = (generator.normal(size=DRAWS) + shared) * (SPREAD / np.sqrt(2))
    return np.asarray(sums * np.exp(together - SPREAD * SPREAD / 2))


def outlook(attained: int, target: int | None, rest: NDArray[np.float64]) -> Outlook:
    """The range of attained + rest and the chance that it reaches the target."""
    import numpy as np

    ends = attained + rest
    low, middle, high = (int(value) for value in np.percentile(ends, (LOW_PERCENT, 50, HIGH_PERCENT)))
    percent = None if target is None else 100 if attained >= target else round(float((ends >= target).mean()) * 100)
    return Outlook(low, middle, high, percent)


def forecast_outlook(attained: int, target: int | None, expected: tuple[int, int], bounds: tuple[int, int]) -> Outlook:
    """The outlook from a forecast: attained, what the open deals and those to come are expected to add, and the range of that sum.

    `bounds` hold 8 of 10 ends, so their outer parts a tenth each. The chance between them is read off two half normal curves that
    meet in the middle and pass through the bounds; nothing else is known of the shape.
    """
    middle, low, high = attained + sum(expected), attained + bounds[0], attained + bounds[1]
    if target is None or attained >= target:
        percent = None if target is None else 100
    else:
        width = (high - middle) if target >= middle else (middle - low)
        distance = (
            (target - middle) / width * TENTH if width > 0 else float("inf") if target > middle else float("-inf")
        )
        percent = round(100 * (1 - NormalDist().cdf(distance))) if abs(distance) < 10 else 0 if distance > 0 else 100
    return Outlook(low, middle, high, percent, *expected)
