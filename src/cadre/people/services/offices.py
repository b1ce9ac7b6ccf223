"""Regional offices."""

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb
from cadre.people.models import Office
from cadre.people.policies import ORGANISERS


@verb("people.office.create", roles=ORGANISERS)
def create_office(*, actor: Actor, name: str) -> Office:
    """Add an office."""
    return write.create(Office, name=name.strip())


@verb("people.office.rename", roles=ORGANISERS)
def rename_office(*, actor: Actor, office_id: int, name: str, expected_version: int | None = None) -> Office:
    """Give an office another name, for all dates."""
    office: Office = write.for_change(Office.objects.changeable_by(actor), office_id, expected_version)
    return write.change(office, name=name.strip())


@verb("people.office.remove", roles=ORGANISERS)
def remove_office(*, actor: Actor, office_id: int) -> None:
    """Remove an office at which no team ever sat. Raises STILL_USED otherwise."""
    write.remove(write.for_change(Office.objects.changeable_by(actor), office_id))
