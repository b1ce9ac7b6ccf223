"""Which week, month, quarter and year of the company a day belongs to."""

import datetime as dt
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from cadre.kernel.calendar.fiscal import PATTERNS, FiscalRule, days, year_of

rules = st.builds(FiscalRule, st.integers(1, 12), st.sampled_from(["months", *PATTERNS]))
some_day = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))


@given(rules, some_day)
def test_every_day_has_one_place_and_the_places_follow_one_another(rule: FiscalRule, first: dt.date) -> None:
    rows = list(days(rule, first, first + dt.timedelta(days=800)))
    for name in ("month", "quarter", "year", "week"):
        labels = [label for label, _ in groupby(getattr(row, name) for row in rows)]
        assert len(labels) == len(set(labels)), f"a {name} is left and entered again"
        assert labels == sorted(labels), f"{name} labels do not sort in time"
    for row in rows:
        assert (
            row.year_start <= row.quarter_start <= row.month_start <= row.day < row.year_start + dt.timedelta(days=372)
        )


@given(st.integers(1, 12), st.sampled_from(sorted(PATTERNS)), st.integers(2000, 2045))
def test_a_week_year_has_52_or_53_weeks_and_begins_on_the_monday_nearest_the_first(
    month: int, pattern: str, year: int
) -> None:
    rule = FiscalRule(month, pattern)
    first, _ = year_of(rule, dt.date(year, month, 15))
    following, _ = year_of(rule, dt.date(year + 1, month, 15))
    assert first.weekday() == 0
    assert abs((first - dt.date(year, month, 1)).days) <= 3
    assert (following - first).days in {364, 371}


def test_a_fiscal_year_from_april_is_named_after_the_year_it_ends_in() -> None:
    (row,) = days(FiscalRule(4), dt.date(2026, 5, 15), dt.date(2026, 5, 16))
    assert (row.year, row.quarter, row.month) == ("FY2027", "FY2027-Q1", "2026-05")
    assert (row.year_start, row.quarter_start) == (dt.date(2026, 4, 1), dt.date(2026, 4, 1))


def test_calendar_months_keep_their_plain_names() -> None:
    (row,) = days(FiscalRule(), dt.date(2017, 12, 31), dt.date(2018, 1, 1))
    assert (row.week, row.month, row.quarter, row.year, row.is_working) == (
        "2017-W52",
        "2017-12",
        "2017-Q4",
        "2017",
        False,
    )


def test_quarters_of_4_4_5_weeks() -> None:
    rows = list(days(FiscalRule(1, "445"), dt.date(2024, 1, 1), dt.date(2024, 4, 1)))
    weeks = {month: len(list(group)) // 7 for month, group in groupby(row.month for row in rows)}
    assert weeks == {"2024-P01": 4, "2024-P02": 4, "2024-P03": 5}


def test_a_holiday_is_not_a_working_day() -> None:
    day = dt.date(2026, 10, 1)
    (row,) = days(FiscalRule(), day, day + dt.timedelta(days=1), {day})
    assert not row.is_working
