"""Who can have a target: the company, its teams and their sellers on a day."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.visibility import Scope
from cadre.people import queries as people
from cadre.targets import policies

COMPANY = "company"
UNSEEN = "…"  # the name of the company for those to whom its row is not shown: not asked for


@dataclass(eq=False)
class Subject:
    """The company, a team or a person, with what is below it."""

    kind: str  # company | team | person
    id: int
    name: str
    lead: str = ""
    children: list["Subject"] = field(default_factory=list)
    depth: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.id

    @property
    def team_id(self) -> int | None:
        return self.id if self.kind == "team" else None

    @property
    def employee_id(self) -> int | None:
        return self.id if self.kind == "person" else None

    def walk(self) -> Iterator["Subject"]:
        """This one and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def people(self) -> list[int]:
        """Ids of the sellers in it."""
        return [one.id for one in self.walk() if one.kind == "person"]

    @property
    def teams(self) -> list[int]:
        return [one.id for one in self.walk() if one.kind == "team"]


def subject_key(team_id: int | None, employee_id: int | None) -> tuple[str, int]:
    """The key of a target's subject."""
    if employee_id is not None:
        return "person", employee_id
    return ("team", team_id) if team_id is not None else (COMPANY, 0)


def company_name() -> str:
    """What the company is called; nothing before it is set up."""
    profile = people.company_profile()
    return profile.name if profile else ""


def company_tree(
    on: dt.date, team_id: int | None = None, name: str = "", organisation: people.Organisation | None = None
) -> Subject:
    """The company on a day with its teams and their sellers, or one team. The company's own root team is the company itself.

    Teams without a seller below them are left out: there is nobody to give a target to.
    """
    organisation = organisation or people.organisation_on(on)
    sellers = dict(people.sellers_below(SYSTEM, on).values_list("pk", "name"))
    teams = {row.pk: row for row in people.teams_on(on)}
    leads = people.names_of(set(organisation.leads.values()))
    made = {
        pk: Subject("team", pk, str(team), leads.get(organisation.leads.get(pk, 0), "")) for pk, team in teams.items()
    }
    root = Subject(COMPANY, 0, name or company_name())
    for pk, subject in sorted(made.items(), key=lambda item: (item[1].name, item[0])):
        parent = organisation.parents.get(pk)
        made.get(parent or 0, root).children.append(subject)
    for pk, person in sorted(sellers.items(), key=lambda item: (item[1], item[0])):
        team = organisation.teams.get(pk)
        if team in made:
            made[team].children.append(Subject("person", pk, person))
    _fold_company_teams(root, teams)
    whole = made.get(team_id) if team_id is not None else root
    whole = whole or Subject("team", team_id or 0, "")
    _prune(whole)
    _set_depth(whole, 0)
    return whole


def without_team(actor: Actor, on: dt.date) -> dict[int, str]:
    """The names of those who belong to the company on a day and to no team, by id, as far as the actor sees them."""
    placed = people.organisation_on(on).teams
    rows = people.employees(actor, on).filter(people.employed(on)).exclude(pk__in=list(placed))
    return dict(rows.values_list("pk", "name"))


def _fold_company_teams(root: Subject, teams: dict[int, Any]) -> None:
    """Put what is below a root team of the kind “company” under the company itself."""
    folded: list[Subject] = []
    for child in root.children:
        is_company = child.kind == "team" and teams[child.id].kind == "company"
        folded.extend(child.children if is_company else [child])
    root.children = folded


def _prune(subject: Subject) -> bool:
    """Leave out teams without sellers. Whether anything is left."""
    subject.children = [child for child in subject.children if _prune(child)]
    return subject.kind == "person" or bool(subject.children)


def _set_depth(subject: Subject, depth: int) -> None:
    subject.depth = depth
    for child in subject.children:
        _set_depth(child, depth + 1)


def only(root: Subject, people: Collection[int] | None) -> Subject:
    """The tree with none but these people; None: with all."""
    if people is not None:
        _keep(root, set(people))
    return root


def _keep(subject: Subject, people: set[int]) -> bool:
    subject.children = [child for child in subject.children if _keep(child, people)]
    return subject.id in people if subject.kind == "person" else bool(subject.children)


def tree_once(actor: Actor, on: dt.date, team_id: int | None = None) -> Subject:
    """The tree of a day, built once for a request: a page with several periods asks for the same one. Read it only."""
    if actor.is_system:
        return company_tree(on, team_id)
    key = ("targets.tree", on, team_id)
    if key not in actor.known:
        wide = policies.target.scope(actor, policies.target.see) is Scope.ALL
        actor.known[key] = company_tree(on, team_id, "" if wide else UNSEEN, policies.organisation_of(actor, on))
    found: Subject = actor.known[key]
    return found


def seen_tree(
    actor: Actor, on: dt.date, team_id: int | None = None, people_only: Collection[int] | None = None
) -> list[Subject]:
    """What of the tree the actor may see, as one or several roots: all of it, the teams he leads, or himself."""
    whole = tree_once(actor, on, team_id) if people_only is None else only(company_tree(on, team_id), people_only)
    scope = policies.target.scope(actor, policies.target.see)
    if scope is Scope.ALL:
        return [whole]
    if scope is Scope.SUBTREE:
        led = set(policies.led_teams(actor, on))
        tops = [one for one in whole.walk() if one.kind == "team" and one.id in led]
        inner = {child.key for top in tops for child in top.walk() if child is not top}
        roots = [top for top in tops if top.key not in inner]
        for root in roots:
            _set_depth(root, 0)
        return roots
    return [one for one in whole.walk() if one.key == ("person", actor.employee_id)]
