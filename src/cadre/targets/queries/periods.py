"""Periods of the fiscal calendar that targets are given for, and their parts."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, Min, Q

from cadre.kernel import clock
from cadre.kernel.calendar.queries import NO_CALENDAR, FiscalPeriod, period_of, periods_of
from cadre.kernel.models import CalendarDay
from cadre.targets.problems import NO_PERIOD

KINDS = ("year", "quarter", "month")
# Weeks have no targets of their own: theirs is the share of a month or quarter by working days
SHOWN_KINDS = (*KINDS, "week")
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the company's calendar with the periods it lies in."""

    on: dt.date
    works: bool
    week: str
    month: str
    quarter: str


@dataclass(frozen=True)
class TargetPeriod:
    """A named period with its kind and its days."""

    kind: str
    name: str
    start: dt.date
    end: dt.date

    @property
    def last(self) -> dt.date:
        return self.end - dt.timedelta(days=1)

    @cached_property
    def days(self) -> list[Day]:
        """Its days in order (one statement, once)."""
        return days_between(self.start, self.end)

    @cached_property
    def working(self) -> list[dt.date]:
        """Its working days in order."""
        return [day.on for day in self.days if day.works]

    @property
    def is_read(self) -> bool:
        """Whether its days were read already."""
        return "days" in self.__dict__

    def between(self, start: dt.date, end: dt.date) -> "TargetPeriod":
        """The part of it in [start, end), with its days if they were read."""
        part = TargetPeriod(self.kind, self.name, max(start, self.start), min(end, self.end))
        if self.is_read:
            part.__dict__["days"] = [day for day in self.days if part.start <= day.on < part.end]
        return part

    def passed(self, on: dt.date) -> int:
        """Working days up to and with a day."""
        return sum(1 for day in self.working if day <= on)


def period_named(kind: str, name: str) -> TargetPeriod:
    """The period of a name. NO_PERIOD where the calendar has none, or none of it to the end."""
    if kind not in SHOWN_KINDS:
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


def running_all(kinds: Sequence[str], on: dt.date | None = None) -> list[TargetPeriod]:
    """The periods of several kinds that hold a day, in two statements."""
    day = on or clock.today()
    names = CalendarDay.objects.filter(day=day).values(*kinds).first()
    if names is None:
        raise NO_CALENDAR(day=day.isoformat())
    ends = CalendarDay.objects.aggregate(
        **{f"{kind}_first": Min("day", filter=Q(**{kind: names[kind]})) for kind in kinds},
        **{f"{kind}_final": Max("day", filter=Q(**{kind: names[kind]})) for kind in kinds},
    )
    day_after = dt.timedelta(days=1)
    return [TargetPeriod(kind, names[kind], ends[f"{kind}_first"], ends[f"{kind}_final"] + day_after) for kind in kinds]


def with_days(periods: Sequence[TargetPeriod]) -> list[TargetPeriod]:
    """The same periods with their days read, in one statement for all of them; `working`, parts and weeks then ask no more."""
    if any(not one.is_read for one in periods):
        start, end = min(one.start for one in periods), max(one.end for one in periods)
        every = days_between(start, end)
        for one in (one for one in periods if not one.is_read):
            one.__dict__["days"] = [day for day in every if one.start <= day.on < one.end]
    return list(periods)


def days_between(start: dt.date, end: dt.date) -> list[Day]:
    """The calendar of [start, end) in order (one statement)."""
    rows = CalendarDay.objects.filter(day__gte=start, day__lt=end).order_by("day")
    return [Day(*row) for row in rows.values_list("day", "is_working", "week", "month", "quarter")]


def split(period: TargetPeriod, kind: str) -> list[TargetPeriod]:
    """The weeks, months or quarters of a period whose days were read; a week may be cut where the period begins or ends."""
    found: dict[str, list[Day]] = {}
    for day in period.days:
        found.setdefault(getattr(day, kind), []).append(day)
    parts = []
    for name, days in found.items():
        part = TargetPeriod(kind, name, days[0].on, days[-1].on + dt.timedelta(days=1))
        part.__dict__["days"] = days
        parts.append(part)
    return parts


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


def found_beside(kind: str, name: str = "") -> tuple[TargetPeriod, str, str]:
    """The period of a name, else the running one, with the names of those before and after it (one statement).

    NO_PERIOD where the calendar has none of the name.
    """
    every, today = periods_of(kind), clock.today()
    at = next((n for n, one in enumerate(every) if (one.name == name if name else one.start <= today < one.end)), None)
    if at is None:
        raise NO_PERIOD(field="period", period=name or today.isoformat())
    here = TargetPeriod(kind, every[at].name, every[at].start, every[at].end)
    return here, every[at - 1].name if at else "", every[at + 1].name if at + 1 < len(every) else ""


def weeks_of(period: TargetPeriod) -> list[tuple[str, int]]:
    """The weeks of a period and how many working days of each lie in it."""
    return [(week.name, len(week.working)) for week in split(period, "week")]


def weeks_nest(days: Sequence[Day]) -> bool:
    """Whether every week of these days lies whole in one month, as in 4-4-5 years; calendar months cut weeks in two.

    A week whose other days are not among these is cut too: a quarter may begin or end in the middle of one.
    """
    return all(count == DAYS_OF_WEEK for count in Counter((day.week, day.month) for day in days).values())
