"""The org chart on a day: the team tree with its people, and a figure beside each; a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from cadre.kernel.access import Actor
from cadre.people.figures import PersonFigure, figure_named
from cadre.people.models import Assignment, DottedLine, Employee, Position, Team, TeamLead, TeamPlacement

NEW_FOR_DAYS = 90
FULL = Fraction(8, 5)  # a bar is full at 160 % of the company's average, so that the average stands at a fixed mark
HEAVY = Fraction(13, 10)


@dataclass
class Person:
    """Somebody in the chart. `value` is None where the reader may not see the figure."""

    id: int
    name: str
    position: str = ""
    is_new: bool = False
    value: int | None = None
    dotted_to: list[str] = field(default_factory=list)


@dataclass
class TeamNode:
    """A team in the chart with the teams below it. `members` are those who lead neither it nor a team below it."""

    id: int
    name: str
    kind: str
    office: str
    parent_id: int | None
    since: dt.date
    lead: Person | None = None
    stand_in: Person | None = (
        None  # who leads in the meantime where the team has no lead: that of the nearest team above
    )
    members: list[Person] = field(default_factory=list)
    children: list["TeamNode"] = field(default_factory=list)
    share: Fraction | None = None  # the load beside the company's average, for a bar; None where it may not be seen
    is_heavy: bool = False

    @property
    def is_named_after_its_lead(self) -> bool:
        """Whether the name says no more than the lead's does ("Team Lin")."""
        return self.lead is not None and self.lead.name in self.name

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def sells(self) -> bool:
        """Whether its people are expected to have deals; head office and other support are not."""
        return self.kind != Team.Kind.SUPPORT

    @property
    def is_vacant(self) -> bool:
        """Whether somebody is missing: people who sell work here and nobody leads them."""
        return self.lead is None and self.sells and bool(self.members)

    def walk(self) -> Iterator["TeamNode"]:
        """This team and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def headcount(self) -> int:
        """Members of this team and of all below it; leads are not counted, like in "6 people report to him"."""
        return sum(len(node.members) for node in self.walk())

    @property
    def leads_below(self) -> int:
        """How many different people lead the teams below this one."""
        own = self.lead.id if self.lead else None
        return len({node.lead.id for node in self.walk() if node.lead and node.lead.id != own})

    @property
    def values(self) -> list[int]:
        return [person.value for person in self.members if person.value is not None]

    @property
    def total(self) -> int | None:
        """The figure summed over the members, None where none of it may be seen."""
        return sum(self.values) if self.values else None

    @property
    def bearers(self) -> int:
        """How many members carry some of it; a newcomer with nothing yet does not make the load look lighter."""
        return sum(1 for value in self.values if value)

    @property
    def average(self) -> int | None:
        """The figure per bearer, rounded to a whole number (half up)."""
        if self.total is None or not self.bearers:
            return None
        return (2 * self.total + self.bearers) // (2 * self.bearers)

    @property
    def heaviest(self) -> Person | None:
        return max((p for p in self.members if p.value), key=lambda p: (p.value or 0, -p.id), default=None)

    @property
    def newcomers(self) -> int:
        return sum(1 for person in self.members if person.is_new)


@dataclass
class OrgChart:
    """The chart of one day. `unplaced` are employed people without a team."""

    on: dt.date
    roots: list[TeamNode]
    unplaced: list[Person]
    figure: PersonFigure | None
    offices: int

    @property
    def nodes(self) -> list[TeamNode]:
        return [node for root in self.roots for node in root.walk()]

    @property
    def headcount(self) -> int:
        return sum(root.headcount for root in self.roots)

    @property
    def people(self) -> int:
        """Everybody employed on the day: members, leads, and those without a team."""
        placed = {person.id for node in self.nodes for person in (*node.members, *([node.lead] if node.lead else []))}
        return len(placed | {person.id for person in self.unplaced})

    @property
    def leads(self) -> int:
        return len({node.lead.id for node in self.nodes if node.lead})

    @property
    def vacancies(self) -> int:
        """How many teams that sell have no lead."""
        return sum(1 for node in self.nodes if node.is_vacant)

    def stand_in(self) -> None:
        """Set who leads in the meantime, and take the figure from those who are not there to sell."""
        for root in self.roots:
            _stand_in(root, None)

    @property
    def working_teams(self) -> list[TeamNode]:
        """Teams with members of their own, the heaviest load first."""
        teams = [node for node in self.nodes if node.members]
        return sorted(teams, key=lambda node: (-(node.average or 0), node.name))

    @property
    def average(self) -> int | None:
        """The figure per bearer over the whole company."""
        bearers = sum(node.bearers for node in self.nodes)
        total = sum(node.total or 0 for node in self.nodes)
        return (2 * total + bearers) // (2 * bearers) if bearers else None

    @property
    def span(self) -> Fraction | None:
        """The mean number of people a lead of a working team has (span of control, book ch. 2)."""
        led = [node for node in self.working_teams if node.lead]
        return Fraction(sum(len(node.members) for node in led), len(led)) if led else None

    def weigh(self) -> None:
        """Set `share` and `is_heavy` of every team from its load and the company's average."""
        if not self.average:
            return
        for node in self.nodes:
            if node.average is not None:
                ratio = Fraction(node.average, self.average)
                node.share, node.is_heavy = min(ratio / FULL, Fraction(1)), ratio > HEAVY


