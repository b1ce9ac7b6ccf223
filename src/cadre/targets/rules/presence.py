"""How much of a period somebody is there for: joining, leaving, leave, the ramp of a new hire, and a move between teams."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from cadre.kernel.money import allocate

Team = TypeVar("Team")
# Percent of a full target in the first, second, … month after joining; full from then on
RAMP = (0, 25, 50, 75)
PARTS = 1_000_000


@dataclass(frozen=True)
class Span:
    """Days of [start, end); no end: until further notice."""

    start: dt.date
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def share_there(
    working: Sequence[dt.date], employed: Collection[Span], away: Collection[Span] = (), ramp: Sequence[int] = ()
) -> int:
    """Millionths of a full target for somebody: working days he is there, each weighed by the ramp in force on it.

    `working` are the working days of the period; without any the result is 0. The ramp counts from the start of the employment
    that holds on the day, by calendar months.
    """
    if not working:
        return 0
    total = Fraction(0)
    for day in working:
        began = next((span.start for span in employed if span.holds(day)), None)
        if began is None or any(span.holds(day) for span in away):
            continue
        months = (day.year - began.year) * 12 + day.month - began.month - (day.day < began.day)
        total += Fraction(ramp[months] if 0 <= months < len(ramp) else 100, 100)
    return int(total / len(working) * PARTS)


def by_stay(value: int, stays: Sequence[tuple[Team, Span]], working: Sequence[dt.date]) -> dict[Team, int]:
    """Somebody's target over the teams he was in, by working days; the parts sum to the value whatever he does.

    Days without a team count for the team he comes from or, before the first, goes to. Without working days (a period of
    holidays) the last team has it all. ValueError without any stay.
    """
    ordered = sorted(stays, key=lambda stay: stay[1].start)
    if not ordered:
        raise ValueError("a target needs a team to count in")
    days: dict[Team, int] = {team: 0 for team, _span in ordered}
    for day in working:
        began = [team for team, span in ordered if span.start <= day]
        days[began[-1] if began else ordered[0][0]] += 1
    if not any(days.values()):
        days[ordered[-1][0]] = 1
    return dict(zip(days, allocate(value, list(days.values())), strict=True))


def team_sums(
    values: Mapping[int, int], stays: Mapping[int, Sequence[tuple[Team, Span]]], working: Sequence[dt.date]
) -> dict[Team, int]:
    """Targets of people as those of the teams they were in; over all teams the sum is that of the people."""
    sums: dict[Team, int] = {}
    for person, value in values.items():
        for team, part in by_stay(value, stays[person], working).items():
            sums[team] = sums.get(team, 0) + part
    return sums


def by_week(value: int, weeks: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """A period's target over its weeks, by the working days of each that lie in it. Weeks without one get nothing."""
    days = [count for _name, count in weeks]
    if not any(days):
        days = [1] * len(days)
    return [(name, part) for (name, _days), part in zip(weeks, allocate(value, days), strict=True)]
