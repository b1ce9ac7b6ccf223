"""Periods as dashboards store them."""

import datetime as dt

import pytest

from cadre.cockpit.rules.spans import CHOICES, Spans
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.metrics.periods import Period
from tests.support.cast import Cast
from tests.support.refusals import refuses

DAY = dt.date(2024, 5, 10)


@pytest.fixture
def spans(cast: Cast) -> Spans:
    rebuild(CompanyProfile.objects.get(), dt.date(2023, 1, 1), dt.date(2025, 1, 1))
    return Spans(DAY)


def test_a_running_period_ends_today(spans: Spans) -> None:
    assert spans.period("quarter") == Period.of(dt.date(2024, 4, 1), DAY)
    assert spans.period("") is None


def test_a_running_period_is_compared_with_as_many_days_of_the_one_before(spans: Spans) -> None:
    assert spans.compared("quarter", "previous") == Period.of(dt.date(2024, 1, 1), dt.date(2024, 2, 9))
    assert spans.compared("month", "year_before") == Period.of(dt.date(2023, 5, 1), dt.date(2023, 5, 10))


def test_a_last_period_is_whole(spans: Spans) -> None:
    assert spans.period("last-month") == Period.of(dt.date(2024, 4, 1), dt.date(2024, 4, 30))
    assert spans.compared("last-month", "previous") == Period.of(dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def test_several_periods_include_the_running_one(spans: Spans) -> None:
    assert spans.period("3-month") == Period.of(dt.date(2024, 3, 1), DAY)
    assert spans.period("30-day") == Period.of(dt.date(2024, 4, 11), DAY)


def test_before_the_calendar_begins_there_is_nothing_to_compare_with(cast: Cast) -> None:
    rebuild(CompanyProfile.objects.get(), dt.date(2024, 4, 1), dt.date(2025, 1, 1))
    spans = Spans(dt.date(2024, 4, 20))
    assert spans.compared("month", "previous") is None
    assert spans.period("12-month") == Period.of(dt.date(2024, 4, 1), dt.date(2024, 4, 20))


def test_every_choice_of_the_list_is_a_period(spans: Spans) -> None:
    for text, _label in CHOICES:
        assert spans.period(text) is not None
        spans.compared(text, "previous")
        spans.compared(text, "year_before")


@pytest.mark.parametrize("text", ["fortnight", "2024-13-01..2024-14-01", "0-month", "../etc", "2024-01-01"])
def test_what_is_no_period_is_refused_in_words(spans: Spans, text: str) -> None:
    with refuses("cockpit.bad_period"):
        spans.period(text)
