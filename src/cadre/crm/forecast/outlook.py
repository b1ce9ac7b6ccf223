"""What is to be expected of the open deals in a window, by each method, for every deal and every owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadre.crm.forecast import chances, weighted
from cadre.crm.forecast.deals import UNKNOWN, Deals, Season, Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from cadre.crm.forecast.learned import Model

COMMIT, BEST_CASE, PIPELINE, OMITTED = range(4)
YEAR = 365


@dataclass(frozen=True)
class Book:
    """Open deals with what is known of them now, and the deals begun and those won lately, whose likes are still to come."""

    deals: Deals
    stages: np.ndarray
    percents: np.ndarray
    categories: np.ndarray
    recent: Deals
    won_lately: Deals
    cycle: int
    first_stage: int = UNKNOWN


@dataclass(frozen=True)
class Expected:
    """Per open deal: hundredths of the weighted amount, whether it falls due in the window, the chances and the learned amount."""

    weighted: np.ndarray
    is_due: np.ndarray
    chance: np.ndarray
    ever: np.ndarray
    learned: np.ndarray
    fresh: np.ndarray
    """Expected number of new wins per recent deal."""
    fresh_amounts: np.ndarray
    again: np.ndarray
    """Expected number of new wins per deal won lately, by create and close alone."""

    @property
    def weighted_minor(self) -> np.ndarray:
        """Every deal is rounded on its own, so that the rows shown add up."""
        return (self.weighted + 50) // 100

    @property
    def learned_minor(self) -> np.ndarray:
        import numpy as np

        return np.rint(self.learned).astype(np.int64)


def expected(book: Book, model: Model | None, season: Season, window: Window) -> Expected:
    """Judge every deal of the book. Without a model the learned columns are nought."""
    import numpy as np

    deals = book.deals
    classic = weighted.weighted_amounts(deals, book.percents, window, book.cycle)
    is_due = weighted.falls_due(deals, window, book.cycle)
    again = weighted.new_business(book.won_lately, window, over=chances.RECENT)
    if model is None:
        none, few = np.zeros(len(deals)), np.zeros(len(book.recent))
        return Expected(classic, is_due, none, none, none, few, few, again)
    odds = chances.odds_of(model, deals, book.stages)
    ages = window.day - deals.began
    dated = deals.began > 0
    chance = np.where(dated, _within(model, odds, ages, season, window), 0.0)
    ever = np.where(dated, chances.win_chances(model, odds, ages, season, window.day, YEAR), 0.0)
    fresh = _fresh(model, book, season, window)
    return Expected(
        classic,
        is_due,
        chance,
        ever,
        chance * deals.amount * model.realised,
        fresh,
        book.recent.amount * model.realised,
        again,
    )


def _within(model: Model, odds: chances.Odds, ages: np.ndarray, season: Season, window: Window) -> np.ndarray:
    """The chance of a win inside the window; what may be won before it begins is not counted."""
    whole = chances.win_chances(model, odds, ages, season, window.day, window.last - window.day)
    before = window.first - 1 - window.day
    return whole - chances.win_chances(model, odds, ages, season, window.day, before) if before > 0 else whole


def _fresh(model: Model, book: Book, season: Season, window: Window) -> np.ndarray:
    whole = chances.new_business(
        model, book.recent, season, window.day, window.last - window.day, first_stage=book.first_stage
    )
    before = window.first - 1 - window.day
    if before <= 0:
        return whole
    return whole - chances.new_business(model, book.recent, season, window.day, before, first_stage=book.first_stage)


@dataclass(frozen=True)
class Coming:
    """By owner: expected of the open deals, of those to come, and the variance of luck (deals alone, new ones by Poisson)."""

    open: dict[int, int]
    new: dict[int, int]
    luck: dict[int, float]

    def of(self, owners: Iterable[int] | None) -> tuple[int, int, float]:
        """Summed over some owners, or all."""
        parts = (self.open, self.new, self.luck)
        if owners is None:
            owners = {*self.open, *self.new, *self.luck}
        chosen = list(owners)
        return tuple(sum(part.get(owner, 0) for owner in chosen) for part in parts)  # type: ignore[return-value]


def coming_learned(book: Book, seen: Expected, model: Model) -> Coming:
    amounts = (book.deals.amount * model.realised).astype(float)
    return Coming(
        by_owner(book.deals.owner, seen.learned_minor),
        by_owner(book.recent.owner, seen.fresh * seen.fresh_amounts),
        _added(
            _sums(book.deals.owner, seen.chance * (1 - seen.chance) * amounts**2),
            _sums(book.recent.owner, seen.fresh * seen.fresh_amounts.astype(float) ** 2),
        ),
    )


def coming_weighted(book: Book, seen: Expected) -> Coming:
    import numpy as np

    share = np.where(seen.is_due, book.percents / 100, 0.0)
    amounts, brought = book.deals.amount.astype(float), book.won_lately.won_amount.astype(float)
    return Coming(
        by_owner(book.deals.owner, seen.weighted_minor),
        by_owner(book.won_lately.owner, seen.again * brought),
        _added(
            _sums(book.deals.owner, share * (1 - share) * amounts**2),
            _sums(book.won_lately.owner, seen.again * brought**2),
        ),
    )


def _added(left: dict[int, float], right: dict[int, float]) -> dict[int, float]:
    return {owner: left.get(owner, 0.0) + right.get(owner, 0.0) for owner in {*left, *right}}


def due_by_owner(book: Book, seen: Expected, category: int) -> dict[int, int]:
    """The amounts of a category that fall due in the window."""
    import numpy as np

    return by_owner(book.deals.owner, np.where(seen.is_due & (book.categories == category), book.deals.amount, 0))


def by_owner(owners: np.ndarray, values: np.ndarray) -> dict[int, int]:
    """Sums per owner, rounded to whole units."""
    return {owner: round(total) for owner, total in _sums(owners, values).items()}


def _sums(owners: np.ndarray, values: np.ndarray) -> dict[int, float]:
    import numpy as np

    keys, places = np.unique(owners, return_inverse=True)
    sums = np.bincount(places, weights=values, minlength=len(keys))
    return {int(key): total for key, total in zip(keys.tolist(), sums.tolist(), strict=True)}
