"""How wrong the forecasts would have been: past days are forecast again, each with what was known on that day alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cadre.crm.forecast import chances, outlook, weighted
from cadre.crm.forecast.deals import UNKNOWN, Deals, Window
from cadre.crm.forecast.learned import PLAIN, WEEK, Design, Model, TooLittleHistoryError

if TYPE_CHECKING:
    import numpy as np

    from cadre.crm.forecast.calibration import Models

WEIGHTED, LEARNED = "weighted", "learned"
METHODS = (WEIGHTED, LEARNED)
TENTHS = 10


@dataclass(frozen=True)
class Week:
    """One past day on which a period was forecast: what was won by then, what each method expected, what came."""

    day: int
    last: int
    weeks_left: int
    won: dict[int, int]
    actual: dict[int, int]
    coming: dict[str, outlook.Coming]
    deals: dict[int, int] = field(default_factory=dict)
    chances: tuple[np.ndarray, np.ndarray] | None = field(default=None, repr=False, compare=False)
    """Per open deal its learned chance, and whether it was won in time."""

    def of(self, method: str, owners: frozenset[int] | None) -> tuple[int, float, int]:
        """For some owners, or all: what was still expected, the variance of luck, and what still came."""
        coming, new, luck = self.coming[method].of(owners)
        chosen = {*self.won, *self.actual} if owners is None else owners
        came = sum(self.actual.get(owner, 0) - self.won.get(owner, 0) for owner in chosen)
        return coming + new, luck, came

    def total(self, method: str) -> int:
        """The company's forecast for the whole period."""
        coming, new, _luck = self.coming[method].of(None)
        return sum(self.won.values()) + coming + new

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


Percents = Callable[["np.ndarray"], "np.ndarray"]


def origins(window: Window, every: int = WEEK) -> list[int]:
    """The eve of a period and then a day in every so many, the last of them so many before its end."""
    first = window.last - (window.last - window.first) // every * every
    return sorted({window.first - 1, *range(first, window.last, every)})


def backtest(
    models: Models, window: Window, percents: Percents, design: Design = PLAIN, *, every: int = WEEK
) -> Verdict:
    """Forecast a period again on its eve and then every week, each time trained on what was known then alone.

    `percents` gives the stage percentage for stage keys (UNKNOWN included). Raises TooLittleHistoryError where nothing can be
    learned on the eve.
    """
    weeks = [
        forecast_again(models, design, Window(window.first, window.last, day), percents)
        for day in origins(window, every)
    ]
    return Verdict(window, tuple(weeks), tuple(_bands([week.chances for week in weeks if week.chances])))


def forecast_again(models: Models, design: Design, window: Window, percents: Percents) -> Week:
    """What would have been said on `window.day`, and what came."""
    import numpy as np

    history, model = models.history, models.on(window.day, design)
    known = history.known_on(window.day)
    book = book_on(known, window.day, percents)
    seen = outlook.expected(book, model, models.season, window)
    won = known.won_between(window.first, window.day)
    came = history.won_between(window.first, window.last)
    in_time = np.isin(book.deals.id, history.id[history.won_between(window.day + 1, window.last)])
    return Week(
        day=window.day,
        last=window.last,
        weeks_left=-(-window.days_left // WEEK),
        won=outlook.by_owner(known.owner[won], known.won_amount[won]),
        actual=outlook.by_owner(history.owner[came], history.won_amount[came]),
        coming=_coming(book, seen, model),
        deals=outlook.by_owner(book.deals.owner, np.ones(len(book.deals))),
        chances=(seen.chance, in_time),
    )


def _coming(book: outlook.Book, seen: outlook.Expected, model: Model) -> dict[str, outlook.Coming]:
    return {WEIGHTED: outlook.coming_weighted(book, seen), LEARNED: outlook.coming_learned(book, seen, model)}


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
        won_lately=known.take(known.won_between(day - chances.RECENT + 1, day)),
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


__all__ = ["LEARNED", "METHODS", "WEIGHTED", "TooLittleHistoryError", "Verdict", "Week", "backtest", "book_on"]
