"""Who may see, record and withdraw what customers said: a rep sees what was said of his own work, a manager of all below him.

Withdrawing is for those above and for service: nobody takes away what was said of himself, except at once, by Undo.
"""

from cadre.kernel.access import Role
from cadre.kernel.visibility import Policy, Scope

RECORDERS = frozenset({Role.REP, Role.MANAGER, Role.DIRECTOR, Role.OPERATIONS, Role.SERVICE, Role.ADMINISTRATOR})
WITHDRAWERS = RECORDERS - {Role.REP}
CURATORS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR})
READERS = RECORDERS | {Role.EXECUTIVE, Role.MARKETING}

rating = Policy(
    see=dict.fromkeys(READERS, Scope.ALL) | {Role.REP: Scope.OWN, Role.MANAGER: Scope.SUBTREE},
    change=dict.fromkeys(WITHDRAWERS, Scope.ALL) | {Role.MANAGER: Scope.SUBTREE},
    owner="employee",
)
