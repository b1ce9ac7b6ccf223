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
from cadre.targets.rules.presence import RAMP, Span, share_there

HISTORY_WEEKS = 52


def base_weights(measure: Measure, basis: str, persons: Collection[int], before: dt.date) -> dict[int, int]:
    """A weight for everybody. One without any history or pipeline weighs as much as the others on average."""
    if basis in {TargetPlan.Basis.EQUAL, TargetPlan.Basis.HAND}:
        return dict.fromkeys(persons, 1)
    if basis == TargetPlan.Basis.PIPELINE:
        answer = run("pipeline.weighted", "employee", actor=SYSTEM)
        known = {int(cell.key[0]): int(cell.values["pipeline.weighted"] or 0) for cell in answer if cell.key[0]}  # type: ignore[arg-type]
    else:
        found = weekly(measure, persons, before)
        known = {pk: sum(weeks[-HISTORY_WEEKS:]) // len(weeks[-HISTORY_WEEKS:]) for pk, weeks in found.items() if weeks}
    known = {pk: weight for pk, weight in known.items() if pk in set(persons) and weight > 0}
    mean = sum(known.values()) // len(known) if known else 1
    return {pk: known.get(pk, max(1, mean)) for pk in persons}


def season_of(measure: Measure, parts: Sequence[TargetPeriod]) -> list[int]:
    """Weights of the parts of a period: results of the same parts a year before; where one of them is missing, working days."""
    first = CalendarDay.objects.order_by("day").values_list("day", flat=True).first()
    found = []
    for part in parts:
        earlier = year_before(Period(part.start, part.end))
        if first is None or earlier.start < first:
            return working_days_of(parts)
        found.append(measure.whole(run(measure.key, period=earlier, actor=SYSTEM).total.values[measure.key]))
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
    """Millionths of a full target by person and part, from joining, leaving, leave and ramp."""
    rows = people.staff().filter(pk__in=list(persons)).values_list("pk", "hired_on", "left_on")
    full = [share_there(part.working, [Span(dt.date.min)]) for part in parts]
    found = {}
    for pk, hired, left in rows:
        is_settled = (
            hired is None
            or (hired.year * 12 + hired.month + len(ramp)) < parts[0].start.year * 12 + parts[0].start.month
        )
        if is_settled and left is None and not (away or {}).get(pk):
            found[pk] = full
            continue
        spans = [Span(hired or dt.date.min, left)]
        ramped = ramp if hired else ()
        found[pk] = [share_there(part.working, spans, (away or {}).get(pk, ()), ramped) for part in parts]
    return found


def leaf_weights(base: Mapping[int, int], there: Mapping[int, Sequence[int]]) -> dict[object, list[int]]:
    """Weight × presence, as whole numbers."""
    return {
        ("person", pk): [int(Fraction(weight) * share) for share in there.get(pk, ())] for pk, weight in base.items()
    }
