"""Learned from the company's own history: how likely is it, week by week, that an open deal is won or lost in the next one?

A discrete-time model of competing risks (Allison 1982; Singer & Willett 2003): each week a deal was open is one row, with
three outcomes: won, lost, still open. A multinomial logistic regression over what was known at the start of the week gives
the weekly probabilities, and these chained give the probability of a win up to any day: closing time and winning in one model.
Deals still open count with the weeks they have lived, so nothing about their future is needed, and none is used.

A stage changes while time passes, and nobody knows into which. So a week is joined with the stage at an earlier day, drawn at
random among the weeks the deal had lived, and with how long ago that was (landmarking: van Houwelingen 2007). Forecasting a
week ahead asks for exactly this: the stage of today, so many weeks ago by then.

Training needs scikit-learn; predicting is a sum of coefficients, in numpy alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadre.crm.forecast.deals import NEVER, UNKNOWN, Deals, Season

if TYPE_CHECKING:
    import numpy as np

AGES = (0, 7, 14, 21, 28, 42, 56, 70, 84, 98, 112, 126, 140, 182, 365)
"""Lower edges, in days, of the ages a deal can have; the short ones apart, because many deals are decided in two weeks."""
LAGS = (0, 1, 2, 3, 5, 9, 14)
"""Lower edges, in weeks, of how long ago a stage was seen."""
WEEK = 7
MOST_ROWS = 60_000
FEWEST_CLOSED = 200
"""With fewer closed deals nothing is learned."""
STRENGTH = 0.3
"""Inverse of the ridge penalty: keeps the effect of a person or product with few deals close to the average."""
NO_SEASON, THIRDS, THIRDS_BY_AGE = "none", "thirds", "thirds_by_age"
FEATURES = ("age", "season", "stage", "owner", "product", "industry", "amount")


class TooLittleHistoryError(Exception):
    """There are not enough closed deals to learn from."""


@dataclass(frozen=True)
class Design:
    """What a model may look at beyond the deal itself. Nobody chooses it by hand: `choosing` does, on past quarters.

    `season`: nothing of the calendar, the third of the quarter, or that third for each age. `is_levelled`: the odds are
    shifted to what came in the latest past (`calibration`).
    """

    season: str = NO_SEASON
    is_levelled: bool = False

    @property
    def key(self) -> str:
        return f"{self.season}{'+levelled' if self.is_levelled else ''}"


PLAIN = Design()


@dataclass(frozen=True)
class Model:
    """Coefficients per feature and level for (won, lost) against staying open; `means` is a feature's average effect."""

    trained_on: int
    closed: int
    rows: int
    intercept: tuple[float, float]
    effects: dict[str, dict[int, tuple[float, float]]]
    means: dict[str, tuple[float, float]]
    bands: tuple[int, ...]
    realised: float
    """Won amount ÷ amount carried while open, over the deals that were won."""
    uses_stage: bool = False
    season: str = THIRDS_BY_AGE
    oldest: int = 0
    shift_open: float = 0.0
    """Added to the log odds of winning of deals that are open; levels the model on the latest past."""
    shift_new: float = 0.0
    """The same for deals that do not exist yet."""

    def as_plain(self) -> dict[str, Any]:
        """For a JSON column."""
        return {
            "trained_on": self.trained_on,
            "closed": self.closed,
            "rows": self.rows,
            "intercept": list(self.intercept),
            "effects": {name: {str(k): list(v) for k, v in levels.items()} for name, levels in self.effects.items()},
            "means": {name: list(v) for name, v in self.means.items()},
            "bands": list(self.bands),
            "realised": self.realised,
            "uses_stage": self.uses_stage,
            "season": self.season,
            "oldest": self.oldest,
            "shift_open": self.shift_open,
            "shift_new": self.shift_new,
        }

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Model:
        effects = {name: {int(k): (v[0], v[1]) for k, v in levels.items()} for name, levels in data["effects"].items()}
        means = {name: (v[0], v[1]) for name, v in data["means"].items()}
        intercept = (data["intercept"][0], data["intercept"][1])
        return cls(**data | {"effects": effects, "means": means, "intercept": intercept, "bands": tuple(data["bands"])})

    def effect(self, name: str, keys: np.ndarray) -> np.ndarray:
        """The (won, lost) effects of the levels; a level nobody has seen has the average one."""
        import numpy as np

        levels = self.effects[name]
        known = np.array([*levels, -1], dtype=np.int64)
        values = np.array([*levels.values(), self.means[name]])
        order = np.argsort(known)
        places = np.clip(np.searchsorted(known[order], keys), 0, len(known) - 1)
        found = order[places]
        return values[np.where(known[found] == keys, found, len(known) - 1)]


