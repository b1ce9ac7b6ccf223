"""Which week, month, quarter and year of the company a day belongs to. Pure: a rule in, rows out."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

PATTERNS = {"445": (4, 4, 5), "454": (4, 5, 4), "544": (5, 4, 4)}


@dataclass(frozen=True)
class FiscalRule:
    """How the company counts its year.

    `pattern` is "months", or 445/454/544 for quarters of thirteen whole weeks that begin on the Monday nearest the first
    of `start_month`.
    """

    start_month: int = 1
    pattern: str = "months"
    working_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})


@dataclass(frozen=True)
class Day:
    day: dt.date
    week: str
    month: str
    quarter: str
    year: str
    week_start: dt.date
    month_start: dt.date
    quarter_start: dt.date
    year_start: dt.date
    is_working: bool


def days(rule: FiscalRule, start: dt.date, end: dt.date, holidays: Collection[dt.date] = ()) -> Iterator[Day]:
    """The days of [start, end) as the company counts them. A fiscal year is named after the calendar year in which it ends."""
    for ordinal in range(start.toordinal(), end.toordinal()):
        day = dt.date.fromordinal(ordinal)
        first, name = year_of(rule, day)
        month_no, month_start = _month_of(rule, day, first)
        quarter_no = (month_no - 1) // 3 + 1
        iso = day.isocalendar()
        yield Day(
            day=day,
            week=f"{iso.year}-W{iso.week:02d}",
            month=f"{day:%Y-%m}" if rule.pattern == "months" else f"{name}-P{month_no:02d}",
            quarter=f"{name}-Q{quarter_no}",
            year=name,
            week_start=day - dt.timedelta(days=day.weekday()),
            month_start=month_start,
            quarter_start=_month_start(rule, first, quarter_no * 3 - 2),
            year_start=first,
            is_working=day.weekday() in rule.working_weekdays and day not in holidays,
        )


def year_of(rule: FiscalRule, day: dt.date) -> tuple[dt.date, str]:
    """First day and name of the fiscal year that holds `day`."""
    for calendar_year in (day.year + 1, day.year, day.year - 1):
        first = _year_start(rule, calendar_year)
        if first <= day:
            last_day = _year_start(rule, calendar_year + 1) - dt.timedelta(days=7 if rule.pattern != "months" else 1)
            return first, f"FY{last_day.year}" if rule.start_month > 1 else str(calendar_year)
    raise AssertionError("a day always lies in a fiscal year")


def _year_start(rule: FiscalRule, calendar_year: int) -> dt.date:
    first = dt.date(calendar_year, rule.start_month, 1)
    if rule.pattern == "months":
        return first
    return first + dt.timedelta(days=(-first.weekday()) if first.weekday() <= 3 else (7 - first.weekday()))


def _month_of(rule: FiscalRule, day: dt.date, first: dt.date) -> tuple[int, dt.date]:
    if rule.pattern == "months":
        number = (day.month - rule.start_month) % 12 + 1
    else:
        number = next(n for n in range(12, 0, -1) if _month_start(rule, first, n) <= day)
    return number, _month_start(rule, first, number)


def _month_start(rule: FiscalRule, first: dt.date, number: int) -> dt.date:
    if rule.pattern == "months":
        month = first.month - 1 + number - 1
        return dt.date(first.year + month // 12, month % 12 + 1, 1)
    weeks = PATTERNS[rule.pattern]
    done = sum(weeks) * ((number - 1) // 3) + sum(weeks[: (number - 1) % 3])
    return first + dt.timedelta(weeks=done)  # week 53 of a long year falls into the last month
