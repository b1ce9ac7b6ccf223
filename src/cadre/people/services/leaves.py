"""Leave: entered by HR or by those above somebody, changed, and withdrawn."""

import datetime as dt

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.people import policies
from cadre.people.events import LeaveChanged
from cadre.people.models import Employee, Leave
from cadre.people.problems import LEAVE_WITHOUT_END, NOT_EMPLOYED, NOT_YOUR_PERSON, OWN_LEAVE
from cadre.people.services.standing import employed

# Everybody takes annual leave, and a target allows for it; other absences leave less time than others have
LOWERING = frozenset(Leave.Kind) - {Leave.Kind.ANNUAL}


@verb("people.leave.enter", roles=policies.LEAVE_ENTERERS)
def enter_leave(
    *,
    actor: Actor,
    employee_id: int,
    kind: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    lowers_target: bool | None = None,
    note: str = "",
) -> Leave:
    """Enter that somebody is away on the days of [valid_from, valid_to); without an end until further notice.

    Of somebody who leaves the company it ends with the employment. `lowers_target` None: as the kind usually does, all but
    annual leave. Raises OWN_LEAVE, NOT_YOUR_PERSON, NOT_EMPLOYED, LEAVE_WITHOUT_END; days that overlap other leave are refused
    at `valid_from`.
    """
    person = require_leave_reach(actor, employee_id)
    valid_to = _end(person.pk, kind, valid_from, valid_to)
    publish(LeaveChanged(employee_id=person.pk))
    return write.create(
        Leave,
        employee_id=person.pk,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        lowers_target=kind in LOWERING if lowers_target is None else lowers_target,
        note=note.strip(),
    )


@verb("people.leave.change", roles=policies.LEAVE_ENTERERS)
def change_leave(
    *,
    actor: Actor,
    leave_id: int,
    kind: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    lowers_target: bool,
    note: str = "",
    expected_version: int | None = None,
) -> Leave:
    """Change days, kind or effect of a leave. Raises NOT_EMPLOYED, LEAVE_WITHOUT_END; CHANGED_MEANWHILE if another was faster."""
    row: Leave = _changeable(actor, leave_id, expected_version)
    valid_to = _end(row.employee_id, kind, valid_from, valid_to)
    publish(LeaveChanged(employee_id=row.employee_id))
    return write.change(
        row, kind=kind, valid_from=valid_from, valid_to=valid_to, lowers_target=lowers_target, note=note.strip()
    )


@verb("people.leave.withdraw", roles=policies.LEAVE_ENTERERS)
def withdraw_leave(*, actor: Actor, leave_id: int) -> None:
    """Take a leave back; it stays readable in the audit."""
    row: Leave = _changeable(actor, leave_id)
    publish(LeaveChanged(employee_id=row.employee_id))
    write.remove(row)


def require_leave_reach(actor: Actor, employee_id: int) -> Employee:
    """The person, if the actor may enter leave for him. Raises NOT_FOUND, OWN_LEAVE, NOT_YOUR_PERSON."""
    person: Employee | None = Employee.objects.visible_to(actor).filter(pk=employee_id).first()
    if person is None:
        raise NOT_FOUND(field="employee_id")
    if not policies.leave.may_enter_for(actor, employee_id):
        raise OWN_LEAVE() if actor.employee_id == employee_id else NOT_YOUR_PERSON(name=person.name)
    return person


def _end(employee_id: int, kind: str, valid_from: dt.date, valid_to: dt.date | None) -> dt.date | None:
    """The first day on which somebody is back. NOT_EMPLOYED for days outside his employment, LEAVE_WITHOUT_END."""
    person = employed(employee_id, valid_from, field="valid_from")
    if valid_to is None and kind == Leave.Kind.ANNUAL:
        raise LEAVE_WITHOUT_END(field="valid_to")
    if valid_to is not None and person.left_on is not None and person.left_on < valid_to:
        raise NOT_EMPLOYED(field="valid_to", name=person.name, day=person.left_on)
    return valid_to or person.left_on


def _changeable(actor: Actor, leave_id: int, expected_version: int | None = None) -> Leave:
    """A leave the actor may change. One that he sees and may not change is his own: OWN_LEAVE."""
    if not Leave.objects.visible_to(actor).filter(pk=leave_id).exists():
        raise NOT_FOUND()
    if not Leave.objects.changeable_by(actor).filter(pk=leave_id).exists():
        raise OWN_LEAVE()
    found: Leave = write.for_change(Leave.objects.changeable_by(actor), leave_id, expected_version)
    return found
