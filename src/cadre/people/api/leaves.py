"""Leave: who is away when, and why for those who may know."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field, StrictBool

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
    one_of,
    page_of,
    versioned,
)
from cadre.people import queries, services
from cadre.people.api.routing import router

Kind = Literal["annual", "sick", "parental", "unpaid", "other"]
Note = Annotated[str, Field(max_length=200)]


class LeaveAnswer(Answer):
    """Days on which somebody is away."""

    id: int
    version: int
    employee: Named
    kind: Kind
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="The first day back; null until further notice.")
    lowers_target: bool = Field(description="Whether targets are given out without these working days.")
    note: str
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: Any) -> "LeaveAnswer":
        names = set(cls.model_fields) - {"id", "employee"}
        who = Named(id=row.employee_id, name=row.employee.name)
        return cls(id=row.pk, employee=who, **{name: getattr(row, name) for name in names})


class LeaveQuery(ListQuery):
    """Filters and order of leave: sort by id or valid_from."""

    lookups: ClassVar = {"employee_id": "employee_id__in", "kind": "kind__in"}
    employee_id: list[Id] = []
    kind: list[Kind] = []
    on: Day | None = Field(None, description="Only leave that holds on this day.")


class NewLeave(Body):
    """Somebody is away from a day on."""

    employee_id: Id
    kind: Kind
    valid_from: Day
    valid_to: Day | None = None
    lowers_target: StrictBool | None = None
    note: Note = ""


class LeaveChange(Versioned):
    """The fields that change."""

    kind: Kind = "annual"
    valid_from: Day = dt.date(2000, 1, 1)
    valid_to: Day | None = None
    lowers_target: StrictBool = False
    note: Note = ""


@router.reads("/leaves", "people.leave.list", Page[LeaveAnswer])
def list_leaves(request: HttpRequest, query: Query[LeaveQuery]) -> Any:
    """Leave whose reason you may know: your own, that of those below you; HR sees all."""
    rows = queries.leaves(actor_of_request(request))
    if query.on:
        rows = rows.as_of(query.on)  # type: ignore[attr-defined]
    return page_of(query.narrow(rows), query, LeaveAnswer.of, sorts={"valid_from": SortKey("valid_from")})


@router.creates("/leaves", "people.leave.enter", LeaveAnswer)
def enter_leave(request: HttpRequest, payload: NewLeave) -> Any:
    """Enter leave for somebody below you."""
    return _told(request, services.enter_leave(actor=actor_of_request(request), **payload.sent()).pk)


@router.reads("/leaves/{int:leave_id}", "people.leave.get", LeaveAnswer)
def get_leave(request: HttpRequest, leave_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One leave."""
    return _told(request, leave_id)


@router.changes("/leaves/{int:leave_id}", "people.leave.change", LeaveAnswer)
def change_leave(request: HttpRequest, leave_id: Id, payload: LeaveChange) -> Any:
    """Change days, kind or effect of a leave."""
    actor = actor_of_request(request)
    version = expected_version(request, payload.expected_version)
    row = queries.leave_by_id(actor, leave_id)
    now = {name: getattr(row, name) for name in ("kind", "valid_from", "valid_to", "lowers_target", "note")}
    services.change_leave(actor=actor, leave_id=leave_id, expected_version=version, **now | payload.sent())
    return _told(request, leave_id)


@router.removes("/leaves/{int:leave_id}", "people.leave.withdraw")
def withdraw_leave(request: HttpRequest, leave_id: Id) -> None:
    """Take a leave back."""
    services.withdraw_leave(actor=actor_of_request(request), leave_id=leave_id)


def _told(request: HttpRequest, leave_id: int) -> LeaveAnswer:
    row = one_of(queries.leaves(actor_of_request(request)), leave_id)
    versioned(request, row.version)
    return LeaveAnswer.of(row)
