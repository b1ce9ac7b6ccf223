"""Many people at once, with the teams, leads and offices that their rows imply."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.imports.kinds import UNTOLD, Progress, Row, Written
from cadre.imports.problems import CANNOT_UNDO
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.models import CompanyProfile
from cadre.kernel.search.fold import fold
from cadre.kernel.succession import change_from
from cadre.kernel.verbs import verb
from cadre.people.models import Assignment, Employee, Office, Position, Team, TeamLead, TeamPlacement
from cadre.people.policies import ORGANISERS
from cadre.people.services.offices import create_office
from cadre.people.services.teams import appoint_lead, create_team

_FIELDS = ("external_id", "name", "email", "phone", "hired_on")
LEAD_POSITION = "sales-manager"


@verb("people.employee.import", roles=ORGANISERS)
def import_people(*, actor: Actor, rows: Sequence[Row], progress: Progress = UNTOLD) -> Written:
    """Make or update people, found again by number, e-mail or name, and put each into the team that his row names.

    A row names a team, or a manager, whose team it then is, or only an office, whose region it then is. What does not exist
    yet is made: the company team at the top, a region per office, a team per manager. `starts_on` is the day from which the
    row holds; without it the day of joining, else today.
    """
    book = _Book(actor)
    people, new, updates = _match(rows, book)
    bosses = _bosses(rows, people, book)
    write.create_many(Employee, [*new, *bosses.values()])
    changed = write.change_many(updates)
    moved = _place(rows, people, bosses, book)
    touched = [person.pk for person in (*new, *bosses.values(), *(person for person, _values in updates))]
    search.put_many("people.employee", touched)
    met = {person.pk for person, _values in updates}
    differing = max(changed, len(met & moved))
    created = {
        "people.employee": [person.pk for person in (*new, *bosses.values())],
        "people.team": book.made_teams,
        "people.office": book.made_offices,
    }
    return Written(created, len(new) + len(bosses), differing, len(met) - differing)


def remove_people(actor: Actor, created: Mapping[str, list[int]]) -> None:
    """Take back the people, teams and offices that an import made. CANNOT_UNDO where others came to them since."""
    people, teams, offices = (created.get(label, []) for label in ("people.employee", "people.team", "people.office"))
    newcomer = Assignment.objects.filter(team_id__in=teams).exclude(employee_id__in=people).first()
    below = TeamPlacement.objects.filter(parent_id__in=teams).exclude(team_id__in=teams).first()
    if (built := newcomer or below) is not None:
        raise CANNOT_UNDO(reason=_("“%(title)s” was built on it.") % {"title": built})
    write.remove_many(TeamLead.objects.filter(Q(team_id__in=teams) | Q(employee_id__in=people)))
    write.remove_many(Assignment.objects.filter(employee_id__in=people))
    write.remove_many(TeamPlacement.objects.filter(team_id__in=teams))
    write.remove_many(Employee.objects.filter(pk__in=people))
    write.remove_many(Team.objects.filter(pk__in=teams))
    write.remove_many(Office.objects.filter(pk__in=offices))
    search.put_many("people.employee", people)


@dataclass
class _Book:
    """What placing people looks up and makes on the way."""

    actor: Actor
    today: dt.date = field(default_factory=clock.today)
    made_teams: list[int] = field(default_factory=list)
    made_offices: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.offices = {fold(office.name): office.pk for office in Office.objects.all()}
        self.teams = {fold(team.name): team.pk for team in Team.objects.all()}
        self.led = dict(TeamLead.objects.filter(valid_to=None).values_list("employee_id", "team_id"))
        self.regions = dict(
            TeamPlacement.objects.filter(valid_to=None, team__kind=Team.Kind.REGION).values_list("office_id", "team_id")
        )
        top = TeamPlacement.objects.filter(parent=None, valid_to=None, team__kind=Team.Kind.COMPANY)
        self.company = top.values_list("team_id", flat=True).first()

    def start_of(self, row: Row) -> dt.date:
        return row.get("starts_on") or row.get("hired_on") or self.today

    def office(self, name: str) -> int:
        return self._found_or_made(self.offices, name, self._make_office)

    def top(self, on: dt.date) -> int:
        if self.company is None:
            profile = CompanyProfile.objects.first()
            self.company = self._team(
                profile.name if profile else pgettext("team", "Company"), on, kind=Team.Kind.COMPANY
            )
        return self.company

    def region(self, office: str, on: dt.date) -> int:
        """The region that sits at an office; without an office the company itself."""
        if not office:
            return self.top(on)
        office_id = self.office(office)
        if office_id not in self.regions:
            self.regions[office_id] = self._team(
                office, on, kind=Team.Kind.REGION, parent_id=self.top(on), office_id=office_id
            )
        return self.regions[office_id]

    def team(self, name: str, office: str, on: dt.date) -> int:
        return self._found_or_made(self.teams, name, lambda text: self._sales_team(text, office, on))

    def team_of(self, manager: Employee, office: str, on: dt.date) -> int:
        """The team a manager leads; made below the office's region if he leads none."""
        if manager.pk not in self.led:
            team_id = self._sales_team(_("Team %(name)s") % {"name": manager.name}, office, on)
            appoint_lead(actor=self.actor, team_id=team_id, employee_id=manager.pk, on=on)
            self.led[manager.pk] = team_id
        return self.led[manager.pk]

    def _sales_team(self, name: str, office: str, on: dt.date) -> int:
        return self._team(
            name, on, parent_id=self.region(office, on), office_id=self.office(office) if office else None
        )

    def _team(self, name: str, on: dt.date, **fields: Any) -> int:
        team = create_team(actor=self.actor, name=name, on=on, **fields)
        self.made_teams.append(team.pk)
        return team.pk

    def _make_office(self, name: str) -> int:
        office = create_office(actor=self.actor, name=name)
        self.made_offices.append(office.pk)
        return office.pk

    def _found_or_made(self, known: dict[str, int], name: str, make: Callable[[str], int]) -> int:
        form = fold(name)
        if form not in known:
            known[form] = make(name)
        return known[form]


