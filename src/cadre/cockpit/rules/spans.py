"""Periods as a dashboard stores them: texts that move along with the calendar.

"" is all time (a snapshot: now); "quarter" the running one up to today; "last-quarter" the one before, whole; "12-month" twelve
months with the running one; "2017-01-01..2017-03-31" fixed.
"""

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from cadre.cockpit.problems import BAD_PERIOD
from cadre.kernel import clock
from cadre.kernel.calendar.queries import NO_CALENDAR, FiscalPeriod, periods_of
from cadre.kernel.problems import Problems
from cadre.metrics.periods import Period

UNITS = ("day", "week", "month", "quarter", "year")
MOST_UNITS = 60
ONE_DAY = dt.timedelta(days=1)
_RUNNING = re.compile(r"(last-)?(week|month|quarter|year)")
_SEVERAL = re.compile(r"([1-9]\d?)-(day|week|month|quarter|year)")
_FIXED = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")

CHOICES: tuple[tuple[str, Promise], ...] = (
    ("week", pgettext_lazy("period", "This week")),
    ("month", pgettext_lazy("period", "This month")),
    ("quarter", pgettext_lazy("period", "This quarter")),
    ("year", pgettext_lazy("period", "This year")),
    ("last-week", pgettext_lazy("period", "Last week")),
    ("last-month", pgettext_lazy("period", "Last month")),
    ("last-quarter", pgettext_lazy("period", "Last quarter")),
    ("last-year", pgettext_lazy("period", "Last year")),
    ("30-day", pgettext_lazy("period", "30 days")),
    ("90-day", pgettext_lazy("period", "90 days")),
    ("13-week", pgettext_lazy("period", "13 weeks")),
    ("6-month", pgettext_lazy("period", "6 months")),
    ("12-month", pgettext_lazy("period", "12 months")),
    ("8-quarter", pgettext_lazy("period", "8 quarters")),
)


@dataclass
class Spans:
    """Reads stored periods as of one day; each kind of calendar period is looked up once."""

    today: dt.date = field(default_factory=clock.today)
    _known: dict[str, list[FiscalPeriod]] = field(default_factory=dict)

    def period(self, text: str) -> Period | None:
        """The days a stored period means today; None for all time. BAD_PERIOD for a text that is none."""
        if not text:
            return None
        if found := _RUNNING.fullmatch(text):
            unit = self._of(self.today, found[2])
            if not found[1]:
                return Period(unit.start, self.today + ONE_DAY)
            unit = self._of(unit.start - ONE_DAY, found[2])
            return Period(unit.start, unit.end)
        if found := _SEVERAL.fullmatch(text):
            return Period(self._back(int(found[1]), found[2]), self.today + ONE_DAY)
        if found := _FIXED.fullmatch(text):
            return _fixed(text, found[1], found[2])
        raise BAD_PERIOD(field="period", text=text)

    def compared(self, text: str, how: str) -> Period | None:
        """What a stored period is compared with: as many days of the period before, or of the year before. None for none."""
        period = self.period(text)
        if period is None or not how:
            return None
        try:
            return self._compared(text, period, how)
        except Problems as problems:
            if problems.problems[0].code == NO_CALENDAR.code:
                return None  # the calendar begins later: nothing to compare with
            raise

    def _compared(self, text: str, period: Period, how: str) -> Period:
        found = _RUNNING.fullmatch(text)
        if how == "year_before":
            start = _year_back(period.start)
            return Period(start, start + dt.timedelta(days=period.days))
        if found is None:
            return Period(period.start - dt.timedelta(days=period.days), period.start)
        before = self._of(period.start - ONE_DAY, found[2])
        days = before.days if found[1] else min(period.days, before.days)
        return Period(before.start, before.start + dt.timedelta(days=days))

    def _of(self, day: dt.date, unit: str) -> FiscalPeriod:
        every = self._every(unit)
        place = bisect_right(every, day, key=lambda one: one.start) - 1
        if place < 0 or day >= every[place].end:
            raise NO_CALENDAR(day=day.isoformat())
        return every[place]

    def _every(self, unit: str) -> list[FiscalPeriod]:
        """All periods of a kind in order, with one query."""
        if unit not in self._known:
            self._known[unit] = periods_of(unit)
        return self._known[unit]

    def _back(self, count: int, unit: str) -> dt.date:
        """The first day of `count` units that end today, as far as the calendar reaches."""
        if unit == "day":
            return self.today - dt.timedelta(days=count - 1)
        every = self._every(unit)
        return every[max(0, every.index(self._of(self.today, unit)) - count + 1)].start


def _fixed(text: str, first: str, last: str) -> Period:
    try:
        return Period.of(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError as error:
        raise BAD_PERIOD(field="period", text=text) from error


def _year_back(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
