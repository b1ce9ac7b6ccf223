"""What is planned to change in the organisation after a day, as sentences."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cadre.people.models import Assignment, Employee, TeamLead, TeamPlacement, TerritoryOwner


@dataclass(frozen=True)
class Movement:
    """A planned change: `kind` and names; the sentence is made in the reader's language."""

    on: dt.date
    kind: str
    names: dict[str, str] = field(hash=False)

    @property
    def text(self) -> str:
        return _sentence(self.kind) % self.names


def _sentence(kind: str) -> str:
    return {
        "joins": _("%(person)s joins %(team)s"),
        "moves": _("%(person)s moves from %(before)s to %(team)s"),
        "leaves": _("%(person)s leaves the company"),
        "leads": _("%(person)s leads %(team)s"),
        "owns": _("%(person)s takes over the territory %(territory)s"),
        "hangs": _("%(team)s goes under %(parent)s"),
        "tops": _("%(team)s stands at the top"),
        "closes": _("%(team)s closes"),
    }[kind]


def coming_movements(after: dt.date, limit: int = 20) -> list[Movement]:
    """The next planned changes after a day, earliest first, in seven queries."""
    found = [*_of_people(after), *_of_leads(after), *_of_teams(after), *_of_territories(after)]
    return sorted(found, key=lambda movement: (movement.on, movement.kind, movement.text))[:limit]


def _of_people(after: dt.date) -> Iterator[Movement]:
    rows = Assignment.objects.filter(valid_from__gt=after).select_related("employee", "team").order_by("valid_from")
    ending = {
        (row.employee_id, row.valid_to): row.team.name
        for row in Assignment.objects.filter(valid_to__gt=after).select_related("team")
    }
    for row in rows:
        before = ending.get((row.employee_id, row.valid_from))
        names = {"person": row.employee.name, "team": row.team.name}
        if before is None:
            yield Movement(row.valid_from, "joins", names)
        elif before != row.team.name:
            yield Movement(row.valid_from, "moves", names | {"before": before})
    for person in Employee.objects.filter(left_on__gt=after):
        yield Movement(person.left_on, "leaves", {"person": person.name})


def _of_leads(after: dt.date) -> Iterator[Movement]:
    for row in TeamLead.objects.filter(valid_from__gt=after).select_related("employee", "team"):
        yield Movement(row.valid_from, "leads", {"person": row.employee.name, "team": row.team.name})


def _of_teams(after: dt.date) -> Iterator[Movement]:
    stays = set()
    for row in TeamPlacement.objects.filter(valid_from__gt=after).select_related("team", "parent"):
        stays.add((row.team_id, row.valid_from))
        names = {"team": row.team.name, "parent": row.parent.name if row.parent else ""}
        yield Movement(row.valid_from, "hangs" if row.parent else "tops", names)
    for row in TeamPlacement.objects.filter(valid_to__gt=after).select_related("team"):
        if (row.team_id, row.valid_to) not in stays:
            yield Movement(row.valid_to, "closes", {"team": row.team.name})


def _of_territories(after: dt.date) -> Iterator[Movement]:
    rows = TerritoryOwner.objects.filter(valid_from__gt=after).select_related("employee", "territory")
    for row in rows:
        yield Movement(row.valid_from, "owns", {"person": row.employee.name, "territory": row.territory.name})
