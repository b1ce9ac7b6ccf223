"""Who may see and change customers and deals: a rep his own, a manager those of all below him, a director everything."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from cadre.kernel import clock
from cadre.kernel.access import EVERYONE, Actor, Role
from cadre.kernel.visibility import Employees, Policy, Scope, employees_under

SELLERS = frozenset({Role.REP, Role.MANAGER, Role.DIRECTOR, Role.OPERATIONS, Role.ADMINISTRATOR})
MANAGERS = frozenset({Role.MANAGER, Role.DIRECTOR, Role.OPERATIONS, Role.ADMINISTRATOR})
CURATORS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR})

_SEE = {
    Role.REP: Scope.OWN,
    Role.MANAGER: Scope.SUBTREE,
    Role.DIRECTOR: Scope.ALL,
    Role.OPERATIONS: Scope.ALL,
    Role.EXECUTIVE: Scope.ALL,
    Role.ADMINISTRATOR: Scope.ALL,
}
_CHANGE = {
    Role.REP: Scope.OWN,
    Role.MANAGER: Scope.SUBTREE,
    Role.DIRECTOR: Scope.ALL,
    Role.OPERATIONS: Scope.ALL,
    Role.ADMINISTRATOR: Scope.ALL,
}


class ThroughAccount(Policy):
    """Rows of an account: whoever owns the account or works on one of its opportunities sees them."""

    def __init__(self, *, account: str) -> None:
        super().__init__(see=_SEE | {Role.MARKETING: Scope.ALL, Role.SERVICE: Scope.ALL}, change=_CHANGE)
        self.account = account  # lookup path from the row to the account's id; "pk" for the account itself

    def own(self, actor: Actor) -> Q:
        return self._through([actor.employee_id])

    def subtree(self, actor: Actor, on: dt.date | None) -> Q:
        return self._through(employees_under(actor, on))

    def _through(self, employees: Any) -> Any:
        working = apps.get_model("crm.Opportunity")._base_manager.filter(
            account_id=OuterRef(self.account), owner_id__in=employees
        )
        owner = "owner_id" if self.account == "pk" else "account__owner_id"
        return Q(**{f"{owner}__in": employees}) | Exists(working)

    def ids_through(self, employees: Employees) -> QuerySet[Any, Any]:
        """Owned accounts and those with a deal of these people, as one union: both halves are read off an index."""
        rows, deals = apps.get_model("crm.Account")._base_manager, apps.get_model("crm.Opportunity")._base_manager
        owned = rows.filter(owner_id__in=employees).order_by().values("pk")
        worked = deals.filter(owner_id__in=employees, account_id__isnull=False).order_by().values("account_id")
        accounts = owned.union(worked)
        if self.account == "pk":
            return accounts
        return apps.get_model("crm.Contact")._base_manager.filter(account_id__in=accounts).order_by().values("pk")


class OfPeopleAndTeams(Policy):
    """Rows about a person, a team or the company: a rep sees his own, a manager those of his people and of the teams he leads."""

    def __init__(self, *, person: str, team: str) -> None:
        super().__init__(see=_SEE, change={})
        self.person, self.team = person, team

    def own(self, actor: Actor) -> Q:
        return Q(**{self.person: actor.employee_id})

    def subtree(self, actor: Actor, on: dt.date | None) -> Q:
        return Q(**{f"{self.person}__in": employees_under(actor, on)}) | Q(
            **{f"{self.team}__in": teams_under(actor, on)}
        )


def teams_under(actor: Actor, on: dt.date | None = None) -> list[int]:
    """The teams that the actor leads on a day and all below them; looked up once a request."""
    from cadre.people.queries import led_by, teams_below

    if not actor.employee_id:
        return []
    key = ("crm.teams_under", on or clock.today())
    if key not in actor.known:
        actor.known[key] = teams_below(led_by(actor.employee_id, key[1]), key[1])
    found: list[int] = actor.known[key]
    return found


account = ThroughAccount(account="pk")
contact = ThroughAccount(account="account_id")
opportunity = Policy(see=_SEE, change=_CHANGE)
stage_change = Policy(see=_SEE, change=_CHANGE, owner="opportunity__owner")
activity = Policy(see=_SEE, change=_CHANGE, owner="employee")
catalogue = Policy(see=dict.fromkeys(EVERYONE, Scope.ALL), change=dict.fromkeys(CURATORS, Scope.ALL), owner="pk")
forecast_model = Policy(see=_SEE, change={}, owner="pk")
forecast_snapshot = OfPeopleAndTeams(person="owner_id", team="team_id")
forecast_line = Policy(see=_SEE, change={}, owner="owner")
forecast_call = Policy(see=_SEE, change={}, owner="author")


def sees_deals(actor: Actor) -> bool:
    """Whether deals are shown to the actor at all; to whom they are not, none is no news about a customer."""
    return opportunity.scope(actor, opportunity.see) is not Scope.NONE
