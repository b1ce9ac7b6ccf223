"""Who may see and change the organisation. Names and teams are open to every colleague; changing them is not."""

from cadre.kernel.access import Actor, Role
from cadre.kernel.visibility import Policy, Scope

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


def grantable(actor: Actor) -> frozenset[Role]:
    """The roles the actor may give to a sign-in."""
    if actor.has(Role.ADMINISTRATOR):
        return frozenset(Role)
    return _GIVEN_BY_ORGANISERS if actor.has(*SIGN_IN_MAKERS) else frozenset()
