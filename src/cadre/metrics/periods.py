"""A range of days that a question is about."""

import datetime as dt
from dataclasses import dataclass

from cadre.metrics.problems import EMPTY_PERIOD, NOT_A_DATE


def require_date(value: object, field: str) -> dt.date:
    """The value, if it is exactly a date. A datetime would silently lose its day on SQLite, so it is refused."""
    if type(value) is not dt.date:
        raise NOT_A_DATE(field=field, value=value)
    return value


@dataclass(frozen=True, order=True)
class Period:
    """The days of [start, end), half-open as everywhere."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        require_date(self.start, "start")
        require_date(self.end, "end")
        if self.end <= self.start:
            raise EMPTY_PERIOD(field="period", first=self.start, last=self.last)

    @classmethod
    def of(cls, first: dt.date, last: dt.date) -> "Period":
        """From the first day through the last, both included, as people say it."""
        require_date(first, "start")
        return cls(first, _after(require_date(last, "end")))

    @property
    def is_open(self) -> bool:
        """Whether it has no beginning."""
        return self.start == dt.date.min

    @property
    def last(self) -> dt.date:
        """The last day that is inside."""
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def until(self, day: dt.date) -> "Period | None":
        """The part that lies on or before a day; None if none does."""
        end = min(self.end, _after(day))
        return Period(self.start, end) if end > self.start else None


def _after(day: dt.date) -> dt.date:
    """The next day; none comes after the last that a computer knows."""
    return day if day == dt.date.max else day + dt.timedelta(days=1)
