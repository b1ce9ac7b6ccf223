"""Whose deals a reader's numbers are made of, so that his page asks again only after something that concerns it."""

from collections.abc import Hashable, Sequence
from typing import Any

from django.apps import apps

from cadre.kernel.access import Actor
from cadre.kernel.visibility import Scope, employees_under
from cadre.metrics.declarations import Fact
from cadre.metrics.registry import facts_of, metrics


def owners_reached(actor: Actor) -> list[int] | None:
    """Ids of the employees whose deals the actor sees; None for everybody's. They are people he sees anyway."""
    policy = apps.get_model("crm.Opportunity").policy
    scope = policy.scope(actor, policy.see)
    if scope is Scope.ALL:
        return None
    if scope is Scope.NONE or actor.employee_id is None:
        return []
    return [actor.employee_id] if scope is Scope.OWN else sorted(employee["pk"] for employee in _under(actor))


def _under(actor: Actor) -> Sequence[Any]:
    found = employees_under(actor)
    return [{"pk": one} for one in found] if isinstance(found, list) else list(found.values("pk"))


def rights_of(actor: Actor) -> Hashable:
    """All that the rows of the actor depend on: who he is, his roles, whose deals he reaches today."""
    reached = owners_reached(actor)
    return actor.user_id, actor.employee_id, actor.roles, None if reached is None else tuple(reached)


def concerned_by(actor: Actor, tiles: Sequence[Any]) -> str:
    """The same for a page of tiles, as the page writes it: empty where everything concerns it."""
    owners = None if any(tile.publisher_id for tile in tiles) else owners_reached(actor)
    return "" if owners is None else " ".join(map(str, owners)) or "0"


def sees_all(actor: Actor, metric_keys: Sequence[str], *, with_targets: bool) -> bool:
    """Whether the actor sees every row that these numbers are made of, so that his answer is everybody's who does.

    With targets beside them he must see all of those, too: they are part of the answer.
    """
    sources = {fact.source for key in metric_keys if key in metrics for fact in _facts(key)}
    if with_targets:
        sources.add("targets.Target")
    policies = [apps.get_model(source).policy for source in sources]
    return all(policy.scope(actor, policy.see) is Scope.ALL for policy in policies)


def _facts(key: str) -> list[Fact]:
    return facts_of(metrics[key])
