"""The running quarter and what it is compared with."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cadre.cockpit import links
from cadre.kernel import clock
from cadre.kernel.calendar.queries import FiscalPeriod, period_of
from cadre.metrics.periods import Period


@dataclass(frozen=True)
class Quarter:
    """The quarter of `today`, the part of it that has passed, and the same number of days of the quarter before."""

    today: dt.date

    @cached_property
    def whole(self) -> FiscalPeriod:
        return period_of(self.today, "quarter")

    @cached_property
    def before(self) -> FiscalPeriod:
        return period_of(self.whole.start - dt.timedelta(days=1), "quarter")

    @property
    def so_far(self) -> Period:
        return Period(self.whole.start, self.today + dt.timedelta(days=1))

    @property
    def compared(self) -> Period:
        """As many days of the last quarter; all of it where it was shorter."""
        days = min(self.whole.elapsed(self.today), self.before.days)
        return Period(self.before.start, self.before.start + dt.timedelta(days=days))

    @property
    def passed(self) -> Fraction:
        return Fraction(self.whole.elapsed(self.today), self.whole.days)

    @property
    def days_left(self) -> int:
        return (self.whole.last - self.today).days


def this_quarter() -> Quarter:
    return Quarter(clock.today())


def rows_url(metric: str, period: Period | None = None, **cell: object) -> str:
    """The page of the rows behind a number."""
    return links.rows_url(metric, period, cell)
