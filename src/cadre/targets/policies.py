"""Who may see and set targets: a rep sees his own, a manager those below him; nobody sets his own."""

import datetime as dt

from django.db.models import Q

from cadre.kernel import clock
from cadre.kernel.access import EVERYONE, Actor, Role
from cadre.kernel.visibility import Policy, Scope, employees_under
from cadre.people.queries import Organisation, organisation_on

PLANNERS = frozenset({Role.DIRECTOR, Role.OPERATIONS, Role.ADMINISTRATOR})
SETTERS = PLANNERS | {Role.MANAGER}
HOLDERS = SETTERS | {Role.REP}
APPROVAL_RULERS = frozenset({Role.ADMINISTRATOR})
READERS = HOLDERS | {Role.EXECUTIVE}

WIDE_READERS = PLANNERS | {Role.EXECUTIVE}
_WIDE = dict.fromkeys(WIDE_READERS, Scope.ALL)


class TargetPolicy(Policy):
    """A target belongs to a person, a team or the company. A team's total would tell its members each other's figures, so only
    those who lead it or stand above it see it. To set a target one must stand above its owner: the team one leads is one's own.
    """

    def __init__(self) -> None:
        see = _WIDE | {Role.REP: Scope.OWN, Role.MANAGER: Scope.SUBTREE}
        change = dict.fromkeys(PLANNERS, Scope.ALL) | {Role.MANAGER: Scope.SUBTREE}
        super().__init__(see=see, change=change, owner="employee")
        self.settable = change

    def subtree(self, actor: Actor, on: dt.date | None) -> Q:
        return Q(employee_id__in=employees_under(actor, on)) | Q(team_id__in=led_teams(actor, on))

    def settable_rows(self, actor: Actor) -> Q | None:
        """The filter of the rows the actor may set; None: all of them. Never his own, and for a manager never his own team's."""
        scope = self.scope(actor, self.settable)
        if actor.is_system:
            return None
        if scope is Scope.NONE:
            return Q(pk__in=[])
        mine = Q(employee_id=actor.employee_id) if actor.employee_id else Q(pk__in=[])
        if scope is Scope.ALL:
            return ~mine
        own = led_himself(actor)
        return self.subtree(actor, None) & ~mine & ~Q(team_id__in=own)


def organisation_of(actor: Actor, on: dt.date) -> Organisation:
    """The organisation on a day, read once a request."""
    if actor.is_system:
        return organisation_on(on)
    key = ("targets.organisation", on)
    if key not in actor.known:
        actor.known[key] = organisation_on(on)
    found: Organisation = actor.known[key]
    return found


def led_himself(actor: Actor, on: dt.date | None = None) -> list[int]:
    """The teams the actor leads himself."""
    if actor.employee_id is None:
        return []
    leads = organisation_of(actor, on or clock.today()).leads
    return [team for team, who in leads.items() if who == actor.employee_id]


def led_teams(actor: Actor, on: dt.date | None = None) -> list[int]:
    """The teams the actor leads and all below them, parents before children."""
    found = led_himself(actor, on)
    if not found:
        return []
    children: dict[int | None, list[int]] = {}
    for team, parent in organisation_of(actor, on or clock.today()).parents.items():
        children.setdefault(parent, []).append(team)
    for team in found:  # grows while it is walked
        found += [child for child in children.get(team, ()) if child not in found]
    return found


target = TargetPolicy()
# Everybody may know what the company wants and why; a plan is a working paper of those who set targets
goal = Policy(see=dict.fromkeys(EVERYONE, Scope.ALL), change=dict.fromkeys(PLANNERS, Scope.ALL), owner="owner")
approval = Policy(see=dict.fromkeys(EVERYONE, Scope.ALL), change=dict.fromkeys(APPROVAL_RULERS, Scope.ALL), owner="pk")
plan = Policy(
    see=dict.fromkeys((*SETTERS, Role.EXECUTIVE), Scope.ALL), change=dict.fromkeys(SETTERS, Scope.ALL), owner="author"
)
