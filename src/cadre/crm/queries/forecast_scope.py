"""Whose forecast: a person's, a team's, or that of everybody the actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cadre.crm import policies
from cadre.crm.forecast.ranges import COMPANY, TEAM
from cadre.crm.queries import choices
from cadre.kernel import clock
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.visibility import Scope
from cadre.people.queries import Organisation, names_of, organisation_on, teams_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cadre.kernel.access import Actor

EVERYTHING = "all"


@dataclass(frozen=True)
class Whose:
    """Whose forecast it is. `owners` None: everybody the actor sees.

    `size` is the kind of group it is judged as, where that is not its own kind: all of a manager's people are a team.
    """

    kind: str
    id: int
    label: str
    owners: frozenset[int] | None
    size: str = ""

    @property
    def group(self) -> str:
        """Company, team or person: which past forecasts tell how far off this one may be."""
        return self.size or (COMPANY if self.kind == EVERYTHING else self.kind)

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return self.kind if self.kind == EVERYTHING else f"{self.kind}-{self.id}"


@dataclass(frozen=True)
class Reach:
    """Everybody and every team whose forecast the actor may see, on a day's organisation. What is not looked at is not asked for."""

    actor: Actor
    day: dt.date

    @cached_property
    def scope(self) -> Scope:
        return policies.opportunity.scope(self.actor, policies.opportunity.see)

    @cached_property
    def organisation(self) -> Organisation:
        """The whole organisation, in three statements."""
        return organisation_on(self.day)

    @cached_property
    def people(self) -> dict[int, str]:
        """Their names by id, in order."""
        return {int(pk): name for pk, name in choices.owners(self.actor)}

    @cached_property
    def teams(self) -> dict[int, str]:
        """Their names by id, parents first."""
        ids: Iterable[int] = ()
        if self.scope is Scope.ALL:
            ids = self.organisation.parents
        elif self.scope is Scope.SUBTREE:
            ids = policies.teams_under(self.actor, self.day)
        names = dict(teams_on(self.day).values_list("pk", "name")) if ids else {}
        return {pk: names[pk] for pk in ids if pk in names}

    def whose(self, key: str) -> Whose:
        """What an address names: all, team-7 or person-12. NOT_FOUND for what the actor may not see."""
        if key in ("", EVERYTHING):
            return self.everything()
        kind, _dash, number = key.partition("-")
        known = {"team": self.teams, "person": self.people}.get(kind, {})
        pk = int(number) if number.isdigit() else 0
        if pk not in known:
            raise NOT_FOUND(field="who")
        owners = frozenset({pk}) if kind == "person" else frozenset(self.members_below(pk))
        return Whose(kind, pk, known[pk], owners)

    def everything(self) -> Whose:
        """The widest forecast: the company, the teams somebody leads, or his own."""
        if self.scope is Scope.ALL:
            return Whose(EVERYTHING, 0, pgettext("forecast scope", "Company"), None)
        if self.scope is Scope.SUBTREE and policies.teams_under(self.actor, self.day):
            return Whose(EVERYTHING, 0, str(_("All my people")), None, size=TEAM)
        own = self.actor.employee_id or 0
        return Whose("person", own, self.people.get(own, ""), frozenset({own}))

    def options(self) -> list[tuple[str, str]]:
        """For a choice: everything first, then teams, then people."""
        rows = [] if self.scope is Scope.OWN else [(EVERYTHING, self.everything().label)]
        rows += [(f"team-{pk}", name) for pk, name in self.teams.items()]
        return rows + [(f"person-{pk}", name) for pk, name in self.people.items()]

    def members_below(self, team: int) -> list[int]:
        """Everybody in a team and below it, its leads with it."""
        below = self.teams_below(team)
        leads = [lead for of, lead in self.organisation.leads.items() if of in below]
        return [*(person for person, of in self.organisation.teams.items() if of in below), *leads]

    def teams_below(self, team: int) -> set[int]:
        found, grown = {team}, True
        while grown:
            more = {child for child, parent in self.organisation.parents.items() if parent in found} - found
            found |= more
            grown = bool(more)
        return found

    def children(self, team: int) -> list[int]:
        return [child for child, parent in self.organisation.parents.items() if parent == team]

    def members(self, team: int) -> list[int]:
        """Those who belong to this very team, its lead with it."""
        own = {person for person, of in self.organisation.teams.items() if of == team}
        lead = self.organisation.leads.get(team)
        if lead is not None and lead not in self.organisation.teams:
            own.add(lead)
        return sorted(own)

    def tops(self) -> list[int]:
        """The highest teams within reach."""
        return [team for team in self.teams if self.organisation.parents.get(team) not in self.teams]


def reach_of(actor: Actor) -> Reach:
    """What the actor may look at today. Nothing for those who see no deal."""
    return Reach(actor, clock.today())


__all__ = ["EVERYTHING", "Reach", "Whose", "names_of", "reach_of"]
