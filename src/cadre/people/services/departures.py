"""Leaving the company, taking that back, and coming back."""

import datetime as dt
from collections.abc import Mapping

from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.succession import end_from
from cadre.kernel.verbs import verb
from cadre.people.events import DepartureWithdrawn, EmployeeLeft, EmployeeReturned, LeaveChanged
from cadre.people.models import Assignment, EarlierEmployment, Employee, Handover, Leave
from cadre.people.policies import MOVERS, SIGN_IN_MAKERS, grantable
from cadre.people.problems import ALREADY_LEAVING, NOT_LEAVING, TOO_EARLY
from cadre.people.services.handovers import plan_handover
from cadre.people.services.lines import end_lines_of, restore_lines_of
from cadre.people.services.sign_ins import end_access, restore_access
from cadre.people.services.standing import offered_position, standing_team

DAY = dt.timedelta(days=1)


@verb("people.employee.leave", roles=MOVERS)
def leave_employee(
    *,
    actor: Actor,
    employee_id: int,
    left_on: dt.date,
    receivers: Mapping[str, int],
    end_access_now: bool = False,
    expected_version: int | None = None,
) -> Handover:
    """End an employment on `left_on`, the first day without him, and hand over everything he owns in the same step.

    `receivers` names a person for every part he owns something of (part key -> employee id). His place in the team, his
    teams, territories and functional lines end on the day; leave planned beyond it is shortened or withdrawn. What carries no
    date of its own is handed over on the day, and his access ends then, or at once with `end_access_now`.

    Raises ALREADY_LEAVING, TOO_EARLY, LEFT_OVER, WRONG_RECEIVER, LAST_ADMINISTRATOR.
    """
    person: Employee = write.for_change(Employee.objects.changeable_by(actor), employee_id, expected_version)
    if person.left_on is not None:
        raise ALREADY_LEAVING(field="left_on", name=person.name, day=person.left_on)
    began = person.hired_on or _first_day(person)
    if began is not None and left_on <= began:
        raise TOO_EARLY(field="left_on", day=began + DAY)
    write.change(person, left_on=left_on)
    _withdraw_planned_handovers(person)
    handover = plan_handover(employee=person, reason=Handover.Reason.LEAVE, on=left_on, receivers=receivers)
    end_from(Assignment, of={"employee_id": employee_id}, on=left_on)
    end_lines_of(handover)
    if end_from(Leave, of={"employee_id": employee_id}, on=left_on):
        publish(LeaveChanged(employee_id=employee_id))
    if end_access_now:
        end_access(person.user)
    search.put("people.employee", person.pk)
    publish(EmployeeLeft(employee_id=employee_id, on=left_on))
    return handover


@verb("people.employee.withdraw_departure", roles=MOVERS)
def withdraw_departure(*, actor: Actor, employee_id: int) -> Employee:
    """Take back a departure whose day has not come: he stays in his team and keeps what was not handed over yet.

    The functional lines that it ended hold again; leave that it shortened stays so. What carries a date of its own (teams led,
    territories) stays with its receivers. Raises NOT_LEAVING.
    """
    person: Employee = write.for_change(Employee.objects.changeable_by(actor), employee_id)
    if person.left_on is None or person.left_on <= clock.today():
        raise NOT_LEAVING(name=person.name)
    last = Assignment.objects.filter(employee_id=employee_id, valid_to=person.left_on).first()
    write.change(person, left_on=None)
    if last is not None:
        write.change(last, valid_to=None)
        standing_team(last.team_id, last.valid_from, field="team_id", until=None)
    for handover in Handover.objects.filter(employee_id=employee_id, done_at=None, reason=Handover.Reason.LEAVE):
        restore_lines_of(handover)
        write.remove(handover)
    publish(DepartureWithdrawn(employee_id=employee_id))
    return person


@verb("people.employee.rehire", roles=MOVERS)
def rehire_employee(
    *,
    actor: Actor,
    employee_id: int,
    on: dt.date,
    team_id: int,
    position_id: int | None = None,
    with_access: bool = False,
) -> Employee:
    """Take somebody back who left, into a team from a day on; the earlier employment stays known.

    `with_access` lets him sign in again with the roles he had; FORBIDDEN if the actor could not give him those.
    Raises NOT_LEAVING if he never left, TOO_EARLY before the day he left, TEAM_CLOSED.
    """
    person: Employee = write.for_change(Employee.objects.changeable_by(actor), employee_id)
    if person.left_on is None:
        raise NOT_LEAVING(name=person.name)
    if on < person.left_on:
        raise TOO_EARLY(field="on", day=person.left_on)
    standing_team(team_id, on, field="team_id", until=None)
    offered_position(position_id, on)
    began = person.hired_on or _first_day(person)
    if began is not None and began < person.left_on:
        write.create(EarlierEmployment, employee=person, valid_from=began, valid_to=person.left_on)
    write.change(person, hired_on=on, left_on=None)
    write.create(Assignment, employee_id=employee_id, team_id=team_id, position_id=position_id, valid_from=on)
    if with_access and person.user is not None:
        if not actor.has(*SIGN_IN_MAKERS) or not grantable(actor).issuperset(person.user.roles):
            raise FORBIDDEN()
        restore_access(person.user)
    search.put("people.employee", person.pk)
    publish(EmployeeReturned(employee_id=employee_id, team_id=team_id, on=on))
    return person


def _withdraw_planned_handovers(person: Employee) -> None:
    """A move that was planned but not done is void; a planned handover of its own would be in the way of this one."""
    for planned in Handover.objects.filter(employee=person, done_at=None):
        write.remove(planned)


def _first_day(person: Employee) -> dt.date | None:
    first = Assignment.objects.filter(employee=person).order_by("valid_from").first()
    return first.valid_from if first else None
