"""Leave that came after a target was approved: it changes nothing by itself, so whoever looks is told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.people import queries as people
from cadre.targets.models import Target
from cadre.targets.queries.measures import Measure, measures_of
from cadre.targets.queries.slices import labels_of, slice_of


@dataclass(frozen=True)
class LateLeave:
    """A target in force that knows nothing of a leave on the days from `first` to `last` of its period."""

    target: Target
    measure: Measure
    first: dt.date
    last: dt.date
    may_change: bool
    part: str = ""
    """What the target is only for: “Product: GTX Pro”."""


def late_leave(actor: Actor, employee_id: int | None, target_id: int | None = None) -> list[LateLeave]:
    """Targets of a person that are not over, with leave entered or changed since they were given. At most four statements.

    Only what the reader may know on both sides: the target, and that the leave lowers it.
    """
    if employee_id is None:
        return []
    targets = Target.objects.visible_to(actor).in_force().filter(employee_id=employee_id, ends_on__gt=clock.today())  # type: ignore[attr-defined]
    rows = list((targets.filter(pk=target_id) if target_id else targets).select_related("plan"))
    away = list(people.leaves(actor).filter(employee_id=employee_id, lowers_target=True)) if rows else []
    found = [(row, leave) for row in rows for leave in away if _came_later(leave, row)]
    known = measures_of(row.metric for row, _leave in found) if found else {}
    settable = (
        set(Target.objects.settable_by(actor).filter(pk__in=[row.pk for row, _ in found]).values_list("pk", flat=True))
        if found
        else set()
    )
    labels = labels_of(slice_of(row) for row, _leave in found)
    return [
        LateLeave(
            row,
            known[row.metric],
            *_days(leave, row),
            may_change=row.pk in settable,
            part=labels.get(slice_of(row), ""),
        )
        for row, leave in found
        if row.metric in known and known[row.metric].is_divisible
    ]


def _came_later(leave: Any, row: Target) -> bool:
    """Since the target was approved, or was last changed."""
    given = max(row.created_at, row.plan.approved_at or row.created_at)
    touches = leave.valid_from < row.ends_on and (leave.valid_to is None or leave.valid_to > row.starts_on)
    return bool(touches and leave.updated_at > given)


def _days(leave: Any, row: Target) -> tuple[dt.date, dt.date]:
    end = min(leave.valid_to or row.ends_on, row.ends_on)
    return max(leave.valid_from, row.starts_on), end - dt.timedelta(days=1)
