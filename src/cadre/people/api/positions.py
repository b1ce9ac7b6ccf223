"""Positions: the kinds of job, and who holds which on a day."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.kernel import clock
from cadre.kernel.rest import (
    Answer,
    Body,
    Id,
    Named,
    Versioned,
    actor_of_request,
    expected_version,
    named,
    one_of,
    versioned,
)
from cadre.people import queries, services
from cadre.people.api.ladder import Name, OwnName, Retired
from cadre.people.api.routing import FromDay, OnDay, router


class PositionAnswer(Answer):
    """A kind of job, in a family at a level; `holders` is how many hold it on the day asked about."""

    id: int
    version: int
    key: str
    name: str
    family: Named | None
    level: Named | None
    holders: int
    retired_on: Retired

    @classmethod
    def of(cls, row: Any, holders: int) -> "PositionAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            key=row.key,
            name=row.name,
            family=named(row.family),
            level=named(row.level),
            holders=holders,
            retired_on=row.retired_on,
        )


class HolderAnswer(Answer):
    """Who holds a position in [valid_from, valid_to), and in which team."""

    employee: Named
    team: Named
    valid_from: dt.date
    valid_to: dt.date | None


class NewPosition(Body):
    """A kind of job."""

    name: Name
    family_id: Id
    level_id: Id


class PositionChange(Versioned):
    """The fields that change, for all dates."""

    name: OwnName = ""
    family_id: Id = 1
    level_id: Id = 1


@router.reads("/positions", "people.position.list", list[PositionAnswer])
def list_positions(request: HttpRequest, query: Query[OnDay]) -> Any:
    """The kinds of job, lowest level first, with the number of those who hold each on a day."""
    counts = queries.holders_by_position(query.on or clock.today())
    rows = queries.positions(actor_of_request(request))
    return [PositionAnswer.of(row, counts.get(row.pk, 0)) for row in rows]


@router.creates("/positions", "people.position.create", PositionAnswer)
def create_position(request: HttpRequest, payload: NewPosition) -> Any:
    """Add a kind of job."""
    return _told(request, services.create_position(actor=actor_of_request(request), **payload.sent()).pk)


@router.reads("/positions/{int:position_id}", "people.position.get", PositionAnswer)
def get_position(request: HttpRequest, position_id: Id, query: Query[OnDay]) -> Any:
    """One position, as of a day."""
    return _told(request, position_id, query.on)


@router.changes("/positions/{int:position_id}", "people.position.change", PositionAnswer)
def change_position(request: HttpRequest, position_id: Id, payload: PositionChange) -> Any:
    """Name a position otherwise, or put it elsewhere on the ladder."""
    actor = actor_of_request(request)
    version = expected_version(request, payload.expected_version)
    row = one_of(queries.positions(actor), position_id)
    now = {"name": row.name, "family_id": row.family_id, "level_id": row.level_id}
    services.change_position(
        actor=actor, position_id=position_id, expected_version=version, **{**now, **payload.sent()}
    )
    return _told(request, position_id)


@router.reads("/positions/{int:position_id}/holders", "people.position.holders", list[HolderAnswer])
def list_holders(request: HttpRequest, position_id: Id, query: Query[OnDay]) -> Any:
    """Who holds a position on a day, by name."""
    one_of(queries.positions(actor_of_request(request)), position_id)
    return [
        HolderAnswer(
            employee=Named(id=row.employee_id, name=row.employee.name),
            team=Named(id=row.team_id, name=row.team.name),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in queries.holders_of(position_id, query.on or clock.today())
    ]


@router.acts("/positions/{int:position_id}/retire", "people.position.retire", PositionAnswer)
def retire_position(request: HttpRequest, position_id: Id, payload: FromDay) -> Any:
    """Give a position to nobody new from a day on."""
    services.retire_position(actor=actor_of_request(request), position_id=position_id, on=payload.on)
    return _told(request, position_id)


@router.acts("/positions/{int:position_id}/restore", "people.position.restore", PositionAnswer)
def restore_position(request: HttpRequest, position_id: Id) -> Any:
    """Offer a retired position again."""
    services.restore_position(actor=actor_of_request(request), position_id=position_id)
    return _told(request, position_id)


def _told(request: HttpRequest, position_id: int, on: dt.date | None = None) -> PositionAnswer:
    row = one_of(queries.positions(actor_of_request(request)), position_id)
    versioned(request, row.version)
    return PositionAnswer.of(row, queries.holders_by_position(on or clock.today()).get(position_id, 0))
