"""What the pages of this room share."""

from django.http import HttpRequest

from cadre.kernel.access import Actor
from cadre.targets import queries, services

TARGETS_CHANGED: dict[str, dict[str, str]] = {"targets-changed": {}}


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def fillable_plan(actor: Actor, plan_id: int) -> queries.TargetPlan:
    """A version the actor may work on. NOT_FOUND otherwise, before he fills a form in vain."""
    plan = queries.plan_by_id(actor, plan_id)
    services.require_reach(actor, plan.team_id)
    return plan
