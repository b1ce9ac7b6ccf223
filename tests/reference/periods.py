"""Periods the slow and obvious way."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A named span of days, half-open."""

    kind: str
    label: str
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)


def period_of(kind: str, day: date) -> Period:
    """The calendar period a day lies in."""
    if kind == "once":
        return Period(kind, "all", date.min, date.max)
    if kind == "week":
        start = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(kind, f"{year}-W{week:02d}", start, start + timedelta(days=7))
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    part = (day.month - 1) // months
    start = date(day.year, part * months + 1, 1)
    end_month = part * months + 1 + months
    end = date(day.year + (end_month > 12), (end_month - 1) % 12 + 1, 1)
    label = {
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}-Q{part + 1}",
        "half": f"{day.year}-H{part + 1}",
        "year": str(day.year),
    }[kind]
    return Period(kind, label, start, end)


def periods_between(kind: str, first: date, last: date) -> list[Period]:
    """All periods that touch the days from ``first`` to ``last``."""
    found, day = [], first
    while day <= last:
        period = period_of(kind, day)
        found.append(period)
        if period.end == date.max:
            break
        day = period.end
    return found


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    following = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def whole_months(start: date, end: date) -> int:
    """Completed months between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (months_later(start, months) > end)


def own_year(hired: date | None, period: Period) -> Period:
    """The periods that end in the same year of service as one does, as a single span; that one alone if nobody knows."""
    if hired is None:
        return period

    def years(day: date) -> int:
        return whole_months(hired, day) // 12

    first = last = period
    while years(period_of(period.kind, first.start - timedelta(days=1)).last) == years(period.last):
        first = period_of(period.kind, first.start - timedelta(days=1))
    while years(period_of(period.kind, last.end).last) == years(period.last):
        last = period_of(period.kind, last.end)
    return Period("service_year", f"{first.label} to {last.label}", first.start, last.end)
