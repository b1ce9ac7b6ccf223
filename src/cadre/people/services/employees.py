"""Joining, moving within the company, and what is known of a person."""

import datetime as dt
from collections.abc import Collection, Mapping

from cadre.kernel import search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.succession import change_from
from cadre.kernel.verbs import verb
from cadre.people.events import EmployeeChanged, EmployeeJoined, EmployeeMoved
from cadre.people.models import Assignment, Employee, Handover
from cadre.people.policies import MOVERS
from cadre.people.problems import EMAIL_TAKEN, TOO_EARLY
from cadre.people.services.handovers import plan_handover
from cadre.people.services.sign_ins import create_sign_in
from cadre.people.services.standing import employed, offered_position, standing_team


@verb("people.employee.join", roles=MOVERS)
def join_employee(
    *,
    actor: Actor,
    name: str,
    hired_on: dt.date,
    team_id: int,
    position_id: int | None = None,
    email: str = "",
    phone: str = "",
    external_id: str | None = None,
    roles: Collection[str] = (),
    language: str = "en",
) -> Employee:
    """Take somebody into a team from a day on; with `roles` he gets a sign-in as well (needs an e-mail).

    Raises TEAM_CLOSED unless the team stands from that day on, EMAIL_TAKEN, and what create_sign_in raises.
    """
    _refuse_taken(email)
    standing_team(team_id, hired_on, field="team_id", until=None)
    offered_position(position_id, hired_on)
    person = write.create(
        Employee,
        name=name.strip(),
        email=email.strip(),
        phone=phone.strip(),
        external_id=external_id or None,
        hired_on=hired_on,
    )
    write.create(Assignment, employee_id=person.pk, team_id=team_id, position_id=position_id, valid_from=hired_on)
    if roles:
        create_sign_in(actor=actor, email=email, name=name, roles=list(roles), language=language, employee_id=person.pk)
        person.refresh_from_db()
    search.put("people.employee", person.pk)
    publish(EmployeeJoined(employee_id=person.pk, team_id=team_id, on=hired_on))
    return person


@verb("people.employee.change", roles=MOVERS)
def change_employee(
    *,
    actor: Actor,
    employee_id: int,
    name: str,
    email: str = "",
    phone: str = "",
    external_id: str | None = None,
    expected_version: int | None = None,
) -> Employee:
    """Correct somebody's name, addresses or number. EMAIL_TAKEN, CHANGED_MEANWHILE if another was faster."""
    person: Employee = write.for_change(Employee.objects.changeable_by(actor), employee_id, expected_version)
    if email.strip().casefold() != person.email.casefold():
        _refuse_taken(email, besides=employee_id)
    write.change(person, name=name.strip(), email=email.strip(), phone=phone.strip(), external_id=external_id or None)
    search.put("people.employee", person.pk)
    publish(EmployeeChanged(employee_id=person.pk))
    return person


@verb("people.employee.move", roles=MOVERS)
def move_employee(
    *,
    actor: Actor,
    employee_id: int,
    team_id: int,
    on: dt.date,
    position_id: int | None = None,
    receivers: Mapping[str, int] | None = None,
    expected_version: int | None = None,
) -> Assignment:
    """Let somebody work in another team or position from a day on, also in the middle of a period.

    Holds until his next move that is already planned. `receivers` names who takes over which part of what he owns (part key ->
    employee id); the parts not named stay with him. Raises NOT_EMPLOYED, TEAM_CLOSED, WRONG_RECEIVER.
    """
    person: Employee = write.for_change(Employee.objects.changeable_by(actor), employee_id, expected_version)
    employed(employee_id, on, field="on")
    held = Assignment.objects.as_of(on).filter(employee_id=employee_id).values_list("position_id", flat=True).first()
    offered_position(position_id, on, held=held)
    first = Assignment.objects.filter(employee_id=employee_id).order_by("valid_from").first()
    if first is not None and on < first.valid_from:
        raise TOO_EARLY(field="on", day=first.valid_from)
    standing_team(team_id, on, field="team_id", until=on + dt.timedelta(days=1))
    row = change_from(Assignment, of={"employee_id": employee_id}, on=on, team_id=team_id, position_id=position_id)
    standing_team(team_id, on, field="team_id", until=row.valid_to)
    given = {key: receiver for key, receiver in (receivers or {}).items() if receiver != employee_id}
    if given:
        plan_handover(employee=person, reason=Handover.Reason.MOVE, on=on, receivers=given)
    publish(EmployeeMoved(employee_id=employee_id, team_id=team_id, on=on))
    return row


def _refuse_taken(email: str, besides: int | None = None) -> None:
    """An address finds one person, however it is spelt; blank ones are nobody's."""
    given = email.strip()
    holder = Employee.objects.filter(email__iexact=given).exclude(pk=besides).first() if given else None
    if holder is not None:
        raise EMAIL_TAKEN(field="email", name=holder.name, email=given)
