"""Levelled on the latest past: what was learned a quarter ago is held against what came since, and the difference taken over.

The weekly odds drift: a season brings more deals that nobody decides, a campaign better ones. A model learned from all of history
notices late. So it is learned once more from what was known RECENT days ago, and the odds of winning are shifted, for deals
that were open then and for those that came later, until its amounts are what was won since. Only days before `day` are used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cadre.crm.forecast.chances import RECENT, new_business, odds_of, win_chances
from cadre.crm.forecast.deals import UNKNOWN, Deals, Season, column
from cadre.crm.forecast.learned import PLAIN, Design, Model, TooLittleHistoryError, learn

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 1.0
"""The odds are shifted by a factor of e at most, in either direction: a short past is not trusted further."""
HALVINGS = 9
SAMPLE = 800
"""Deals that are looked at for it: every so many-th, which is exact enough for one number."""


class Models:
    """Models of one history by design and day; what was learned once is kept, since a backtest asks for the same days again."""

    def __init__(self, history: Deals, season: Season) -> None:
        self.history, self.season = history, season
        self._learned: dict[tuple[str, int], Model] = {}

    def plain(self, design: Design, day: int) -> Model:
        """Not levelled. Raises TooLittleHistoryError."""
        key = design.season, day
        if key not in self._learned:
            self._learned[key] = learn(self.history, self.season, day, design)
        return self._learned[key]

    def on(self, day: int, design: Design) -> Model:
        """As it would have been learned at the end of a day. Raises TooLittleHistoryError."""
        model = self.plain(design, day)
        if not design.is_levelled or int(self.history.closed.min()) > day - 2 * RECENT:
            return model  # the earlier model would have seen less than one quarter
        try:
            earlier = self.plain(design, day - RECENT)
        except TooLittleHistoryError:
            return model
        return _levelled(model, earlier, self.history, self.season, day)


def train(history: Deals, season: Season, day: int, design: Design = PLAIN) -> Model:
    """Learn from what was known at the end of `day`, and level the odds if so designed. Raises TooLittleHistoryError."""
    return Models(history, season).on(day, design)


def _levelled(
    model: Model, earlier: Model, history: Deals, season: Season, day: int, *, first_stage: int = UNKNOWN
) -> Model:
    then, now = history.known_on(day - RECENT), history.known_on(day)
    won = now.won_between(day - RECENT + 1, day)
    was_open, each_open = _sample(then.open_ones())
    recent, each_recent = _sample(then.take(then.began > day - 2 * RECENT))
    stages = was_open.stage_on(column([day - RECENT] * len(was_open)), column(range(len(was_open))))
    ages = day - RECENT - was_open.began

    def of_open(shift: float) -> float:
        moved = replace(earlier, shift_open=shift)
        chance = win_chances(moved, odds_of(moved, was_open, stages), ages, season, day - RECENT, RECENT)
        return float((chance * was_open.amount).sum() * earlier.realised * each_open)

    def of_new(shift: float) -> float:
        moved = replace(earlier, shift_new=shift)
        wins = new_business(moved, recent, season, day - RECENT, RECENT, first_stage=first_stage)
        return float((wins * recent.amount).sum() * earlier.realised * each_recent)

    return replace(
        model,
        shift_open=_solved(of_open, int(now.won_amount[won & (now.began <= day - RECENT)].sum())),
        shift_new=_solved(of_new, int(now.won_amount[won & (now.began > day - RECENT)].sum())),
    )


def _sample(deals: Deals) -> tuple[Deals, float]:
    """At most about SAMPLE of the deals, and how many each of them stands for."""
    step = max(1, len(deals) // SAMPLE)
    some = deals.take(column(range(0, len(deals), step)))
    return some, len(deals) / max(1, len(some))


def _solved(amount: Callable[[float], float], came: int) -> float:
    """The shift at which the expected amount is what came, by halving; no shift where nothing came."""
    if not came:
        return 0.0
    low, high = -MOST, MOST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if amount(middle) < came else (low, middle)
    return (low + high) / 2
