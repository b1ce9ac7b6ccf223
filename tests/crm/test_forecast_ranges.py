"""Deals to come by create and close, and the range that past misses give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.crm.forecast.deals import Deals, Window
from cadre.crm.forecast.ranges import FEWEST, Ranges, Score
from cadre.crm.forecast.weighted import new_business

TODAY = 736_000
LATELY = 91


def won_every_day(took: int) -> Deals:
    """One deal begun on each day, each won after so many days; those won within the last 91 days."""
    closed = np.arange(TODAY - LATELY + 1, TODAY + 1)
    none = np.zeros(LATELY, dtype=np.int64)
    return Deals(none, closed - took, closed, none + 1, none, none + 100, none, none, none, none)


@given(took=st.integers(0, 120), days=st.integers(1, 400))
def test_deals_that_begin_every_day_and_take_so_long_are_won_on_every_day_after_that(took: int, days: int) -> None:
    wins = new_business(won_every_day(took), Window(TODAY + 1, TODAY + days, TODAY), over=LATELY)
    assert wins.sum() == pytest.approx(max(0, days - took))


@given(took=st.integers(0, 120), near=st.integers(1, 200), far=st.integers(1, 200))
def test_two_windows_one_after_the_other_expect_what_the_whole_does(took: int, near: int, far: int) -> None:
    deals = won_every_day(took)
    first = new_business(deals, Window(TODAY + 1, TODAY + near, TODAY), over=LATELY).sum()
    second = new_business(deals, Window(TODAY + near + 1, TODAY + near + far, TODAY), over=LATELY).sum()
    whole = new_business(deals, Window(TODAY + 1, TODAY + near + far, TODAY), over=LATELY).sum()
    assert first + second == pytest.approx(whole)


@given(misses=st.lists(st.floats(-50, 50), min_size=4 * 4, max_size=60), weeks=st.sampled_from([1, 2, 4]))
def test_the_range_would_have_held_at_least_eight_of_ten_of_the_misses_it_was_made_of(
    misses: list[float], weeks: int
) -> None:
    ranges = Ranges.of(Score("weighted", "team", weeks, 0, miss) for miss in misses)
    coming, luck = 10_000_000, 1_000_000.0
    found = ranges.around("weighted", "team", weeks, coming, luck)
    assert found is not None
    low, high = found
    assert sum(low - 1 <= coming + miss * 1000 <= high + 1 for miss in misses) >= 0.8 * len(misses)


def test_where_too_little_was_tried_there_is_no_range() -> None:
    few = Ranges.of(Score("weighted", "team", 4, 0, 1.0) for _miss in range(FEWEST - 1))
    assert few.around("weighted", "team", 4, 100, 4.0) is None
    assert few.around("weighted", "company", 4, 100, 4.0) is None


def test_a_horizon_that_was_not_tried_has_no_range_of_its_own_nor_a_shorter_ones() -> None:
    ranges = Ranges.of(Score("learned", "company", 1, 0, 1.0) for _miss in range(30))
    assert ranges.around("learned", "company", 1, 100, 4.0) == (98, 102)
    assert ranges.around("learned", "company", 2, 100, 4.0) is None


@given(st.lists(st.floats(0.1, 50), min_size=FEWEST, max_size=60), st.lists(st.floats(0.1, 50), min_size=FEWEST))
def test_a_longer_horizon_reaches_at_least_as_far_as_a_shorter_one(near: list[float], far: list[float]) -> None:
    scores = [Score("learned", "company", 2, 0, miss) for miss in near]
    ranges = Ranges.of([*scores, *(Score("learned", "company", 8, 0, miss) for miss in far)]).roots
    assert ranges["learned", "company", 8] >= ranges["learned", "company", 2]


def test_weeks_that_overlap_are_worth_less_so_the_range_is_wider() -> None:
    misses = [1.0] * 10 + [0.5] * 16

    def reach(weeks: int) -> float:
        return Ranges.of(Score("learned", "company", weeks, 0, miss) for miss in misses).roots[
            "learned", "company", weeks
        ]

    assert reach(1) == 1.0
    assert reach(13) == pytest.approx(1.886 * ((10 + 16 * 0.25) / 26) ** 0.5)  # two windows of thirteen weeks


def test_a_range_survives_being_kept_as_json() -> None:
    ranges = Ranges.of(Score("learned", "person", 13, 0, float(n)) for n in range(20))
    assert Ranges.from_plain(ranges.as_plain()) == ranges
