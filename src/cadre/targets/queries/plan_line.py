"""The way to the company's target at an even pace, for charts that show the way so far beside it."""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import accumulate

from cadre.kernel.access import Actor
from cadre.targets.queries.given import target_values
from cadre.targets.queries.periods import TargetPeriod, parts_of
from cadre.targets.queries.progress import QUOTA
from cadre.targets.queries.tree import COMPANY


def company_plan(actor: Actor, start: dt.date, end: dt.date) -> list[int]:
    """What should be won by the end of each day of [start, end), in minor units: an even share on each of a period's working days.

    By months, or by quarters where no month has a target. A period without a target of the company counts with the sum of what
    its people were given. Empty where there is neither.
    """
    for grain in ("month", "quarter"):
        periods = parts_of(start, end, grain)
        values = target_values(actor, periods, QUOTA)
        worth = [_company_value(values.get(period.name, {})) for period in periods]
        if any(worth):
            return _line(periods, worth)
    return []


def _line(periods: Sequence[TargetPeriod], worth: Sequence[int]) -> list[int]:
    working = set(TargetPeriod("", "", periods[0].start, periods[-1].end).working)
    line: list[int] = []
    for period, value in zip(periods, worth, strict=True):
        line.extend(_even(period, value, working, line[-1] if line else 0))
    return line


def _company_value(values: dict[tuple[str, int], int]) -> int:
    given = sum(value for (kind, _pk), value in values.items() if kind == "person")
    return values.get((COMPANY, 0), given)


def _even(period: TargetPeriod, value: int, working: Collection[dt.date], before: int) -> list[int]:
    works = [period.start + dt.timedelta(days=n) in working for n in range((period.end - period.start).days)]
    return [before + value * done // max(1, sum(works)) for done in accumulate(works)]