def age_of(days: np.ndarray) -> np.ndarray:
    """The age band of a number of days, to the nearest week."""
    import numpy as np

    return np.searchsorted(AGES, (days + 3) // WEEK * WEEK, side="right") - 1


def stage_key(stages: np.ndarray, weeks_ago: np.ndarray | int) -> np.ndarray:
    """The level of a stage that was seen so many weeks ago."""
    import numpy as np

    return stages * len(LAGS) + np.searchsorted(LAGS, weeks_ago, side="right") - 1


def season_key(kind: str, thirds: np.ndarray, ages: np.ndarray) -> np.ndarray:
    """The level of a third of the quarter, for each age or for all: young deals and old ones may be decided at different times."""
    if kind == NO_SEASON:
        return ages * UNKNOWN
    return thirds * len(AGES) + (ages if kind == THIRDS_BY_AGE else ages * UNKNOWN)


def band_of(amounts: np.ndarray, bands: tuple[int, ...]) -> np.ndarray:
    import numpy as np

    return np.searchsorted(bands, amounts, side="right")


def has_stage_history(deals: Deals) -> bool:
    """Whether most closed deals passed through recorded stages; else a stage would only tell how the rows were imported."""
    closed = deals.id[deals.closed < NEVER].tolist()
    with_way = sum(len(deals.steps.get(key, ())) > 1 for key in closed)
    return bool(closed) and with_way * 2 > len(closed)


def learn(history: Deals, season: Season, day: int, design: Design = PLAIN) -> Model:
    """Learn from what was known at the end of `day`. Raises TooLittleHistoryError with fewer than FEWEST_CLOSED closed deals."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = history.known_on(day)
    closed = int((known.closed < NEVER).sum())
    if closed < FEWEST_CLOSED or len(np.unique(known.is_won[known.closed < NEVER])) < 2:
        raise TooLittleHistoryError
    uses_stage = has_stage_history(known)
    rows, starts, outcome = _weeks(known, day)
    seasons = season_key(design.season, season.of(starts + WEEK // 2), age_of(starts - known.began[rows]))
    bands = tuple(int(edge) for edge in np.unique(np.quantile(known.amount, [0.2, 0.4, 0.6, 0.8])))
    keys = _levels(known, rows, starts, bands, uses_stage=uses_stage) | {"season": seasons}
    matrix, levels = _matrix(keys)
    fitted = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3).fit(matrix, outcome)
    weights, bias = _against_open(fitted)
    share = np.asarray(matrix.mean(axis=0)).ravel()
    return Model(
        trained_on=day,
        closed=closed,
        rows=len(rows),
        intercept=(float(bias[0]), float(bias[1])),
        effects={
            name: {int(key): (float(weights[0, at + i]), float(weights[1, at + i])) for i, key in enumerate(distinct)}
            for name, (at, distinct) in levels.items()
        },
        means={name: _mean(weights, share, at, len(distinct)) for name, (at, distinct) in levels.items()},
        bands=bands,
        realised=_realised(known),
        uses_stage=uses_stage,
        season=design.season,
        oldest=int((known.closed - known.began)[known.closed < NEVER].max()),
    )


def _weeks(known: Deals, day: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The complete weeks that deals were open: row, first day, outcome (0 open, 1 won, 2 lost). At most MOST_ROWS, of whole deals."""
    import numpy as np

    lived = np.minimum(known.closed, day) - known.began
    ended = known.closed < NEVER
    last = np.where(ended, np.maximum(lived - 1, 0) // WEEK + 1, lived // WEEK)
    # The week of the closing counts only when it is over by `day`: else early closings would be seen and late ones not
    last = np.minimum(last, lived_to(known.began, day))
    chosen = np.arange(len(known))
    if (total := int(last.sum())) > MOST_ROWS:
        chosen = chosen[(known.id * 2654435761 % 2**32) < int(2**32 * MOST_ROWS / total)]
    counts = last[chosen]
    rows = np.repeat(chosen, counts)
    week = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    at_end = ended[rows] & (week == np.maximum(known.closed - known.began - 1, 0)[rows] // WEEK)
    outcome = np.where(at_end, np.where(known.is_won[rows] == 1, 1, 2), 0)
    return rows, known.began[rows] + week * WEEK, outcome


def lived_to(began: np.ndarray, day: int) -> np.ndarray:
    """Complete weeks from each beginning to a day."""
    import numpy as np

    return np.maximum(day - began, 0) // WEEK


def _levels(
    deals: Deals, rows: np.ndarray, starts: np.ndarray, bands: tuple[int, ...], *, uses_stage: bool
) -> dict[str, np.ndarray]:
    import numpy as np

    return {
        "age": age_of(starts - deals.began[rows]),
        "stage": _stages(deals, rows, starts) if uses_stage else np.full(len(rows), UNKNOWN),
        "owner": deals.owner[rows],
        "product": deals.product[rows],
        "industry": deals.industry[rows],
        "amount": band_of(deals.amount[rows], bands),
    }


def _matrix(keys: dict[str, np.ndarray]) -> tuple[Any, dict[str, tuple[int, np.ndarray]]]:
    """One column per level of each feature, and where a feature's columns begin.

    An unknown industry has none: a customer is often entered late, on the way to the closing, so that deals without one are those
    that were not closed yet. When it was entered nobody knows; to learn from its absence would be to look into the future.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    blocks, levels, offset = [], {}, 0
    for name, values in keys.items():
        distinct, places = np.unique(values, return_inverse=True)
        if name == "industry" and distinct[0] == UNKNOWN and len(distinct) > 1:
            distinct, places = distinct[1:], places - 1
        known = places >= 0
        entries = np.ones(int(known.sum())), (np.nonzero(known)[0], places[known])
        blocks.append(csr_matrix(entries, shape=(len(values), len(distinct))))
        levels[name] = (offset, distinct)
        offset += len(distinct)
    return hstack(blocks, format="csr"), levels


def _stages(deals: Deals, rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each week the stage at a week drawn among those the deal had lived; the same draw in every run."""
    import numpy as np

    lived = (starts - deals.began[rows]) // WEEK
    ago = np.random.default_rng(1).integers(0, lived + 1)
    return stage_key(deals.stage_on(starts - ago * WEEK, rows), ago)


def _against_open(fitted: Any) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of (won, lost) relative to staying open; a class nobody saw is impossible."""
    import numpy as np

    classes = fitted.classes_.tolist()
    base = classes.index(0)
    weights = np.stack([fitted.coef_[classes.index(k)] - fitted.coef_[base] for k in (1, 2)])
    bias = np.array([fitted.intercept_[classes.index(k)] - fitted.intercept_[base] for k in (1, 2)])
    return weights, bias


def _mean(weights: np.ndarray, share: np.ndarray, at: int, count: int) -> tuple[float, float]:
    part = slice(at, at + count)
    known = share[part].sum() or 1.0
    return float(weights[0, part] @ share[part] / known), float(weights[1, part] @ share[part] / known)


def _realised(known: Deals) -> float:
    won = known.is_won == 1
    carried = int(known.amount[won].sum())
    return int(known.won_amount[won].sum()) / carried if carried else 1.0
