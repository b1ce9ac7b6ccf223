"""Who is away when. Why is told only to those who may know."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.people import policies
from cadre.people.models import Leave

SHOWN = 50
MOST_NAMED = 500  # more than that is not a filter but a list of everybody


@dataclass(frozen=True)
class Span:
    """Days of [start, end); no end: until further notice."""

    start: dt.date
    end: dt.date | None


@dataclass(frozen=True)
class Away:
    """One leave as the reader may know it: a colleague sees the days and nothing else (`kind` empty)."""

    id: int
    version: int
    start: dt.date
    last: dt.date | None
    kind: str
    lowers_target: bool
    note: str
    may_change: bool


def leaves(actor: Actor) -> QuerySet[Any, Any]:
    """Leave of which the reader may know the reason, latest first."""
    return Leave.objects.visible_to(actor).select_related("employee").order_by("-valid_from", "id")  # type: ignore[no-any-return]


def leave_by_id(actor: Actor, leave_id: int) -> Leave:
    """One leave of which the reader may know the reason. NOT_FOUND otherwise."""
    found: Leave | None = leaves(actor).filter(pk=leave_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def away_of(actor: Actor, employee_id: int, today: dt.date) -> list[Away]:
    """When somebody is or was away. Who may not know why sees only the present and coming days (two statements)."""
    rows = Leave.objects.filter(employee_id=employee_id)
    known = set(rows.visible_to(actor).values_list("pk", flat=True))
    changes = policies.leave.may_enter_for(actor, employee_id)
    found = rows.filter(Q(pk__in=known) | Q(valid_to__isnull=True) | Q(valid_to__gt=today)).order_by("-valid_from")
    return [_told(row, known=row.pk in known, may_change=changes) for row in found[:SHOWN]]


def _told(row: Leave, *, known: bool, may_change: bool) -> Away:
    last = row.valid_to - dt.timedelta(days=1) if row.valid_to else None
    if not known:
        return Away(row.pk, row.version, row.valid_from, last, "", lowers_target=False, note="", may_change=False)
    kind = str(Leave.Kind(row.kind).label)
    return Away(
        row.pk, row.version, row.valid_from, last, kind, lowers_target=row.lowers_target, note=row.note,
        may_change=may_change,
    )  # fmt: skip


def away_between(
    start: dt.date, end: dt.date, people: Collection[int] | None = None, *, lowering: bool = True
) -> dict[int, list[Span]]:
    """The days of [start, end) on which people are away, by person, in order: for targets and pay, without the reason. One statement.

    `lowering` False: all leave, not only that which lowers a target.
    """
    rows = Leave.objects.overlapping(start, end)
    if lowering:
        rows = rows.filter(lowers_target=True)
    if people is not None and len(people) <= MOST_NAMED:
        rows = rows.filter(employee_id__in=list(people))
    found: dict[int, list[Span]] = {}
    for person, began, ended in rows.order_by("valid_from").values_list("employee_id", "valid_from", "valid_to"):
        if people is None or person in people:
            found.setdefault(person, []).append(Span(max(began, start), min(ended or end, end)))
    return found
