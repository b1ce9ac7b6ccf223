"""Who may see and change a dashboard or a rule. Whose rows a dashboard is computed over is never decided here but by the reader."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from cadre.kernel import clock
from cadre.kernel.access import EVERYONE, Actor, Role
from cadre.kernel.visibility import Policy, Scope
from cadre.people.queries import organisation_on

CURATORS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR})
PUBLISHERS = frozenset({Role.MANAGER, Role.DIRECTOR, Role.OPERATIONS, Role.EXECUTIVE, Role.ADMINISTRATOR})


def teams_around(actor: Actor, on: dt.date | None = None) -> list[int]:
    """Ids of the teams the actor is in on a day: his own and all above it."""
    if actor.employee_id is None:
        return []
    day = on or clock.today()
    key = ("cockpit.teams_around", day)
    if key not in actor.known:
        organisation = organisation_on(day)
        found: list[int] = []
        team = organisation.teams.get(actor.employee_id)
        while team is not None and team not in found:
            found.append(team)
            team = organisation.parents.get(team)
        actor.known[key] = found
    return list(actor.known[key])


class Owned(Policy):
    """A user's own rows, whatever his role."""

    def rows(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Q | None:
        if self.scope(actor, rules) is Scope.ALL:
            return None
        return Q(pk__in=[]) if actor.user_id is None else Q(**{self.owner: actor.user_id})


class SharedOrOwned(Owned):
    """Seen also by the roles and the teams it is shared with. `change` without them: a reader makes himself a copy."""

    def __init__(self, *, see: Mapping[Role, Scope], change: Mapping[Role, Scope]) -> None:
        super().__init__(see=see, change=change, owner="owner_id")

    def rows(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Q | None:
        own = super().rows(actor, rules, on)
        if own is None or rules is self.change:
            return own
        shared = Q(shares__role__in=[role.value for role in actor.roles]) | Q(shares__team_id__in=teams_around(actor))
        return own | Q(pk__in=_shared_with(shared))


def _shared_with(condition: Q) -> object:
    from django.apps import apps

    return apps.get_model("cockpit.Dashboard")._base_manager.filter(condition).values("pk")


_CURATED = dict.fromkeys(CURATORS, Scope.ALL)
# Two dicts: which of them is asked for tells seeing from changing
dashboard = SharedOrOwned(see=dict(_CURATED), change=dict(_CURATED))
own = Owned(see=dict.fromkeys(EVERYONE, Scope.OWN), change=dict.fromkeys(EVERYONE, Scope.OWN), owner="user_id")
rule = Owned(see=_CURATED, change=_CURATED, owner="owner_id")
alert = Owned(see={}, change={}, owner="recipient_id")
