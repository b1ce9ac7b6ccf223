"""Who imports: sales operations and administrators; HR imports people."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from cadre.kernel.access import Actor, Role
from cadre.kernel.visibility import Policy, Scope

IMPORTERS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR, Role.HR})
PEOPLE_IMPORTERS = IMPORTERS
DATA_IMPORTERS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR})

_ALL = dict.fromkeys(DATA_IMPORTERS, Scope.ALL)


class OfKind(Policy):
    """Operations and administrators reach every run, others those of the kinds they may import."""

    def rows(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Q | None:
        from cadre.imports.kinds import kinds_for

        if self.scope(actor, rules) is Scope.ALL:
            return None
        return Q(kind__in=[kind.key for kind in kinds_for(actor)])


run = OfKind(see=_ALL, change=_ALL)
mapping = OfKind(see=_ALL, change=_ALL)
