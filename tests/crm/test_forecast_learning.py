"""The learned forecast against the weighted one, on the published deals, with the last quarter held out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from cadre.crm.forecast import chances
from cadre.crm.forecast.backtest import LEARNED, WEIGHTED, Verdict, backtest
from cadre.crm.forecast.calibration import train
from cadre.crm.forecast.deals import NEVER, Deals
from cadre.crm.forecast.learned import Model, TooLittleHistoryError
from tests.support.published_deals import calendar_quarters, ordinal, published_deals, quarter

DEALS, SEASON = published_deals(), calendar_quarters()
EVE = ordinal("2017-09-30")


def percents(stages: np.ndarray) -> np.ndarray:
    """“Engaging” is imported as a stage of 25 %, the kinder of the two that the file could mean."""
    return np.full(len(stages), 25)


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return backtest(DEALS, SEASON, quarter("2017-10-01", "2017-12-31"), percents, every=21)


@pytest.fixture(scope="module")
def model() -> Model:
    return train(DEALS, SEASON, EVE)


def test_on_the_held_out_last_quarter_the_learned_forecast_is_less_wrong_than_the_weighted_one(
    verdict: Verdict,
) -> None:
    assert verdict.better == LEARNED
    assert verdict.mape(LEARNED) < 0.12
    assert verdict.mape(LEARNED) < verdict.mape(WEIGHTED) / 2


def test_deals_said_to_be_won_by_the_end_of_the_quarter_are_won_about_that_often(verdict: Verdict) -> None:
    said = sum(band[0] * band[2] for band in verdict.calibration)
    came = sum(band[1] * band[2] for band in verdict.calibration)
    off = sum(abs(band[0] - band[1]) * band[2] for band in verdict.calibration) / sum(
        band[2] for band in verdict.calibration
    )
    assert said == pytest.approx(came, rel=0.15)
    assert off < 0.06


def test_nothing_that_happened_after_the_day_changes_what_is_learned(model: Model) -> None:
    """Close every deal that was open on the day as won tomorrow, at a fantastic amount: the model must not notice."""
    later = DEALS.closed > EVE
    altered = Deals(
        **vars(DEALS)
        | {
            "closed": np.where(later, np.maximum(EVE, DEALS.began) + 1, DEALS.closed),
            "is_won": np.where(later, 1, DEALS.is_won),
            "won_amount": np.where(later, 10**12, DEALS.won_amount),
        }
    )
    assert train(altered, SEASON, EVE).as_plain() == model.as_plain()


def test_that_a_customer_is_missing_says_nothing_since_nobody_knows_when_it_was_entered(model: Model) -> None:
    """In the file only deals that are still open have none: to learn from it would be to know which deals stay open."""
    missing = DEALS.industry == 0
    assert not (DEALS.closed[missing] < NEVER).any()
    assert 0 not in model.effects["industry"]
    average = model.effect("industry", np.array([0]))[0]
    assert tuple(average) == pytest.approx(model.means["industry"])


def test_a_model_survives_being_kept_as_json(model: Model) -> None:
    assert Model.from_plain(model.as_plain()) == model


def test_the_chance_of_a_win_grows_with_the_days_left_and_never_passes_one(model: Model) -> None:
    deals = DEALS.known_on(EVE).open_ones()
    odds = chances.odds_of(model, deals, np.zeros(len(deals), dtype=np.int64))
    ladder = [chances.win_chances(model, odds, EVE - deals.began, SEASON, EVE, days) for days in (0, 3, 7, 30, 92, 365)]
    assert (ladder[0] == 0).all()
    assert all((after >= before).all() for before, after in pairwise(ladder))
    assert (ladder[-1] <= 1).all()


def test_with_too_few_closed_deals_nothing_is_learned() -> None:
    with pytest.raises(TooLittleHistoryError):
        train(DEALS, SEASON, ordinal("2017-03-01"))


def test_a_hundred_thousand_open_deals_are_judged_in_a_second(model: Model) -> None:
    import time

    deals = DEALS.take(np.arange(100_000) % len(DEALS))
    deals = Deals(**vars(deals) | {"closed": np.full(len(deals), NEVER)})
    start = time.perf_counter()
    odds = chances.odds_of(model, deals, np.zeros(len(deals), dtype=np.int64))
    chances.win_chances(model, odds, EVE - deals.began, SEASON, EVE, 92)
    assert time.perf_counter() - start < 2