def org_chart(actor: Actor, on: dt.date, figure_key: str | None = None) -> OrgChart:
    """The organisation on a day as a picture, in six queries whatever its size (one more if people stand outside it)."""
    assigned = list(_assignments(on))
    leads = {row.team_id: row.employee for row in TeamLead.objects.as_of(on).select_related("employee")}
    everyone = {row.employee_id: row.employee for row in assigned} | {lead.pk: lead for lead in leads.values()}
    outside = list(Employee.objects.visible_to(actor).employed_on(on).exclude(pk__in=list(everyone)))
    everyone |= {person.pk: person for person in outside}
    people = _people(everyone, {row.employee_id: row.position for row in assigned}, on)
    figure = figure_named(figure_key)
    if figure is not None:
        for employee_id, value in figure.values(actor, list(people), on).items():
            people[employee_id].value = value
    nodes = _nodes(on)
    for team_id, lead in leads.items():
        if team_id in nodes:
            nodes[team_id].lead = people[lead.pk]
    placed = _seat(nodes, assigned, people)
    unplaced = [person for person in people.values() if person.id not in placed]
    offices = {node.office for node in nodes.values() if node.office}
    chart = OrgChart(on, _hang(nodes), unplaced, figure, len(offices))
    chart.stand_in()
    chart.weigh()
    return chart


def _assignments(on: dt.date) -> Iterator[Assignment]:
    rows = Assignment.objects.as_of(on).select_related("employee", "position__level").order_by("employee__name")
    yield from rows


def _people(everyone: dict[int, Employee], positions: dict[int, Position | None], on: dt.date) -> dict[int, Person]:
    dotted = defaultdict(list)
    for row in DottedLine.objects.as_of(on).select_related("manager"):
        dotted[row.employee_id].append(row.manager.name)
    return {
        pk: Person(
            id=pk,
            name=employee.name,
            position=str(positions.get(pk) or ""),
            is_new=employee.hired_on is not None and 0 <= (on - employee.hired_on).days < NEW_FOR_DAYS,
            dotted_to=dotted.get(pk, []),
        )
        for pk, employee in everyone.items()
    }


def _nodes(on: dt.date) -> dict[int, TeamNode]:
    rows = TeamPlacement.objects.as_of(on).select_related("team", "office").order_by("team__name", "team_id")
    return {
        row.team_id: TeamNode(
            id=row.team_id,
            name=row.team.name,
            kind=Team.Kind(row.team.kind),
            office=row.office.name if row.office else "",
            parent_id=row.parent_id,
            since=row.valid_from,
        )
        for row in rows
    }


def _seat(nodes: dict[int, TeamNode], assigned: list[Assignment], people: dict[int, Person]) -> set[int]:
    """Put the members into their teams; who leads a team is shown there. Returns everybody who has a place."""
    placed = {node.lead.id for node in nodes.values() if node.lead}
    for row in assigned:
        if row.employee_id not in placed and row.team_id in nodes:
            nodes[row.team_id].members.append(people[row.employee_id])
            placed.add(row.employee_id)
    return placed


def _hang(nodes: dict[int, TeamNode]) -> list[TeamNode]:
    """The tree: those who sell by name, then head office and other support."""
    roots: list[TeamNode] = []
    for node in sorted(nodes.values(), key=lambda node: not node.sells):
        parent = nodes.get(node.parent_id) if node.parent_id else None
        (parent.children if parent else roots).append(node)
    return roots


def _stand_in(node: TeamNode, above: Person | None) -> None:
    if node.lead is None:
        node.stand_in = above
    if not node.sells:
        for person in node.members:
            person.value = person.value or None
    for child in node.children:
        _stand_in(child, node.lead or above)
