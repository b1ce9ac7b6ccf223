"""The calendar's dimensions, and the steps (weeks, months, …) of a period: from the calendar table, never by date arithmetic."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils.translation import pgettext_lazy

from cadre.metrics.declarations import Dimension, Join, KeyValue
from cadre.metrics.periods import Period
from cadre.metrics.problems import OUTSIDE_CALENDAR
from cadre.metrics.registry import register

CALENDAR = Join("calendar", "kernel_calendarday", 'calendar.day = f."on"')

register(
    Dimension("day", pgettext_lazy("dimension", "Day"), 'f."on"', kind=dt.date, time=True),
    Dimension("week", pgettext_lazy("dimension", "Week"), "calendar.week", (CALENDAR,), kind=str, time=True),
    Dimension("month", pgettext_lazy("dimension", "Month"), "calendar.month", (CALENDAR,), kind=str, time=True),
    Dimension("quarter", pgettext_lazy("dimension", "Quarter"), "calendar.quarter", (CALENDAR,), kind=str, time=True),
    Dimension("year", pgettext_lazy("dimension", "Year"), "calendar.year", (CALENDAR,), kind=str, time=True),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a time axis: its names in the dimensions asked for, and its first and last day inside the period."""

    key: tuple[KeyValue, ...]
    first: dt.date
    last: dt.date


def steps(names: Sequence[str], period: Period | None, using: str = "default") -> list[Step]:
    """The steps of a period in order; of the whole calendar when there is none. Refuses a period the calendar does not cover."""
    from cadre.kernel.models import CalendarDay

    days = CalendarDay.objects.using(using).all()
    if period is not None:
        days = days.filter(day__gte=period.start, day__lt=period.end)
    rows = days.values_list(*names).annotate(first=Min("day"), final=Max("day")).order_by("first", "final")
    found = [Step(tuple(row[:-2]), row[-2], row[-1]) for row in rows]
    if period is not None and (not found or found[0].first != period.start or found[-1].last != period.last):
        raise OUTSIDE_CALENDAR(field="period", first=period.start, last=period.last)
    return found


def previous(period: Period, using: str = "default") -> Period:
    """The period just before, of the same length: as many months where it is made of whole months, else as many days."""
    months = _months_back(period, None, using)
    return months or Period(period.start - dt.timedelta(days=period.days), period.start)


def year_before(period: Period, using: str = "default") -> Period:
    """The same period a year earlier: twelve months back where it is made of whole months, else the same dates."""
    return _months_back(period, 12, using) or Period(
        _same_day(period.start), _same_day(period.last) + dt.timedelta(days=1)
    )


def _months_back(period: Period, back: int | None, using: str) -> Period | None:
    from cadre.kernel.models import CalendarDay

    if period.days < 28:
        return None
    starts = list(
        CalendarDay.objects.using(using)
        .filter(day__lte=period.end)
        .order_by("month_start")
        .values_list("month_start", flat=True)
        .distinct()
    )
    if period.start not in starts or period.end not in starts:
        return None
    start, end = starts.index(period.start), starts.index(period.end)
    shift = end - start if back is None else back
    return Period(starts[start - shift], starts[end - shift]) if start >= shift else None


def _same_day(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
