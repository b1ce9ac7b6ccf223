"""How wrong the forecasts would have been: every week of a past quarter is forecast again, with what was known on that day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cadre.crm.forecast import chances, outlook, weighted
from cadre.crm.forecast.calibration import train
from cadre.crm.forecast.deals import UNKNOWN, Deals, Season, Window
from cadre.crm.forecast.learned import WEEK, Model, TooLittleHistoryError

if TYPE_CHECKING:
    import numpy as np

WEIGHTED, LEARNED = "weighted", "learned"
TENTHS = 10


@dataclass(frozen=True)
class Week:
    """One past day on which the quarter was forecast: what was won by then, what each method expected, what came."""

    day: int
    weeks_left: int
    won: dict[int, int]
    actual: dict[int, int]
    weighted: dict[int, int]
    learned: dict[int, int]
    fresh: dict[int, int]
    half_range: int
    deals: dict[int, int] = field(default_factory=dict)

    def total(self, method: str) -> int:
        """The company's forecast for the whole quarter."""
        coming = self.weighted if method == WEIGHTED else self.learned
        extra = sum(self.fresh.values()) if method == LEARNED else 0
        return sum(self.won.values()) + sum(coming.values()) + extra

    @property
    def came(self) -> int:
        return sum(self.actual.values())

    def off(self, method: str) -> float:
        """Absolute error as a share of what came."""
        return abs(self.total(method) - self.came) / self.came if self.came else 0.0


@dataclass(frozen=True)
class Verdict:
    """A backtest's result: the weeks, the mean absolute percentage error of each method, and how well chances came true."""

    window: Window
    weeks: tuple[Week, ...]
    calibration: tuple[tuple[float, float, int], ...]
    """Per band of predicted chance: mean prediction, share that was won, number of deals."""

    def mape(self, method: str) -> float:
        return sum(week.off(method) for week in self.weeks) / len(self.weeks) if self.weeks else 0.0

    @property
    def better(self) -> str:
        """The learned one only if its error is lower on the quarter it has not seen."""
        return LEARNED if self.weeks and self.mape(LEARNED) < self.mape(WEIGHTED) else WEIGHTED

    @property
    def typical_errors(self) -> dict[str, float]:
        """By weeks left: the learned method's typical error as a share of what it still expected. The width it adds to a range.

        Mean of the week and its neighbours, times 1.25, which makes a standard deviation of a mean absolute error.
        """
        shares = [_share_off(week) for week in self.weeks]
        return {
            str(week.weeks_left): 1.25 * sum(near) / len(near)
            for at, week in enumerate(self.weeks)
            if (near := [share for share in shares[max(0, at - 1) : at + 2] if share is not None])
        }

    @property
    def typical_error(self) -> float:
        """The middle of `typical_errors`, for a horizon that was not tried."""
        known = sorted(self.typical_errors.values())
        return known[len(known) // 2] if known else 0.2


def _share_off(week: Week) -> float | None:
    coming = week.total(LEARNED) - sum(week.won.values())
    return abs(week.total(LEARNED) - week.came) / coming if coming > 0 else None


Percents = Callable[["np.ndarray"], "np.ndarray"]


def backtest(history: Deals, season: Season, window: Window, percents: Percents, *, every: int = WEEK) -> Verdict:
    """Forecast the quarter again on its eve and then every week, each time trained on what was known then alone.

    `percents` gives the stage percentage for stage keys (UNKNOWN included). Raises TooLittleHistoryError where nothing can be
    learned on the eve.
    """
    days = [window.first - 1, *range(window.last - (window.last - window.first) // every * every, window.last, every)]
    weeks, pairs, off = [], [], 0.1
    for day in sorted(set(days)):
        model = train(history, season, day)
        week, chance, came = _forecast_again(
            history, model, season, Window(window.first, window.last, day), percents, off
        )
        weeks.append(week)
        pairs.append((chance, came))
    return Verdict(window, tuple(weeks), tuple(_bands(pairs)))


def _forecast_again(
    history: Deals, model: Model, season: Season, window: Window, percents: Percents, off: float
) -> tuple[Week, np.ndarray, np.ndarray]:
    import numpy as np

    known = history.known_on(window.day)
    book = book_on(known, window.day, percents)
    seen = outlook.expected(book, model, season, window)
    won = known.won_between(window.first, window.day)
    came = history.won_between(window.first, window.last)
    won_in_time = np.isin(book.deals.id, history.id[history.won_between(window.day + 1, window.last)])
    amounts = book.deals.amount * model.realised
    week = Week(
        day=window.day,
        weeks_left=-(-window.days_left // WEEK),
        won=outlook.by_owner(known.owner[won], known.won_amount[won]),
        actual=outlook.by_owner(history.owner[came], history.won_amount[came]),
        weighted=outlook.by_owner(book.deals.owner, seen.weighted / 100),
        learned=outlook.by_owner(book.deals.owner, seen.learned),
        fresh=outlook.by_owner(book.recent.owner, seen.fresh * seen.fresh_amounts),
        half_range=round(chances.spread(seen.chance, amounts, seen.fresh, seen.fresh_amounts, off)),
        deals=outlook.by_owner(book.deals.owner, np.ones(len(book.deals))),
    )
    return week, seen.chance, won_in_time


def book_on(known: Deals, day: int, percents: Percents) -> outlook.Book:
    """The book as it stood on a past day. Expected closing dates and categories of then are not kept, so nobody has one."""
    import numpy as np

    deals = known.open_ones()
    deals = Deals(**{**vars(deals), "expected": np.zeros(len(deals), dtype=np.int64)})
    stages = deals.stage_on(np.full(len(deals), day), np.arange(len(deals)))
    return outlook.Book(
        deals=deals,
        stages=stages,
        percents=percents(stages),
        categories=np.full(len(deals), outlook.PIPELINE),
        recent=known.take(known.began > day - chances.RECENT),
        cycle=weighted.usual_cycle(known),
        first_stage=_usual_first(known),
    )


def _usual_first(known: Deals) -> int:
    firsts = [way[0][1] for key in known.id.tolist() if (way := known.steps.get(key))]
    return max(set(firsts), key=firsts.count) if firsts else UNKNOWN


def _bands(pairs: list[tuple[np.ndarray, np.ndarray]]) -> Iterator[tuple[float, float, int]]:
    import numpy as np

    chance = np.concatenate([pair[0] for pair in pairs])
    came = np.concatenate([pair[1] for pair in pairs])
    bands = np.minimum((chance * TENTHS).astype(int), TENTHS - 1)
    for band in range(TENTHS):
        rows = bands == band
        if rows.any():
            yield float(chance[rows].mean()), float(came[rows].mean()), int(rows.sum())


__all__ = ["LEARNED", "WEIGHTED", "TooLittleHistoryError", "Verdict", "Week", "backtest", "book_on"]
