"""From weekly probabilities to the chance of a win up to a day, for deals that are open and for those to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadre.crm.forecast.deals import UNKNOWN, Deals, Season
from cadre.crm.forecast.learned import WEEK, Model, age_of, band_of, season_key, stage_key

if TYPE_CHECKING:
    import numpy as np

MOST_WEEKS = 60
RECENT = 91
"""Days of the past whose new deals stand for those to come."""


@dataclass(frozen=True)
class Odds:
    """What decides about each deal: the part that stays the same, (deals, 2), and its stage of today."""

    fixed: np.ndarray
    stages: np.ndarray


def odds_of(model: Model, deals: Deals, stages: np.ndarray, *, are_new: bool = False) -> Odds:
    """Owner, product, industry and amount, and the stage if the model knows any. `are_new`: they stand for deals to come."""
    import numpy as np

    fixed = (
        np.array(model.intercept)
        + np.array([model.shift_new if are_new else model.shift_open, 0.0])
        + model.effect("owner", deals.owner)
        + model.effect("product", deals.product)
        + model.effect("industry", deals.industry)
        + model.effect("amount", band_of(deals.amount, model.bands))
    )
    return Odds(fixed, stages if model.uses_stage else np.full(len(deals), UNKNOWN))


def win_chances(model: Model, odds: Odds, ages: np.ndarray, season: Season, day: int, days: int) -> np.ndarray:
    """The probability that each deal, open at the end of `day` at this age in days, is won within the next `days` days."""
    import numpy as np

    still, won = np.ones(len(odds.fixed)), np.zeros(len(odds.fixed))
    for week in range(min(-(-days // WEEK), MOST_WEEKS)):
        share = min(WEEK, days - week * WEEK) / WEEK
        third = season.of(np.array([day + week * WEEK + WEEK // 2]))
        stage = model.effect("stage", stage_key(odds.stages, week) if model.uses_stage else odds.stages)
        age = age_of(ages + week * WEEK)
        raised = np.exp(
            odds.fixed + stage + model.effect("age", age) + model.effect("season", season_key(model.season, third, age))
        )
        total = raised.sum(axis=1)
        leaving = 1 - (1 / (1 + total)) ** share
        won += still * leaving * raised[:, 0] / total
        still *= 1 - leaving
    return won


def new_business(
    model: Model, recent: Deals, season: Season, day: int, days: int, *, first_stage: int = UNKNOWN
) -> np.ndarray:
    """Expected wins, within `days` days, of deals that do not exist yet: those begun in the last RECENT days come again.

    Per recent deal the expected number of its likes that begin and are won by then; they start in the first stage.
    """
    import numpy as np

    odds = odds_of(model, recent, np.full(len(recent), first_stage), are_new=True)
    wins = np.zeros(len(recent))
    newborn = np.zeros(len(recent), dtype=np.int64)
    for week in range(-(-days // WEEK)):
        length = min(WEEK, days - week * WEEK)
        starts = day + week * WEEK + length // 2
        left = day + days - starts
        wins += length / RECENT * win_chances(model, odds, newborn, season, starts, left)
    return wins
