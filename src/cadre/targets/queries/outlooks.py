"""How a period may end. One answer to one question: of won amounts in a running period it is the forecast of deals, here as there.

Of other numbers, of other periods, and of a product or territory alone it is drawn from past weeks (`history.Outlooks`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.targets.queries.slices import EVERYTHING, Slice
from cadre.targets.queries.tree import COMPANY, Subject
from cadre.targets.rules.chance import Outlook, forecast_outlook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cadre.kernel.access import Actor
    from cadre.targets.queries.history import Outlooks
    from cadre.targets.queries.measures import Measure
    from cadre.targets.queries.periods import TargetPeriod

FORECAST_METRIC = "bookings.amount"


class Endings(Protocol):
    """Gives the outlook of a person, a team or the company from what was attained and what is to be reached."""

    def of(self, subject: Subject, attained: int, target: int | None) -> Outlook | None: ...


class NotYet:
    """Before the forecast has looked at any deal: no end is better than one that changes within the minute."""

    def of(self, subject: Subject, attained: int, target: int | None) -> None:
        return None


class ForecastEndings:
    """The forecast of the open deals and of those to come, for whom the actor sees.

    Where it has no range, because so far ahead nothing was tried yet, the range is that of drawn weeks, moved so that its middle is
    the forecast.
    """

    def __init__(self, seen: crm.Outlook, drawn: Callable[[], Outlooks]) -> None:
        self.seen = seen
        self._draw = drawn

    @cached_property
    def drawn(self) -> Outlooks:
        return self._draw()

    def of(self, subject: Subject, attained: int, target: int | None) -> Outlook:
        owners = None if subject.kind == COMPANY else subject.people
        line = self.seen.expectation(self.seen.best, owners, subject.kind)
        coming = line.open + line.new
        if line.low is None or line.high is None:
            apart = attained + coming - self.drawn.of(subject, attained, target).middle
            moved = self.drawn.of(subject, attained + apart, target)
            low, high = max(attained, moved.low), max(attained, moved.high)
            return replace(moved, low=low, middle=attained + coming, high=high, open=line.open, new=line.new)
        bounds = line.low - line.won, line.high - line.won
        return replace(forecast_outlook(attained, target, (line.open, line.new), bounds), held=line.held)


def endings(
    actor: Actor, wanted: Measure, period: TargetPeriod, on: dt.date, part: Slice, drawn: Callable[[], Outlooks]
) -> Endings:
    """The forecast where it answers the question, else what is drawn from past weeks. None as long as a forecast was never kept."""
    runs = on == clock.today() and period.start <= on < period.end
    if wanted.key == FORECAST_METRIC and part == EVERYTHING and runs:
        seen = crm.period_forecast(actor, period.start, period.last)
        return ForecastEndings(seen, drawn) if seen.model_row else NotYet()
    return drawn()