def _match(
    rows: Sequence[Row], book: _Book
) -> tuple[list[Employee], list[Employee], list[tuple[Employee, dict[str, Any]]]]:
    """Each row's person, those of them who are new, and what changes for the others."""
    there = list(Employee.objects.select_for_update())
    known = {
        name: {fold(value): person for person in there if (value := getattr(person, name))}
        for name in ("external_id", "email", "name")
    }
    people, new, updates = [], [], []
    for row in rows:
        name = next((name for name in known if row.get(name)), "name")
        values = {
            key: row[key] if row[key] is not None or key in {"external_id", "hired_on"} else ""
            for key in _FIELDS
            if key in row
        }
        person = known[name].get(fold(row[name]))
        if person is None:
            person = Employee(**{"hired_on": book.start_of(row)} | values)
            new.append(person)
        else:
            updates.append((person, values))
        people.append(person)
    return people, new, updates


def _bosses(rows: Sequence[Row], people: Sequence[Employee], book: _Book) -> dict[str, Employee]:
    """Managers who are named but are neither here yet nor have a row of their own, with the day their first person starts."""
    known = {fold(person.name) for person in people}
    known |= {fold(name) for name in Employee.objects.values_list("name", flat=True)}
    found: dict[str, Employee] = {}
    for row in rows:
        name = row.get("manager")
        if not name or fold(name) in known:
            continue
        start = book.start_of(row)
        boss = found.setdefault(fold(name), Employee(name=name, hired_on=start))
        boss.hired_on = min(boss.hired_on or start, start)
    return found


def _place(rows: Sequence[Row], people: Sequence[Employee], bosses: dict[str, Employee], book: _Book) -> set[int]:
    """Put everybody into his team. Returns the ids of those who moved."""
    by_name = {fold(person.name): person for person in (*Employee.objects.all(), *people)}
    current = {row.employee_id: row for row in Assignment.objects.filter(valid_to=None)}
    starts = _first_days(rows, book)
    new: dict[int, Assignment] = {}
    moved: set[int] = set()
    for row, person in zip(rows, people, strict=True):
        manager, office, on = row.get("manager") or "", row.get("office") or "", book.start_of(row)
        if row.get("team"):
            team_id = book.team(row["team"], office, on)
        elif manager:
            boss = bosses.get(fold(manager)) or by_name[fold(manager)]
            team_id = book.team_of(boss, office, starts[fold(manager)])
        else:
            team_id = book.region(office, on)
        there = current.get(person.pk)
        position_id = row["position"] if row.get("position") else (there.position_id if there else None)
        if there is None:
            new[person.pk] = Assignment(employee_id=person.pk, team_id=team_id, position_id=position_id, valid_from=on)
        elif (there.team_id, there.position_id) != (team_id, position_id):
            change_from(
                Assignment, of={"employee_id": person.pk}, on=row.get("starts_on") or book.today,
                team_id=team_id, position_id=position_id,
            )  # fmt: skip
            moved.add(person.pk)
    lead_position = Position.objects.filter(key=LEAD_POSITION).values_list("pk", flat=True).first()
    for boss in bosses.values():
        new[boss.pk] = Assignment(
            employee_id=boss.pk,
            team_id=book.led[boss.pk],
            position_id=lead_position,
            valid_from=boss.hired_on or book.today,
        )
    write.create_many(Assignment, list(new.values()))
    return moved


def _first_days(rows: Sequence[Row], book: _Book) -> dict[str, dt.date]:
    """When each manager's first person starts: from then on his team stands."""
    first: dict[str, dt.date] = {}
    for row in rows:
        if row.get("manager"):
            form, start = fold(row["manager"]), book.start_of(row)
            first[form] = min(first.get(form, start), start)
    return first
