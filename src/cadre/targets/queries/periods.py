"""Periods of the fiscal calendar that targets are given for, and their parts."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, Min

from cadre.kernel import clock
from cadre.kernel.calendar.queries import FiscalPeriod, period_of
from cadre.kernel.models import CalendarDay
from cadre.targets.problems import NO_PERIOD

KINDS = ("year", "quarter", "month")


@dataclass(frozen=True)
class TargetPeriod:
    """A named period with its kind and its working days."""

    kind: str
    name: str
    start: dt.date
    end: dt.date

    @property
    def last(self) -> dt.date:
        return self.end - dt.timedelta(days=1)

    @cached_property
    def working(self) -> list[dt.date]:
        """Its working days in order (one query, once)."""
        days = CalendarDay.objects.filter(day__gte=self.start, day__lt=self.end, is_working=True)
        return list(days.order_by("day").values_list("day", flat=True))

    def passed(self, on: dt.date) -> int:
        """Working days up to and with a day."""
        return sum(1 for day in self.working if day <= on)


def period_named(kind: str, name: str) -> TargetPeriod:
    """The period of a name. NO_PERIOD where the calendar has none, or none of it to the end."""
    if kind not in KINDS:
        raise NO_PERIOD(field="period", period=name)
    found = CalendarDay.objects.filter(**{kind: name}).aggregate(first=Min("day"), last=Max("day"))
    if found["first"] is None or not _is_whole(kind, found["first"]):
        raise NO_PERIOD(field="period", period=name)
    return TargetPeriod(kind, name, found["first"], found["last"] + dt.timedelta(days=1))


def _is_whole(kind: str, first: dt.date) -> bool:
    """Whether the calendar holds the period from its first day: a calendar may begin in the middle of one."""
    return bool(CalendarDay.objects.filter(day=first, **{f"{kind}_start": first}).exists())


def running(kind: str = "quarter", on: dt.date | None = None) -> TargetPeriod:
    """The period that holds a day, today without one."""
    found: FiscalPeriod = period_of(on or clock.today(), kind)
    return TargetPeriod(kind, found.name, found.start, found.end)


def parts_of(start: dt.date, end: dt.date, grain: str) -> list[TargetPeriod]:
    """The months or quarters of [start, end), in order."""
    rows = CalendarDay.objects.filter(day__gte=start, day__lt=end).values_list(grain)
    found = rows.annotate(first=Min("day"), final=Max("day")).order_by("first")
    return [TargetPeriod(grain, name, first, final + dt.timedelta(days=1)) for name, first, final in found]


def periods_around(kind: str, before: int, after: int) -> list[TargetPeriod]:
    """The running period of a kind with some before and after, as far as the calendar reaches."""
    starts = CalendarDay.objects.values_list(kind).annotate(first=Min("day"), final=Max("day")).order_by("first")
    every = [TargetPeriod(kind, name, first, final + dt.timedelta(days=1)) for name, first, final in starts]
    today = clock.today()
    here = next((n for n, one in enumerate(every) if one.start <= today < one.end), len(every) - 1)
    return every[max(0, here - before) : here + after + 1]


def weeks_of(period: TargetPeriod) -> list[tuple[str, int]]:
    """The weeks of a period and how many working days of each lie in it."""
    days = CalendarDay.objects.filter(day__gte=period.start, day__lt=period.end).order_by("day")
    found: dict[str, int] = {}
    for week, works in days.values_list("week", "is_working"):
        found[week] = found.get(week, 0) + bool(works)
    return list(found.items())
