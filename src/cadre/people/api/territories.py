"""Territories and who owns them."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from cadre.kernel.rest import (
    Answer,
    Body,
    Day,
    FieldNames,
    Id,
    Named,
    Versioned,
    actor_of_request,
    expected_version,
    one_of,
    versioned,
)
from cadre.people import queries, services
from cadre.people.api.routing import FromDay, OnDay, router

Kind = Literal["geography", "industry", "size", "named"]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Description = Annotated[str, Field(max_length=300)]


class TerritoryAnswer(Answer):
    """A part of the market, with its owner on the day asked about."""

    id: int
    version: int
    name: str
    kind: str
    description: str
    owner: Named | None
    owned_from: dt.date | None

    @classmethod
    def of(cls, row: Any) -> "TerritoryAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            name=row.name,
            kind=row.kind,
            description=row.description,
            owner=None if row.owner_id is None else Named(id=row.owner_id, name=row.owner_name),
            owned_from=row.owned_from,
        )


class OwnershipAnswer(Answer):
    """Who owns a territory in [valid_from, valid_to)."""

    owner: Named
    valid_from: dt.date
    valid_to: dt.date | None


class NewTerritory(Body):
    """A part of the market; with `owner_id` it has an owner from the day on."""

    name: Name
    on: Day
    kind: Kind = "geography"
    description: Description = ""
    owner_id: Id | None = None


class TerritoryChange(Versioned):
    """The fields that change, for all dates."""

    name: Name = "-"
    kind: Kind = "geography"
    description: Description = ""


class AssignTerritory(Body):
    """Who owns it, from a day on."""

    employee_id: Id
    on: Day


@router.reads("/territories", "people.territory.list", list[TerritoryAnswer])
def list_territories(request: HttpRequest, query: Query[OnDay]) -> Any:
    """The territories with their owners on a day."""
    rows: Iterable[Any] = queries.territories(actor_of_request(request), query.on)
    return [TerritoryAnswer.of(row) for row in rows]


@router.creates("/territories", "people.territory.create", TerritoryAnswer)
def create_territory(request: HttpRequest, payload: NewTerritory) -> Any:
    """Add a territory."""
    made = services.create_territory(actor=actor_of_request(request), **payload.sent())
    return _told(request, made.pk, payload.on)


@router.reads("/territories/{int:territory_id}", "people.territory.get", TerritoryAnswer)
def get_territory(
    request: HttpRequest,
    territory_id: Id,
    on: Day | None = None,
    fields: FieldNames | None = None,  # noqa: ARG001 - the guard's
) -> Any:
    """One territory, as of a day."""
    return _told(request, territory_id, on)


@router.changes("/territories/{int:territory_id}", "people.territory.change", TerritoryAnswer)
def change_territory(request: HttpRequest, territory_id: Id, payload: TerritoryChange) -> Any:
    """Describe a territory otherwise."""
    actor = actor_of_request(request)
    version = expected_version(request, payload.expected_version)
    row = queries.territory_by_id(actor, territory_id)
    now = {"name": row.name, "kind": row.kind, "description": row.description}
    services.change_territory(
        actor=actor, territory_id=territory_id, expected_version=version, **{**now, **payload.sent()}
    )
    return _told(request, territory_id)


@router.reads("/territories/{int:territory_id}/owners", "people.territory.owners", list[OwnershipAnswer])
def list_owners(request: HttpRequest, territory_id: Id) -> Any:
    """Who owns, owned and will own it, newest first."""
    queries.territory_by_id(actor_of_request(request), territory_id)
    return [
        OwnershipAnswer(
            owner=Named(id=row.employee_id, name=row.employee.name), valid_from=row.valid_from, valid_to=row.valid_to
        )
        for row in queries.owners_of(territory_id)
    ]


@router.acts("/territories/{int:territory_id}/assign", "people.territory.assign", TerritoryAnswer)
def assign_territory(request: HttpRequest, territory_id: Id, payload: AssignTerritory) -> Any:
    """Let somebody own it from a day on."""
    services.assign_territory(actor=actor_of_request(request), territory_id=territory_id, **payload.sent())
    return _told(request, territory_id, payload.on)


@router.acts("/territories/{int:territory_id}/release", "people.territory.release", TerritoryAnswer)
def release_territory(request: HttpRequest, territory_id: Id, payload: FromDay) -> Any:
    """Leave it without an owner from a day on."""
    services.release_territory(actor=actor_of_request(request), territory_id=territory_id, on=payload.on)
    return _told(request, territory_id, payload.on)


@router.removes("/territories/{int:territory_id}", "people.territory.remove")
def remove_territory(request: HttpRequest, territory_id: Id) -> Any:
    """Remove a territory that never had an owner."""
    services.remove_territory(actor=actor_of_request(request), territory_id=territory_id)


def _told(request: HttpRequest, territory_id: int, on: dt.date | None = None) -> TerritoryAnswer:
    row = one_of(queries.territories(actor_of_request(request), on), territory_id)
    versioned(request, row.version)
    return TerritoryAnswer.of(row)
