"""Named periods, and what a filter says about itself."""

import datetime as dt

import pytest
from django.http import QueryDict

from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.ui.filters import Choice, Dates, Numbers, period

TODAY = dt.date(2017, 12, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2017-12-01", "2017-12-01"),
        ("week", "2017-11-27", "2017-12-03"),
        ("month", "2017-12-01", "2017-12-31"),
        ("last-month", "2017-11-01", "2017-11-30"),
        ("quarter", "2017-10-01", "2017-12-31"),
        ("next-quarter", "2018-01-01", "2018-03-31"),
        ("last-quarter", "2017-07-01", "2017-09-30"),
        ("year", "2017-01-01", "2017-12-31"),
    ],
)
def test_a_named_period_is_the_civil_one_where_no_calendar_is_kept(name, first, last):
    assert period(name, TODAY) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.django_db
def test_a_named_period_follows_the_companys_own_calendar():
    profile = CompanyProfile(pk=1, name="X", currency="USD", fiscal_start_month=2)
    rebuild(profile, dt.date(2017, 1, 1), dt.date(2018, 12, 31))
    assert period("quarter", TODAY) == (dt.date(2017, 11, 1), dt.date(2018, 1, 31))
    assert period("next-quarter", TODAY) == (dt.date(2018, 2, 1), dt.date(2018, 4, 30))


def test_overdue_is_everything_before_today_and_unknown_names_are_nothing():
    assert period("overdue", TODAY) == (None, dt.date(2017, 11, 30))
    assert period("someday", TODAY) is None


def test_a_chip_says_at_most_two_choices_and_counts_the_rest():
    one = Choice("stage", "Stage", "stage", choices=[(1, "A"), (2, "B"), (3, "C"), (4, "D")])
    assert one.words(QueryDict("stage=1&stage=3"), None, "zh-hant") == "A、C"
    assert one.words(QueryDict("stage=1&stage=2&stage=3&stage=9"), None, "en") == "A, B +1"


def test_a_range_is_said_with_what_is_known_of_it():
    one = Numbers("amount", "Amount", "base_minor", scale=100)
    said = [
        one.words(QueryDict(query), None, "en")
        for query in ("amount_from=5&amount_to=9", "amount_from=5", "amount_to=9")
    ]
    assert said == ["5 – 9", "≥ 5", "≤ 9"]
    assert one.q(QueryDict("amount_from=1,000"), None).children == [("base_minor__gte", 100_000)]


def test_dates_of_an_instant_compare_days():
    one = Dates("at", "At", "at", instant=True)
    assert one.q(QueryDict("at_from=2017-12-01&at_to=x"), None).children == [("at__date__gte", TODAY)]
