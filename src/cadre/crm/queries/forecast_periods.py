"""The periods a forecast is made for, and those it is judged on."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min

from cadre.crm.forecast.deals import Window
from cadre.crm.models import Opportunity, PeriodKind
from cadre.kernel.calendar.queries import FiscalPeriod, period_of
from cadre.kernel.problems import INVALID

PERIODS = ("month", "quarter", "next_quarter")


@dataclass(frozen=True)
class Asked:
    """Which period: its place in PERIODS, its kind, its fiscal days."""

    key: str
    kind: str
    span: FiscalPeriod

    @classmethod
    def of(cls, key: str, today: dt.date) -> "Asked":
        """INVALID for a period that is none of PERIODS."""
        if key not in PERIODS:
            raise INVALID(field="period", reason=", ".join(PERIODS))
        kind = PeriodKind.MONTH.value if key == "month" else PeriodKind.QUARTER.value
        span = period_of(today, kind)
        return cls(key, kind, period_of(span.end, kind) if key == "next_quarter" else span)

    def window(self, today: dt.date) -> Window:
        return Window(self.span.start.toordinal(), self.span.last.toordinal(), today.toordinal())


def finished_quarters(today: dt.date, most: int = 3) -> list[FiscalPeriod]:
    """The quarters that are over and in which deals were closed, newest first: the last one judges, those before it choose."""
    this = period_of(today, "quarter")
    closed = Opportunity.objects.filter(closed_on__lt=this.start).aggregate(
        first=Min("closed_on"), last=Max("closed_on")
    )
    if not closed["last"]:
        return []
    found = [period_of(closed["last"], "quarter")]
    while len(found) < most and found[-1].start > closed["first"]:
        found.append(period_of(found[-1].start - dt.timedelta(days=1), "quarter"))
    return found
