"""What people own within this room: teams they lead, territories, and functional lines that end at them. All carry dates."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.effective import Effective
from cadre.kernel.succession import change_from
from cadre.people import handover
from cadre.people.handover import HandoverPart, OwnedThing
from cadre.people.models import DottedLine, Employee, TeamLead, TerritoryOwner
from cadre.people.services.lines import first_end, lines_between

SHOWN = 8


def _register_parts() -> None:
    handover.register(_part("people.teams_led", _("Teams led"), TeamLead, "employee_id", "team", 10))
    handover.register(
        _part(
            "people.territories", pgettext_lazy("field", "Territories"), TerritoryOwner, "employee_id", "territory", 20
        )
    )
    handover.register(_part("people.dotted_lines", _("Functional lines"), DottedLine, "manager_id", "employee", 30))


def _part(key: str, label: Any, model: type[Effective], person: str, subject: str, position: int) -> HandoverPart:
    """A part made of effective-dated rows: `person` is the column of the one who owns, `subject` what is owned."""

    def rows(employee_id: int, on: dt.date) -> QuerySet[Any]:
        found = model.objects.overlapping(on, dt.date.max).filter(**{person: employee_id})
        return found.select_related(subject).order_by("valid_from", "pk")

    def count(employee_id: int, on: dt.date) -> int:
        return rows(employee_id, on).values(f"{subject}_id").distinct().count()

    def preview(_actor: Actor, employee_id: int, on: dt.date) -> list[OwnedThing]:
        owned = {row.pk: row for line in rows(employee_id, on) for row in [getattr(line, subject)]}
        return [OwnedThing(str(row), url=_page(subject, pk)) for pk, row in list(owned.items())[:SHOWN]]

    def move(from_id: int, to_id: int, on: dt.date) -> int:
        moved = count(from_id, on)
        for row in rows(from_id, on):
            _give(row, person, f"{subject}_id", to_id, on)
        return moved

    return HandoverPart(key=key, label=label, count=count, preview=preview, move=move, dated=True, position=position)


def _give(row: Any, person: str, subject: str, to_id: int, on: dt.date) -> None:
    """One row to another person from a day on."""
    if isinstance(row, DottedLine):
        _give_line(row, to_id, on)
    elif row.valid_from >= on:
        write.change(row, **{person: to_id})
    else:
        change_from(type(row), of={subject: getattr(row, subject)}, on=on, **{person: to_id})


def _give_line(line: DottedLine, to_id: int, on: dt.date) -> None:
    """Nobody reports twice to the same person, nor to one who has left: the line to the receiver is as long as it may be."""
    receiver = Employee.objects.get(pk=to_id)
    begin, end = max(on, line.valid_from), first_end(line.valid_to, receiver)
    write.change(line, valid_to=on) if line.valid_from < on else write.remove(line)
    if line.employee_id == to_id or (end is not None and end <= begin):
        return
    if not lines_between(line.employee_id, to_id).overlapping(begin, end or dt.date.max).exists():
        values = {"employee_id": line.employee_id, "manager_id": to_id, "reason": line.reason}
        write.create(DottedLine, **values, valid_from=begin, valid_to=end)


def _page(subject: str, pk: int) -> str:
    room_page = {"team": "people:team-record", "territory": "people:territory-record"}
    try:
        return reverse(room_page.get(subject, "people:employee-record"), args=[pk])
    except NoReverseMatch:
        return ""


_register_parts()
