"""Teams: where they hang, who leads them."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from cadre.kernel.rest import (
    Answer,
    Body,
    Day,
    FieldNames,
    Id,
    ListQuery,
    Named,
    Page,
    SortKey,
    Versioned,
    actor_of_request,
    expected_version,
    given,
    named,
    one_of,
    page_of,
    versioned,
)
from cadre.people import queries, services
from cadre.people.api.routing import FromDay, router

Kind = Literal["company", "region", "industry", "product", "key_account", "sales", "support"]
Name = Annotated[str, Field(min_length=1, max_length=80)]
ExternalId = Annotated[str, Field(min_length=1, max_length=64)]


class TeamAnswer(Answer):
    """A team, as it stands on the day asked about; without `stands_from` it does not stand then."""

    id: int
    version: int
    external_id: str | None
    name: str
    kind: Kind
    stands_from: dt.date | None
    parent: Named | None
    office: str | None
    lead: Named | None
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: Any) -> "TeamAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            external_id=row.external_id,
            name=row.name,
            kind=row.kind,
            stands_from=row.stands_from,
            parent=None if row.parent_id is None else Named(id=row.parent_id, name=row.parent_name),
            office=row.office_name,
            lead=None if row.lead_id is None else Named(id=row.lead_id, name=row.lead_name),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class TeamQuery(ListQuery):
    """Filters and order of teams: sort by id, name or updated_at."""

    lookups: ClassVar = {"kind": "kind__in", "external_id": "external_id__in", "parent_id": "parent_id__in"}
    on: Day | None = Field(None, description="As of this day; today without it.")
    kind: list[Kind] = []
    parent_id: list[Id] = []
    external_id: list[Annotated[str, Field(max_length=64)]] = []


class PlacementAnswer(Answer):
    """Under which team a team hangs, and at which office it sits, in [valid_from, valid_to)."""

    parent: Named | None
    office: Named | None
    valid_from: dt.date
    valid_to: dt.date | None


class LeadAnswer(Answer):
    """Who leads a team in [valid_from, valid_to)."""

    lead: Named
    valid_from: dt.date
    valid_to: dt.date | None


class NewTeam(Body):
    """A team that stands from a day on."""

    name: Name
    on: Day
    kind: Kind = "sales"
    parent_id: Id | None = None
    office_id: Id | None = None
    lead_id: Id | None = None
    external_id: ExternalId | None = None


class TeamChange(Versioned):
    """The fields that change, for all dates."""

    name: Name = "-"
    kind: Kind = "sales"
    external_id: ExternalId | None = None


class MoveTeam(Body):
    """Under another parent (null: to the top), from a day on."""

    parent_id: Id | None
    on: Day
    office_id: Id | None = None


class Appoint(Body):
    """Who leads, from a day on."""

    employee_id: Id
    on: Day


class CloseTeam(Versioned):
    """The first day without the team."""

    on: Day


@router.reads("/teams", "people.team.list", Page[TeamAnswer])
def list_teams(request: HttpRequest, query: Query[TeamQuery]) -> Any:
    """All teams by name."""
    rows = query.narrow(queries.teams(actor_of_request(request), query.on))
    sorts = {"name": SortKey("name"), "updated_at": SortKey("updated_at")}
    return page_of(rows, query, TeamAnswer.of, sorts=sorts, default="name")


@router.creates("/teams", "people.team.create", TeamAnswer)
def create_team(request: HttpRequest, payload: NewTeam) -> Any:
    """Make a team."""
    made = services.create_team(actor=actor_of_request(request), **payload.sent())
    return _told(request, made.pk, payload.on)


@router.reads("/teams/{int:team_id}", "people.team.get", TeamAnswer)
def get_team(request: HttpRequest, team_id: Id, on: Day | None = None, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One team, as of a day."""
    return _told(request, team_id, on)


@router.changes("/teams/{int:team_id}", "people.team.change", TeamAnswer)
def change_team(request: HttpRequest, team_id: Id, payload: TeamChange) -> Any:
    """Name a team or its kind otherwise."""
    actor = actor_of_request(request)
    version = expected_version(request, payload.expected_version)
    team = queries.team_by_id(actor, team_id)
    now = {"name": team.name, "kind": team.kind, "external_id": team.external_id}
    services.change_team(actor=actor, team_id=team_id, expected_version=version, **{**now, **payload.sent()})
    return _told(request, team_id)


@router.acts("/teams/{int:team_id}/move", "people.team.move", TeamAnswer)
def move_team(request: HttpRequest, team_id: Id, payload: MoveTeam) -> Any:
    """Hang a team, with all below it, elsewhere from a day on."""
    services.move_team(actor=actor_of_request(request), team_id=team_id, **payload.sent())
    return _told(request, team_id, payload.on)


@router.acts("/teams/{int:team_id}/lead", "people.team.lead", TeamAnswer)
def appoint_lead(request: HttpRequest, team_id: Id, payload: Appoint) -> Any:
    """Let somebody lead a team from a day on."""
    services.appoint_lead(actor=actor_of_request(request), team_id=team_id, **payload.sent())
    return _told(request, team_id, payload.on)


@router.acts("/teams/{int:team_id}/end-lead", "people.team.end_lead", TeamAnswer)
def end_lead(request: HttpRequest, team_id: Id, payload: FromDay) -> Any:
    """Leave a team without a lead of its own from a day on."""
    services.end_lead(actor=actor_of_request(request), team_id=team_id, on=payload.on)
    return _told(request, team_id, payload.on)


@router.acts("/teams/{int:team_id}/close", "people.team.close", TeamAnswer)
def close_team(request: HttpRequest, team_id: Id, payload: CloseTeam) -> Any:
    """End a team on a day, the first without it; its people and the teams below it must be moved first."""
    version = given(request, payload.expected_version)
    services.close_team(actor=actor_of_request(request), team_id=team_id, on=payload.on, expected_version=version)
    return _told(request, team_id, payload.on)


@router.reads("/teams/{int:team_id}/placements", "people.team.placements", list[PlacementAnswer])
def list_placements(request: HttpRequest, team_id: Id) -> Any:
    """Where a team hangs, hung and will hang, newest first."""
    queries.team_by_id(actor_of_request(request), team_id)
    placements, _leads = queries.team_history(team_id)
    return [
        PlacementAnswer(
            parent=named(row.parent), office=named(row.office), valid_from=row.valid_from, valid_to=row.valid_to
        )
        for row in placements
    ]


@router.reads("/teams/{int:team_id}/leads", "people.team.leads", list[LeadAnswer])
def list_leads(request: HttpRequest, team_id: Id) -> Any:
    """Who leads, led and will lead a team, newest first."""
    queries.team_by_id(actor_of_request(request), team_id)
    _placements, leads = queries.team_history(team_id)
    return [
        LeadAnswer(
            lead=Named(id=row.employee_id, name=row.employee.name), valid_from=row.valid_from, valid_to=row.valid_to
        )
        for row in leads
    ]


def _told(request: HttpRequest, team_id: int, on: dt.date | None = None) -> TeamAnswer:
    row = one_of(queries.teams(actor_of_request(request), on), team_id)
    versioned(request, row.version)
    return TeamAnswer.of(row)
