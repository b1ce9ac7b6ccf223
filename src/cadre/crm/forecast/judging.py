"""The protocol by which a forecast is judged. Its rules choose on earlier quarters only; the list of DESIGNS was drawn up
after several of them had been seen on the published company's last quarter (docs/decisions/0063).

1. The design is chosen on the quarters before the last finished one: of all DESIGNS the one with the lowest mean error, forecast
   again from rolling origins; the simplest wins a tie.
2. On the last finished quarter, which had no part in that, the chosen design is held against the weighted forecast, once.
3. The method that was less wrong there is used.
4. The range comes from the misses of the chosen design from rolling origins; how often it held is counted on the last finished
   quarter, each day with the misses known by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadre.crm.forecast.backtest import METHODS, Percents, Verdict, backtest, forecast_again
from cadre.crm.forecast.deals import Window
from cadre.crm.forecast.learned import (
    NO_SEASON,
    PLAIN,
    THIRDS,
    THIRDS_BY_AGE,
    WEEK,
    Design,
    TooLittleHistoryError,
)
from cadre.crm.forecast.ranges import HORIZONS, Ranges, Score, coverage, scores_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadre.crm.forecast.calibration import Models
    from cadre.crm.forecast.ranges import Groups

DESIGNS = tuple(
    Design(season, is_levelled) for season in (NO_SEASON, THIRDS, THIRDS_BY_AGE) for is_levelled in (False, True)
)
FORTNIGHT = 14
WEEKS_TRIED = 39


@dataclass(frozen=True)
class Choice:
    """Which design, on which quarters it was chosen, and the mean error of each design on each of them."""

    design: Design
    quarters: tuple[Window, ...]
    errors: dict[str, tuple[float, ...]]
    """By the design's key, as a share of what came; empty where no earlier quarter could be tried."""


@dataclass(frozen=True)
class Judgement:
    """The whole protocol's outcome."""

    choice: Choice
    verdict: Verdict
    ranges: Ranges
    coverage: dict[str, dict[str, tuple[int, int]]]
    """By method and kind: forecasts whose end lay in the range, and all of them."""


def choose(models: Models, earlier: Sequence[Window], percents: Percents) -> Choice:
    """The design that was least wrong on earlier quarters; PLAIN where none can be tried."""
    errors: dict[str, tuple[float, ...]] = {}
    tried: list[Window] = []
    for window in earlier:
        try:
            found = {
                design.key: backtest(models, window, percents, design, every=FORTNIGHT).mape("learned")
                for design in DESIGNS
            }
        except TooLittleHistoryError:
            continue
        tried.append(window)
        errors = {key: (*errors.get(key, ()), off) for key, off in found.items()}
    if not tried:
        return Choice(PLAIN, (), {})
    best = min(DESIGNS, key=lambda design: sum(errors[design.key]))
    return Choice(best, tuple(tried), errors)


def judge(
    models: Models,
    last: Window,
    earlier: Sequence[Window],
    percents: Percents,
    groups: Groups,
    *,
    today: int,
) -> Judgement:
    """Run the protocol. Raises TooLittleHistoryError where the last quarter cannot be forecast on its eve."""
    choice = choose(models, earlier, percents)
    verdict = backtest(models, last, percents, choice.design)
    scores = tried_scores(models, choice.design, percents, groups, anchor=last.last, today=today)
    held = {method: coverage(verdict.weeks, scores, groups, method) for method in METHODS}
    return Judgement(choice, verdict, Ranges.of(scores), held)


def tried_scores(
    models: Models,
    design: Design,
    percents: Percents,
    groups: Groups,
    *,
    anchor: int,
    today: int,
) -> list[Score]:
    """The misses from every week's origin, at every horizon that is over by today; origins lie whole weeks from `anchor`."""
    latest = anchor + (today - anchor) // WEEK * WEEK
    found: list[Score] = []
    for day in range(latest - WEEK, latest - (WEEKS_TRIED + 1) * WEEK, -WEEK):
        for weeks in HORIZONS:
            if day + weeks * WEEK > today:
                break
            window = Window(day + 1, day + weeks * WEEK, day)
            try:
                week = forecast_again(models, design, window, percents)
            except TooLittleHistoryError:
                return found
            found += scores_of(week, groups, METHODS)
    return found
