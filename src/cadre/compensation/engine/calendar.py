"""Periods as integers: a month, quarter, half or year is a number, so that columns of them sort and join."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

EPOCH = date(1970, 1, 1).toordinal()
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KINDS = (*MONTHS, "week", "once")
FIRST_DAY, LAST_DAY = -719162, 2932896  # 0001-01-01 and 9999-12-31 as days since 1970
#: Marks a date that is not there.
NO_DAY = -(10**9)

_LABELS = {
    "month": re.compile(r"(\d{4})-(0?[1-9]|1[0-2])"),
    "quarter": re.compile(r"(\d{4})-?Q([1-4])"),
    "half": re.compile(r"(\d{4})-?H([12])"),
    "year": re.compile(r"(?:FY)?(\d{4})()"),
    "week": re.compile(r"(\d{4})-?W(0?[1-9]|[1-4]\d|5[0-3])"),
    "once": re.compile(r"(all)()"),
}


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + EPOCH)


@lru_cache(maxsize=4096)
def first_of_month(months: int) -> int:
    """Day number of the first day of an absolute month (year × 12 + month - 1)."""
    return date(months // 12, months % 12 + 1, 1).toordinal() - EPOCH


def add_months(number: int, months: int) -> int:
    """The day ``months`` later, moved back to the month's last day where it has no such day."""
    day = day_of(number)
    total = day.year * 12 + day.month - 1 + months
    start = first_of_month(total)
    return min(start + day.day - 1, first_of_month(total + 1) - 1)


def whole_months(start: int, end: int) -> int:
    """Completed months from one day to another (tenure, months served)."""
    a, b = day_of(start), day_of(end)
    months = (b.year - a.year) * 12 + b.month - a.month
    return months - (add_months(start, months) > end)


def service_year(hired: int, day: int) -> int:
    """The anniversary with which the year of service begins that a day lies in (29 February: the 28th in other years)."""
    return add_months(hired, whole_months(hired, day) // 12 * 12)


@dataclass(frozen=True)
class Calendar:
    """Turns days into period numbers and back. ``first_month`` is where the fiscal year begins."""

    kind: str
    first_month: int = 1

    def of(self, day: int) -> int:
        """The period a day lies in."""
        if self.kind == "once":
            return 0
        if self.kind == "week":
            return (day + 3) // 7
        at = day_of(day)
        return (at.year * 12 + at.month - self.first_month) // MONTHS[self.kind]

    def start(self, period: int) -> int:
        """First day of the period."""
        if self.kind == "once":
            return FIRST_DAY
        if self.kind == "week":
            return period * 7 - 3
        return first_of_month(period * MONTHS[self.kind] + self.first_month - 1)

    def end(self, period: int) -> int:
        """Day after the last day of the period."""
        return LAST_DAY if self.kind == "once" else self.start(period + 1)

    def label(self, period: int) -> str:
        """How people write the period: 2026-03, 2026-Q1, 2026-H1, 2026, 2026-W05, all."""
        if self.kind == "once":
            return "all"
        if self.kind == "week":
            year, week, _ = day_of(self.start(period)).isocalendar()
            return f"{year}-W{week:02d}"
        if self.kind == "month":
            start = day_of(self.start(period))
            return f"{start.year}-{start.month:02d}"
        per_year = 12 // MONTHS[self.kind]
        year, part = divmod(period, per_year)
        return {"quarter": f"{year}-Q{part + 1}", "half": f"{year}-H{part + 1}", "year": str(year)}[self.kind]

    def parse(self, label: str) -> int:
        """The period of a label of this kind. Raises ``ValueError``."""
        match = _LABELS[self.kind].fullmatch(label.strip())
        if not match:
            raise ValueError(f"{label!r} is not a {self.kind}")
        if self.kind == "once":
            return 0
        year, part = int(match[1]), int(match[2] or 1)
        if self.kind == "week":
            return self.of(day_number(date.fromisocalendar(year, part, 1)))
        if self.kind == "month":
            return self.of(first_of_month(year * 12 + part - 1))
        return year * (12 // MONTHS[self.kind]) + part - 1

    def inside(self, other: "Calendar", period: int) -> range:
        """The periods of this calendar that lie in ``period`` of ``other``: months of a year."""
        if self.kind == "once":
            return range(1)
        return range(self.of(other.start(period)), self.of(other.end(period) - 1) + 1)


def span_of(label: str, first_month: int = 1) -> tuple[int, int]:
    """First day and day after the last of any label: ``2026``, ``2026-Q3``, ``2026-03``. Raises ``ValueError``."""
    if label.strip() == "all":
        return FIRST_DAY, LAST_DAY
    for kind in ("month", "quarter", "half", "year", "week"):
        if _LABELS[kind].fullmatch(label.strip()):
            calendar = Calendar(kind, first_month)
            period = calendar.parse(label)
            return calendar.start(period), calendar.end(period)
    raise ValueError(f"{label!r} is not a period: write 2026, 2026-Q3, 2026-H1, 2026-03 or 2026-W05")
