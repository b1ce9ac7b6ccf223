"""Who may see and change the organisation. Names and teams are open to every colleague; changing them is not."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from cadre.kernel.access import Actor, Role
from cadre.kernel.visibility import Policy, Scope, employees_under

ORGANISERS = frozenset({Role.HR, Role.OPERATIONS, Role.ADMINISTRATOR})
MOVERS = ORGANISERS | {Role.DIRECTOR}

# Who may make sign-ins and which roles he may give: nobody can give a role that sees more than he himself may organise
SIGN_IN_MAKERS = ORGANISERS
_GIVEN_BY_ORGANISERS = frozenset({Role.REP, Role.MANAGER, Role.MARKETING, Role.SERVICE})
_OPEN = dict.fromkeys(Role, Scope.ALL)
_MOVERS_CHANGE = dict.fromkeys(MOVERS, Scope.ALL)

directory = Policy(see=_OPEN, change=_MOVERS_CHANGE, owner="pk")
structure = Policy(see=_OPEN, change=_MOVERS_CHANGE, owner="pk")
territory = Policy(see=_OPEN, change=_MOVERS_CHANGE, owner="pk")

# Who enters leave: HR for everybody, others for those below them
LEAVE_KEEPERS = frozenset({Role.HR, Role.ADMINISTRATOR})
LEAVE_ENTERERS = LEAVE_KEEPERS | {Role.DIRECTOR, Role.MANAGER}


class LeavePolicy(Policy):
    """Why somebody is away is for himself, those he reports to, and HR. Nobody but HR enters leave for himself: it may lower his target."""

    def __init__(self) -> None:
        change = dict.fromkeys(LEAVE_KEEPERS | {Role.DIRECTOR}, Scope.ALL) | {Role.MANAGER: Scope.SUBTREE}
        super().__init__(see=dict.fromkeys(Role, Scope.OWN) | change, change=change, owner="employee")

    def rows(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Q | None:
        found = super().rows(actor, rules, on)
        if rules is not self.change or actor.is_system or actor.has(*LEAVE_KEEPERS) or actor.employee_id is None:
            return found
        return (found if found is not None else Q()) & ~Q(employee=actor.employee_id)

    def may_enter_for(self, actor: Actor, employee_id: int) -> bool:
        """Whether the actor may enter leave of this person."""
        if actor.is_system or actor.has(*LEAVE_KEEPERS):
            return True
        scope = self.scope(actor, self.change)
        if actor.employee_id == employee_id or scope is Scope.NONE:
            return False
        below = employees_under(actor)
        return scope is Scope.ALL or employee_id in {row["pk"] if isinstance(row, dict) else row for row in below}


leave = LeavePolicy()


def grantable(actor: Actor) -> frozenset[Role]:
    """The roles the actor may give to a sign-in."""
    if actor.has(Role.ADMINISTRATOR):
        return frozenset(Role)
    return _GIVEN_BY_ORGANISERS if actor.has(*SIGN_IN_MAKERS) else frozenset()
