"""Questions to the calendar table."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from cadre.kernel.models import CalendarDay
from cadre.kernel.problems import ProblemKind

NO_CALENDAR = ProblemKind(
    "kernel.no_calendar",
    _("The calendar does not reach to %(day)s. Ask an administrator to extend it under Settings, Company."),
    422,
)


@dataclass(frozen=True)
class FiscalPeriod:
    """A month, quarter or year of the company: its name and the days of [start, end)."""

    name: str
    start: dt.date
    end: dt.date

    @property
    def last(self) -> dt.date:
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def elapsed(self, day: dt.date) -> int:
        """Days of the period up to and with `day`."""
        return max(0, min(self.days, (day - self.start).days + 1))


def period_of(day: dt.date, kind: str) -> FiscalPeriod:
    """The `kind` (week, month, quarter, year) that holds a day. Raises NO_CALENDAR where the table ends before it."""
    named = CalendarDay.objects.filter(day=day).values(kind)
    ends = CalendarDay.objects.filter(**{f"{kind}__in": named}).aggregate(
        name=Min(kind), first=Min("day"), last=Max("day")
    )
    if ends["name"] is None:
        raise NO_CALENDAR(day=day.isoformat())
    return FiscalPeriod(ends["name"], ends["first"], ends["last"] + dt.timedelta(days=1))


def periods_of(kind: str) -> list[FiscalPeriod]:
    """Every period of a kind that the calendar has, in order; one query."""
    rows = CalendarDay.objects.values_list(kind).annotate(first=Min("day"), final=Max("day")).order_by("first")
    return [FiscalPeriod(name, first, final + dt.timedelta(days=1)) for name, first, final in rows]


def working_days(start: dt.date, end: dt.date) -> int:
    """Working days in [start, end)."""
    return CalendarDay.objects.filter(day__gte=start, day__lt=end, is_working=True).count()
