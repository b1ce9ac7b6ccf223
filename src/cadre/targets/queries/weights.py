"""By what a target is divided: past results, open pipeline, equal parts; the season; and how much of a period people are there."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from cadre.kernel.access import SYSTEM
from cadre.kernel.models import CalendarDay
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.metrics.times import year_before
from cadre.people import queries as people
from cadre.targets.models import TargetPlan
from cadre.targets.queries.history import weekly
from cadre.targets.queries.measures import Measure
from cadre.targets.queries.periods import TargetPeriod
from cadre.targets.queries.slices import EVERYTHING, Slice
from cadre.targets.rules.presence import RAMP, Span, share_there

HISTORY_WEEKS = 52


def base_weights(
    measure: Measure, basis: str, persons: Collection[int], before: dt.date, part: Slice = EVERYTHING
) -> dict[int, int]:
    """A weight for everybody. One without any history or pipeline weighs as much as the others on average."""
    if basis in {TargetPlan.Basis.EQUAL, TargetPlan.Basis.HAND}:
        return dict.fromkeys(persons, 1)
    if basis == TargetPlan.Basis.PIPELINE:
        answer = run("pipeline.weighted", "employee", actor=SYSTEM, where=part.where)
        known = {int(cell.key[0]): int(cell.values["pipeline.weighted"] or 0) for cell in answer if cell.key[0]}  # type: ignore[arg-type]
    else:
        found = weekly(measure, persons, before, part)
        known = {pk: sum(weeks[-HISTORY_WEEKS:]) // len(weeks[-HISTORY_WEEKS:]) for pk, weeks in found.items() if weeks}
    known = {pk: weight for pk, weight in known.items() if pk in set(persons) and weight > 0}
    mean = sum(known.values()) // len(known) if known else 1
    return {pk: known.get(pk, max(1, mean)) for pk in persons}


def season_of(measure: Measure, parts: Sequence[TargetPeriod], part: Slice = EVERYTHING) -> list[int]:
    """Weights of the parts of a period: results of the same parts a year before; where one of them is missing, working days."""
    first = CalendarDay.objects.order_by("day").values_list("day", flat=True).first()
    found = []
    for period in parts:
        earlier = year_before(Period(period.start, period.end))
        if first is None or earlier.start < first:
            return working_days_of(parts)
        answer = run(measure.key, period=earlier, actor=SYSTEM, where=part.where)
        found.append(measure.whole(answer.total.values[measure.key]))
    return found if found and min(found) > 0 else working_days_of(parts)


def working_days_of(parts: Sequence[TargetPeriod]) -> list[int]:
    return [len(part.working) or 1 for part in parts]


def presence(
    persons: Collection[int],
    parts: Sequence[TargetPeriod],
    *,
    ramp: Sequence[int] = RAMP,
    away: Mapping[int, Collection[Span]] | None = None,
) -> dict[int, list[int]]:
    """Millionths of a full target by person and part, from joining, leaving, leave and ramp.

    `away` None: the leave that was entered and lowers the target.
    """
    away = leave_between(persons, parts[0].start, parts[-1].end) if away is None else away
    rows = people.staff().filter(pk__in=list(persons)).values_list("pk", "hired_on", "left_on")
    full = [share_there(part.working, [Span(dt.date.min)]) for part in parts]
    found = {}
    for pk, hired, left in rows:
        is_settled = (
            hired is None
            or (hired.year * 12 + hired.month + len(ramp)) < parts[0].start.year * 12 + parts[0].start.month
        )
        if is_settled and left is None and not away.get(pk):
            found[pk] = full
            continue
        spans = [Span(hired or dt.date.min, left)]
        ramped = ramp if hired else ()
        found[pk] = [share_there(part.working, spans, away.get(pk, ()), ramped) for part in parts]
    return found


def leave_between(persons: Collection[int], start: dt.date, end: dt.date) -> dict[int, list[Span]]:
    """The days of [start, end) on which people are on leave that lowers their targets (one statement)."""
    found = people.away_between(start, end, persons)
    return {pk: [Span(one.start, one.end) for one in spans] for pk, spans in found.items()}


def leaf_weights(base: Mapping[int, int], there: Mapping[int, Sequence[int]]) -> dict[object, list[int]]:
    """Weight × presence, as whole numbers."""
    return {
        ("person", pk): [int(Fraction(weight) * share) for share in there.get(pk, ())] for pk, weight in base.items()
    }
