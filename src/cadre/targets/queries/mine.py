"""What a person has been given, and what waits for his word."""

from typing import Any

from django.db.models import Q, QuerySet

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.audit import history
from cadre.kernel.problems import NOT_FOUND
from cadre.targets import policies
from cadre.targets.models import Target, TargetPlan
from cadre.targets.queries.slices import owners_between, slice_of
from cadre.targets.queries.tree import tree_once


def own_targets(actor: Actor) -> QuerySet[Any]:
    """Targets of one's own and of the teams one leads that are or were in force, latest first."""
    led = policies.led_himself(actor)
    mine = Q(employee_id=actor.employee_id) if actor.employee_id else Q(pk__in=[])
    rows = Target.objects.visible_to(actor).filter(mine | Q(team_id__in=led)).exclude(state=Target.State.DRAFT)
    return rows.select_related("plan", "team", "employee").order_by(
        "-starts_on", "metric", "level", "team_id", "valid_from"
    )


def targets(actor: Actor) -> QuerySet[Any]:
    """All targets the reader may see, of drafts too where he sets them."""
    rows = Target.objects.visible_to(actor)
    if not actor.has(*policies.SETTERS, *policies.WIDE_READERS):
        rows = rows.exclude(state=Target.State.DRAFT)
    return rows  # type: ignore[no-any-return]


def waiting_for(actor: Actor) -> int:
    """How many of one's targets in force one has not acknowledged."""
    rows: int = own_targets(actor).in_force().filter(state=Target.State.APPROVED).count()  # type: ignore[attr-defined]
    return rows


def questioned(actor: Actor) -> QuerySet[Any]:
    """Questions to answer: about targets that the actor may set."""
    rows = Target.objects.settable_by(actor).filter(state=Target.State.QUESTIONED, valid_to=None)
    return rows.select_related("employee", "team", "plan").order_by("answered_at")


def target_record(actor: Actor, target_id: int) -> Target:
    """One target. NOT_FOUND if it is not the reader's to see."""
    found: Target | None = targets(actor).select_related("plan", "team", "employee").filter(pk=target_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def target_versions(actor: Actor, target: Target) -> list[Target]:
    """All values of the same cell, the present one first."""
    rows = Target.objects.visible_to(actor).filter(
        metric=target.metric, level=target.level, dimension=target.dimension, chosen=target.chosen,
        team_id=target.team_id, employee_id=target.employee_id, starts_on=target.starts_on, ends_on=target.ends_on,
    )  # fmt: skip
    return list(
        rows.exclude(state=Target.State.DRAFT, plan__state=TargetPlan.State.DRAFT)
        .select_related("plan")
        .order_by("-id")
    )


def target_changes(target: Target) -> list[Any]:
    """Who changed what, from the audit, latest first."""
    return list(history(target)[:50])


def open_drafts(actor: Actor) -> list[TargetPlan]:
    """Drafts in which the reader, or a team he leads, will have a target: he may propose."""
    if actor.employee_id is None:
        return []
    today = clock.today()
    led = set(policies.led_teams(actor, today))
    mine = {("person", actor.employee_id), *(("team", pk) for pk in led)}
    teams = [one for one in tree_once(actor, today).walk() if one.kind == "team"]
    above = {team.id for team in teams if any(one.key in mine for one in team.walk())} | led
    drafts = TargetPlan.objects.filter(state=TargetPlan.State.DRAFT, ends_on__gt=today)
    found = drafts.filter(Q(team_id=None) | Q(team_id__in=above)).order_by("starts_on", "-number")
    return [plan for plan in found if _is_for(actor, plan)]


def _is_for(actor: Actor, plan: TargetPlan) -> bool:
    """Whether a plan has a place for him: one for a territory is for its owners only."""
    owners = owners_between(slice_of(plan), plan.starts_on, plan.ends_on)
    return owners is None or actor.employee_id in owners


def open_draft(actor: Actor, plan_id: int) -> TargetPlan:
    """One of them. NOT_FOUND otherwise."""
    found = next((plan for plan in open_drafts(actor) if plan.pk == plan_id), None)
    if found is None:
        raise NOT_FOUND()
    return found


def own_proposal(actor: Actor, plan: TargetPlan, team_id: int | None) -> dict[str, Any]:
    """What was proposed already, as a form's initial values."""
    mine = {"team_id": team_id} if team_id is not None else {"employee_id": actor.employee_id}
    rows = list(plan.targets.filter(**mine))
    return {f"p_{row.period}": row.proposed for row in rows} | {"note": next((row.proposed_note for row in rows), "")}
