"""Who may see and change the organisation. Names and teams are open to every colleague; changing them is not."""

from cadre.kernel.access import Role
from cadre.kernel.visibility import Policy, Scope

ORGANISERS = frozenset({Role.HR, Role.OPERATIONS, Role.ADMINISTRATOR})
MOVERS = ORGANISERS | {Role.DIRECTOR}

_OPEN = dict.fromkeys(Role, Scope.ALL)
_ORGANISERS_CHANGE = dict.fromkeys(MOVERS, Scope.ALL)

directory = Policy(see=_OPEN, change=_ORGANISERS_CHANGE, owner="pk")
structure = Policy(see=_OPEN, change=_ORGANISERS_CHANGE, owner="pk")
territory = Policy(see=_OPEN, change=dict.fromkeys(MOVERS, Scope.ALL), owner="pk")
