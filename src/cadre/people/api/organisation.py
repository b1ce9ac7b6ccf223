"""The organisation as a whole on a day, and the small lists beside it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel import clock
from cadre.kernel.rest import Answer, Day, Named, actor_of_request
from cadre.people import queries
from cadre.people.api.routing import router


class PersonInChart(Answer):
    """Somebody in the chart."""

    id: int
    name: str
    position: str
    dotted_to: list[str]


class TeamInChart(Answer):
    """A team in the chart; `members` lead neither it nor a team below it."""

    id: int
    name: str
    kind: str
    office: str
    parent_id: int | None
    since: dt.date
    lead: PersonInChart | None
    members: list[PersonInChart]


class ChartAnswer(Answer):
    """All teams of a day, parents before children, and who stands outside of them."""

    on: dt.date
    teams: list[TeamInChart]
    unplaced: list[PersonInChart]


class OnDay(BaseModel):
    """A day, today without it."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(None, description="As of this day; today without it.")


class PositionAnswer(Answer):
    """A kind of job."""

    id: int
    key: str
    name: str


class TerritoryAnswer(Answer):
    """A part of the market, with its owner on the day asked about."""

    id: int
    name: str
    kind: str
    description: str
    owner: Named | None
    owned_from: dt.date | None


@router.reads("/org-chart", "people.chart.get", ChartAnswer)
def org_chart(request: HttpRequest, query: Query[OnDay]) -> Any:
    """Who stands where on a day."""
    chart = queries.org_chart(actor_of_request(request), query.on or clock.today())
    return ChartAnswer(
        on=chart.on,
        teams=[
            TeamInChart(
                id=node.id,
                name=node.name,
                kind=node.kind,
                office=node.office,
                parent_id=node.parent_id,
                since=node.since,
                lead=_person(node.lead) if node.lead else None,
                members=[_person(one) for one in node.members],
            )
            for node in chart.nodes
        ],
        unplaced=[_person(one) for one in chart.unplaced],
    )


@router.reads("/offices", "people.office.list", list[Named])
def list_offices(request: HttpRequest) -> Any:
    """The regional offices."""
    return [Named(id=office.pk, name=office.name) for office in queries.offices(actor_of_request(request))]


@router.reads("/positions", "people.position.list", list[PositionAnswer])
def list_positions(request: HttpRequest) -> Any:
    """The kinds of job, lowest level first."""
    rows = queries.positions(actor_of_request(request))
    return [PositionAnswer(id=row.pk, key=row.key, name=str(row)) for row in rows]


@router.reads("/territories", "people.territory.list", list[TerritoryAnswer])
def list_territories(request: HttpRequest, query: Query[OnDay]) -> Any:
    """The territories with their owners on a day."""
    rows: Iterable[Any] = queries.territories(actor_of_request(request), query.on)
    return [
        TerritoryAnswer(
            id=row.pk,
            name=row.name,
            kind=row.kind,
            description=row.description,
            owner=None if row.owner_id is None else Named(id=row.owner_id, name=row.owner_name),
            owned_from=row.owned_from,
        )
        for row in rows
    ]


def _person(person: Any) -> PersonInChart:
    return PersonInChart(id=person.id, name=person.name, position=person.position, dotted_to=person.dotted_to)
