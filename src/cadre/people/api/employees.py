"""People: the directory, and joining, moving, leaving."""

import datetime as dt
from typing import Annotated, Any, ClassVar

from django.http import HttpRequest
from ninja import Query
from pydantic import Field, StrictBool

from cadre.kernel import clock
from cadre.kernel.access import Role
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
    one_of,
    page_of,
    versioned,
)
from cadre.people import queries, services
from cadre.people.api.routing import router

Name = Annotated[str, Field(min_length=1, max_length=120)]
Email = Annotated[str, Field(max_length=254)]
Phone = Annotated[str, Field(max_length=40)]
ExternalId = Annotated[str, Field(min_length=1, max_length=64)]
Receivers = Annotated[
    dict[Annotated[str, Field(max_length=60)], Id],
    Field(max_length=20, description="Who takes over which part of what he owns: part key → employee id."),
]


class EmployeeAnswer(Answer):
    """A colleague, with his team and office on the day asked about."""

    id: int
    version: int
    external_id: str | None
    name: str
    email: str
    phone: str
    hired_on: dt.date | None
    left_on: dt.date | None = Field(description="The first day without him.")
    team: Named | None
    office: str | None
    position_id: int | None
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: Any) -> "EmployeeAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            external_id=row.external_id,
            name=row.name,
            email=row.email,
            phone=row.phone,
            hired_on=row.hired_on,
            left_on=row.left_on,
            team=None if row.team_id is None else Named(id=row.team_id, name=row.team_name),
            office=row.office_name,
            position_id=row.position_id,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class EmployeeQuery(ListQuery):
    """Filters and order of people: sort by id, name or updated_at."""

    lookups: ClassVar = {"external_id": "external_id__in", "email": "email__in", "team_id": "team_id__in"}
    on: Day | None = Field(None, description="As of this day; today without it.")
    employed: bool | None = Field(None, description="Only those who belong to the company on the day.")
    team_id: list[Id] = []
    external_id: list[Annotated[str, Field(max_length=64)]] = []
    email: list[Annotated[str, Field(max_length=254)]] = []


class Join(Body):
    """Somebody new. With `roles` he gets a sign-in as well."""

    name: Name
    hired_on: Day
    team_id: Id
    position_id: Id | None = None
    email: Email = ""
    phone: Phone = ""
    external_id: ExternalId | None = None
    roles: Annotated[list[Role], Field(max_length=9)] = []


class EmployeeChange(Versioned):
    """The fields that change."""

    name: Name = "-"
    email: Email = ""
    phone: Phone = ""
    external_id: ExternalId | None = None


class MoveEmployee(Versioned):
    """To another team or position from a day on."""

    team_id: Id
    on: Day
    position_id: Id | None = None
    receivers: Receivers = {}


class Leave(Versioned):
    """The first day without him, and who takes over."""

    left_on: Day
    receivers: Receivers = {}
    end_access_now: StrictBool = False


@router.reads("/employees", "people.employee.list", Page[EmployeeAnswer])
def list_employees(request: HttpRequest, query: Query[EmployeeQuery]) -> Any:
    """Colleagues by name, past and present."""
    rows = queries.employees(actor_of_request(request), query.on)
    if query.employed:
        rows = rows.employed_on(query.on or clock.today())
    sorts = {"name": SortKey("name"), "updated_at": SortKey("updated_at")}
    return page_of(query.narrow(rows), query, EmployeeAnswer.of, sorts=sorts, default="name")


@router.creates("/employees", "people.employee.join", EmployeeAnswer)
def join_employee(request: HttpRequest, payload: Join) -> Any:
    """Take somebody into a team from a day on."""
    person = services.join_employee(actor=actor_of_request(request), **payload.sent())
    return _told(request, person.pk, payload.hired_on)


@router.reads("/employees/{int:employee_id}", "people.employee.get", EmployeeAnswer)
def get_employee(
    request: HttpRequest,
    employee_id: Id,
    on: Day | None = None,
    fields: FieldNames | None = None,  # noqa: ARG001 - the guard's
) -> Any:
    """One colleague, as of a day."""
    return _told(request, employee_id, on)


@router.changes("/employees/{int:employee_id}", "people.employee.change", EmployeeAnswer)
def change_employee(request: HttpRequest, employee_id: Id, payload: EmployeeChange) -> Any:
    """Correct somebody's name, addresses or number."""
    actor = actor_of_request(request)
    version = expected_version(request, payload.expected_version)
    person = queries.employee_by_id(actor, employee_id)
    now = {"name": person.name, "email": person.email, "phone": person.phone, "external_id": person.external_id}
    services.change_employee(
        actor=actor, employee_id=employee_id, expected_version=version, **{**now, **payload.sent()}
    )
    return _told(request, employee_id)


@router.acts("/employees/{int:employee_id}/move", "people.employee.move", EmployeeAnswer)
def move_employee(request: HttpRequest, employee_id: Id, payload: MoveEmployee) -> Any:
    """Let somebody work in another team or position from a day on."""
    version = given(request, payload.expected_version)
    services.move_employee(
        actor=actor_of_request(request), employee_id=employee_id, expected_version=version, **payload.sent()
    )
    return _told(request, employee_id, payload.on)


@router.acts("/employees/{int:employee_id}/leave", "people.employee.leave", EmployeeAnswer)
def leave_employee(request: HttpRequest, employee_id: Id, payload: Leave) -> Any:
    """End an employment on a day, and hand over everything he owns."""
    version = given(request, payload.expected_version)
    services.leave_employee(
        actor=actor_of_request(request),
        employee_id=employee_id,
        expected_version=version,
        **{"receivers": {}} | payload.sent(),
    )
    return _told(request, employee_id)


@router.acts("/employees/{int:employee_id}/withdraw-departure", "people.employee.withdraw_departure", EmployeeAnswer)
def withdraw_departure(request: HttpRequest, employee_id: Id) -> Any:
    """Take back a departure whose day has not come."""
    services.withdraw_departure(actor=actor_of_request(request), employee_id=employee_id)
    return _told(request, employee_id)


def _told(request: HttpRequest, employee_id: int, on: dt.date | None = None) -> EmployeeAnswer:
    row = one_of(queries.employees(actor_of_request(request), on), employee_id)
    versioned(request, row.version)
    return EmployeeAnswer.of(row)
