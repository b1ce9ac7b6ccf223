"""One timeline: activities and steps through the process, newest first."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet, Value
from django.utils import timezone

from cadre.crm.models import Activity, Opportunity, StageChange
from cadre.kernel.access import Actor


@dataclass(frozen=True)
class TimelineEntry:
    """An activity or a stage change, whichever is not None."""

    at: dt.datetime
    activity: Activity | None = None
    step: StageChange | None = None


def activities(actor: Actor) -> QuerySet[Any, Any]:
    """Activities of the people whose work the actor sees."""
    return Activity.objects.visible_to(actor).select_related("employee", "account", "opportunity__product", "contact")


def with_right_to_change(actor: Actor, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Each activity says in `may_change` whether the actor may change it; asked with the rows, not once for each."""
    policy = Activity.policy
    reached = policy.rows(actor, policy.change, None)
    condition: Any = Value(True) if reached is None else ExpressionWrapper(reached, output_field=BooleanField())
    return rows.annotate(may_change=condition)


def opportunity_timeline(actor: Actor, deal: Opportunity, *, kind: str = "", limit: int = 50) -> list[TimelineEntry]:
    """What happened with a deal. Whoever sees the deal sees all that was done for it, by whomever."""
    rows = Activity.objects.filter(opportunity=deal).select_related("employee", "contact")
    steps = StageChange.objects.filter(opportunity=deal).select_related("from_stage", "to_stage", "employee")
    return _merged(with_right_to_change(actor, rows), steps, kind, limit)


def account_timeline(actor: Actor, account_id: int, *, kind: str = "", limit: int = 50) -> list[TimelineEntry]:
    """What happened with an account: its own activities and those of the deals that the actor sees."""
    deals = Opportunity.objects.visible_to(actor).filter(account_id=account_id)
    rows = Activity.objects.filter(account_id=account_id).select_related("employee", "contact", "opportunity__product")
    rows = rows.filter(opportunity__isnull=True) | rows.filter(opportunity__in=deals)
    steps = StageChange.objects.filter(opportunity__in=deals).select_related(
        "from_stage", "to_stage", "employee", "opportunity__product"
    )
    return _merged(with_right_to_change(actor, rows), steps, kind, limit)


def _merged(rows: QuerySet[Any, Any], steps: QuerySet[Any, Any], kind: str, limit: int) -> list[TimelineEntry]:
    if kind and kind != "step":
        rows, steps = rows.filter(kind=kind), steps.none()
    elif kind == "step":
        rows = rows.none()
    entries = [TimelineEntry(row.at, activity=row) for row in rows.order_by("-at", "-id")[:limit]]
    entries += [TimelineEntry(_when(step), step=step) for step in steps.order_by("-on", "-id")[:limit]]
    return list(islice(sorted(entries, key=lambda entry: entry.at, reverse=True), limit))


def _when(step: StageChange) -> dt.datetime:
    """The moment of a step; one that was entered later stands at the noon of its own day."""
    if timezone.localtime(step.at).date() == step.on:
        return step.at
    return timezone.make_aware(dt.datetime.combine(step.on, dt.time(12)))


def activity_kinds() -> list[tuple[str, Any]]:
    """The kinds of activity with their words."""
    return list(Activity.Kind.choices)
