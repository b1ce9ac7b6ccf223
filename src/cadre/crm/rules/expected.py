"""Which days an open deal may expect: not long gone by, and not beyond any plan."""

import datetime as dt

PAST_DAYS = 90
AHEAD_YEARS = 10
BACK_YEARS = 30


def is_long_past(day: dt.date, today: dt.date) -> bool:
    """More than PAST_DAYS back: nobody expects anything of such a day, it was forgotten or mistyped."""
    return (today - day).days > PAST_DAYS


def is_too_far(day: dt.date, today: dt.date) -> bool:
    """More than AHEAD_YEARS ahead: a mistyped year."""
    return day.year - today.year > AHEAD_YEARS


def is_too_long_ago(day: dt.date, today: dt.date) -> bool:
    """More than BACK_YEARS back: a mistyped year. Older deals come with files."""
    return today.year - day.year > BACK_YEARS
