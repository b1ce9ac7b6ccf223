"""The functional lines beside the solid one: drawn, ended, and ended with an employment."""

import datetime as dt

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.effective import EffectiveQuerySet
from cadre.kernel.verbs import verb
from cadre.people.models import DottedLine, Employee, Handover
from cadre.people.policies import MOVERS
from cadre.people.problems import LINE_DRAWN, LINE_TO_ONESELF, NOT_EMPLOYED, TOO_EARLY
from cadre.people.services.standing import employed

DAY = dt.timedelta(days=1)


@verb("people.dotted_line.draw", roles=MOVERS)
def draw_dotted_line(
    *, actor: Actor, employee_id: int, manager_id: int, on: dt.date, until: dt.date | None = None, reason: str = ""
) -> DottedLine:
    """Let somebody also report to another for a function, from a day on. It informs; it does not widen what the other sees.

    Without `until` it ends with the first of the two who leaves. Raises LINE_TO_ONESELF, TOO_EARLY for an end that is not after
    the beginning, NOT_EMPLOYED unless both belong to the company all the time, LINE_DRAWN where there is such a line on a day of it.
    """
    # Two at once would each find no line yet, and who leaves meanwhile would keep one: both are held before they are read
    list(Employee.objects.select_for_update().filter(pk__in=[employee_id, manager_id]).order_by("pk"))
    person = employed(employee_id, on, field="employee_id")
    if manager_id == employee_id:
        raise LINE_TO_ONESELF(field="manager_id")
    manager = employed(manager_id, on, field="manager_id")
    if until is not None and until <= on:
        raise TOO_EARLY(field="until", day=on + DAY)
    for one in (person, manager):
        if until is not None and one.left_on is not None and one.left_on < until:
            raise NOT_EMPLOYED(field="until", name=one.name, day=one.left_on)
    end = first_end(until, person, manager)
    if lines_between(employee_id, manager_id).overlapping(on, end or dt.date.max).exists():
        raise LINE_DRAWN(field="manager_id", name=person.name, manager=manager.name, day=on)
    values = {"employee_id": employee_id, "manager_id": manager_id, "reason": reason.strip()}
    return write.create(DottedLine, **values, valid_from=on, valid_to=end)


@verb("people.dotted_line.end", roles=MOVERS)
def end_dotted_line(*, actor: Actor, employee_id: int, line_id: int, on: dt.date) -> None:
    """End somebody's functional line on a day; one that would begin only then is withdrawn."""
    line = write.for_change(DottedLine.objects.filter(employee_id=employee_id), line_id)
    _end(line, on)


def end_lines_of(handover: Handover) -> None:
    """End the lines of a leaver on his day, and note with the handover how they were. Inside a verb only.

    Those that end at him are a part of the handover.
    """
    ended = []
    running = DottedLine.objects.overlapping(handover.on, dt.date.max).filter(employee_id=handover.employee_id)
    for line in running.order_by("id"):
        dates = {"valid_from": line.valid_from.isoformat(), "valid_to": line.valid_to and line.valid_to.isoformat()}
        ended.append({"employee_id": line.employee_id, "manager_id": line.manager_id, "reason": line.reason, **dates})
        _end(line, handover.on)
    write.change(handover, lines=ended)


def restore_lines_of(handover: Handover) -> None:
    """Let the lines that a departure ended hold again, as far as the other is still there and no new line took their place."""
    for noted in handover.lines:
        begin = dt.date.fromisoformat(noted["valid_from"])
        people = Employee.objects.in_bulk([noted["employee_id"], noted["manager_id"]])
        if len(people) < 2:
            continue
        until = dt.date.fromisoformat(noted["valid_to"]) if noted["valid_to"] else None
        end = first_end(until, *people.values())
        there = lines_between(noted["employee_id"], noted["manager_id"])
        line = there.filter(valid_from=begin, valid_to=handover.on).first()
        others = there.overlapping(begin, end or dt.date.max)
        if (end is not None and end <= begin) or others.exclude(pk=line and line.pk).exists():
            continue
        if line is None:
            write.create(DottedLine, **noted | {"valid_from": begin, "valid_to": end})
        else:
            write.change(line, valid_to=end)


def lines_between(employee_id: int, manager_id: int) -> EffectiveQuerySet:
    """The lines from somebody to another, at any time."""
    return DottedLine.objects.filter(employee_id=employee_id, manager_id=manager_id)


def first_end(until: dt.date | None, *people: Employee) -> dt.date | None:
    """The day on which a line until a day must end, because one of these people leaves; None for no end."""
    return min((day for day in (until, *(one.left_on for one in people)) if day is not None), default=None)


def _end(line: DottedLine, on: dt.date) -> None:
    if line.valid_from >= on:
        write.remove(line)
    elif line.valid_to is None or line.valid_to > on:
        write.change(line, valid_to=on)
