"""Regional offices."""

import datetime as dt

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb
from cadre.people.models import Office, TeamPlacement
from cadre.people.policies import ORGANISERS
from cadre.people.problems import OFFICE_HAS_HISTORY, OFFICE_IN_USE


@verb("people.office.create", roles=ORGANISERS)
def create_office(*, actor: Actor, name: str) -> Office:
    """Add an office."""
    return write.create(Office, name=name.strip())


@verb("people.office.rename", roles=ORGANISERS)
def rename_office(*, actor: Actor, office_id: int, name: str, expected_version: int | None = None) -> Office:
    """Give an office another name, for all dates."""
    office: Office = write.for_change(Office.objects.changeable_by(actor), office_id, expected_version)
    return write.change(office, name=name.strip())


@verb("people.office.close", roles=ORGANISERS)
def close_office(*, actor: Actor, office_id: int, on: dt.date) -> Office:
    """Let no team sit at an office from a day on. Raises OFFICE_IN_USE while teams sit there on or after that day."""
    office: Office = write.for_change(Office.objects.changeable_by(actor), office_id)
    sitting = TeamPlacement.objects.overlapping(on, dt.date.max).filter(office_id=office_id)
    if teams := sorted(set(sitting.values_list("team__name", flat=True))):
        raise OFFICE_IN_USE(field="on", name=office.name, day=on, teams=", ".join(teams[:5]))
    return write.change(office, closed_on=on)


@verb("people.office.reopen", roles=ORGANISERS)
def reopen_office(*, actor: Actor, office_id: int) -> Office:
    """Let teams sit at a closed office again."""
    office: Office = write.for_change(Office.objects.changeable_by(actor), office_id)
    return write.change(office, closed_on=None)


@verb("people.office.remove", roles=ORGANISERS)
def remove_office(*, actor: Actor, office_id: int) -> None:
    """Remove an office at which no team ever sat. Raises OFFICE_HAS_HISTORY otherwise."""
    office: Office = write.for_change(Office.objects.changeable_by(actor), office_id)
    if TeamPlacement.objects.filter(office_id=office_id).exists():
        raise OFFICE_HAS_HISTORY(name=office.name)
    write.remove(office)
