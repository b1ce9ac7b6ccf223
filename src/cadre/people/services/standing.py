"""What a verb checks before it writes: that a team stands, and that a person belongs to the company, on the days meant."""

import datetime as dt

from cadre.kernel.problems import NOT_FOUND
from cadre.people.models import Employee, Office, Position, TeamPlacement
from cadre.people.problems import LADDER_RETIRED, NOT_EMPLOYED, OFFICE_CLOSED, TEAM_CLOSED
from cadre.people.rules.tree import Placement, first_gap


def planned_tree() -> list[Placement]:
    """Every placement ever, locked: two moves at once could otherwise close a circle between them."""
    rows = TeamPlacement.objects.select_for_update().values_list("team_id", "parent_id", "valid_from", "valid_to")
    return [Placement(*row) for row in rows]


def standing_team(team_id: int, on: dt.date, *, field: str, until: dt.date | None) -> TeamPlacement:
    """The team's placement on a day. NOT_FOUND if there is no such team, TEAM_CLOSED unless it stands on all of [on, until)."""
    rows = list(TeamPlacement.objects.filter(team_id=team_id).select_related("team"))
    if not rows:
        raise NOT_FOUND(field=field)
    spans = [Placement(row.team_id, row.parent_id, row.valid_from, row.valid_to) for row in rows]
    if (day := first_gap(spans, team_id, on, until)) is not None:
        raise TEAM_CLOSED(field=field, team=rows[0].team.name, day=day)
    found: TeamPlacement = next(row for row in rows if row.valid_from <= on and (not row.valid_to or on < row.valid_to))
    return found


def employed(employee_id: int, on: dt.date, *, field: str) -> Employee:
    """The person. NOT_FOUND if there is none, NOT_EMPLOYED unless he belongs to the company on the day."""
    person: Employee | None = Employee.objects.filter(pk=employee_id).first()
    if person is None:
        raise NOT_FOUND(field=field)
    if not person.is_employed_on(on):
        raise NOT_EMPLOYED(field=field, name=person.name, day=on)
    return person


def offered_position(position_id: int | None, on: dt.date, *, held: int | None = None) -> None:
    """NOT_FOUND if there is no such position, LADDER_RETIRED if it is given to nobody new on the day and he does not hold it yet."""
    if position_id is None:
        return
    position: Position | None = Position.objects.filter(pk=position_id).first()
    if position is None:
        raise NOT_FOUND(field="position_id")
    if position.retired_on is not None and position.retired_on <= on and position_id != held:
        raise LADDER_RETIRED(field="position_id", name=position.name, day=position.retired_on)


def open_office(office_id: int | None, *, until: dt.date | None = None) -> None:
    """NOT_FOUND if there is no such office, OFFICE_CLOSED if it closes before `until` (None: ever)."""
    if office_id is None:
        return
    office: Office | None = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise NOT_FOUND(field="office_id")
    if office.closed_on is not None and (until is None or office.closed_on < until):
        raise OFFICE_CLOSED(field="office_id", name=office.name, day=office.closed_on)
