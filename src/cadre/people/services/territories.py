"""Territories and who owns them, from a day on."""

import datetime as dt

from cadre.kernel import search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.succession import change_from, end_from
from cadre.kernel.verbs import verb
from cadre.people.events import TerritoryChanged
from cadre.people.models import Territory, TerritoryOwner
from cadre.people.policies import MOVERS
from cadre.people.problems import NO_OWNER, OWNED
from cadre.people.services.standing import employed


@verb("people.territory.create", roles=MOVERS)
def create_territory(
    *,
    actor: Actor,
    name: str,
    on: dt.date,
    kind: str = Territory.Kind.GEOGRAPHY,
    description: str = "",
    owner_id: int | None = None,
) -> Territory:
    """Add a territory, with its owner from a day on if one is named. Raises NOT_EMPLOYED."""
    territory = write.create(Territory, name=name.strip(), kind=kind, description=description.strip())
    search.put("people.territory", territory.pk)
    publish(TerritoryChanged(territory_id=territory.pk))
    if owner_id is not None:
        assign_territory(actor=actor, territory_id=territory.pk, employee_id=owner_id, on=on)
    return territory


@verb("people.territory.change", roles=MOVERS)
def change_territory(
    *,
    actor: Actor,
    territory_id: int,
    name: str,
    kind: str,
    description: str = "",
    expected_version: int | None = None,
) -> Territory:
    """Describe a territory otherwise, for all dates."""
    territory: Territory = write.for_change(Territory.objects.changeable_by(actor), territory_id, expected_version)
    write.change(territory, name=name.strip(), kind=kind, description=description.strip())
    search.put("people.territory", territory_id)
    publish(TerritoryChanged(territory_id=territory_id))
    return territory


@verb("people.territory.assign", roles=MOVERS)
def assign_territory(*, actor: Actor, territory_id: int, employee_id: int, on: dt.date) -> TerritoryOwner:
    """Let somebody own a territory from a day on, until the next change that is already planned. Raises NOT_EMPLOYED."""
    write.for_change(Territory.objects.changeable_by(actor), territory_id)
    employed(employee_id, on, field="employee_id")
    publish(TerritoryChanged(territory_id=territory_id))
    return change_from(TerritoryOwner, of={"territory_id": territory_id}, on=on, employee_id=employee_id)


@verb("people.territory.release", roles=MOVERS)
def release_territory(*, actor: Actor, territory_id: int, on: dt.date) -> int:
    """Leave a territory without an owner from a day on, on purpose: it then stands in the list of those without one.

    Raises NO_OWNER.
    """
    territory: Territory = write.for_change(Territory.objects.changeable_by(actor), territory_id)
    ended = end_from(TerritoryOwner, of={"territory_id": territory_id}, on=on)
    if not ended:
        raise NO_OWNER(field="on", name=territory.name, day=on)
    publish(TerritoryChanged(territory_id=territory_id))
    return ended


@verb("people.territory.remove", roles=MOVERS)
def remove_territory(*, actor: Actor, territory_id: int) -> None:
    """Remove a territory that never had an owner. Raises OWNED otherwise: its history stays."""
    territory: Territory = write.for_change(Territory.objects.changeable_by(actor), territory_id)
    if TerritoryOwner.objects.filter(territory_id=territory_id).exists():
        raise OWNED(name=territory.name)
    search.drop("people.territory", territory_id)
    write.remove(territory)
