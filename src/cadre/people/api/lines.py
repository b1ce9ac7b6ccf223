"""Functional reporting lines beside the solid one, and where somebody works over time."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from cadre.kernel.rest import Answer, Body, Day, Id, Named, actor_of_request, named
from cadre.people import queries, services
from cadre.people.api.routing import FromDay, OnDay, router

if TYPE_CHECKING:
    from cadre.people.models import Assignment, DottedLine


class AssignmentAnswer(Answer):
    """In which team and position somebody works in [valid_from, valid_to)."""

    team: Named
    position: Named | None
    valid_from: dt.date
    valid_to: dt.date | None

    @classmethod
    def of(cls, row: "Assignment") -> "AssignmentAnswer":
        team = Named(id=row.team_id, name=row.team.name)
        return cls(team=team, position=named(row.position), valid_from=row.valid_from, valid_to=row.valid_to)


class DottedLineAnswer(Answer):
    """To whom somebody also reports in [valid_from, valid_to)."""

    id: int
    manager: Named
    reason: str
    valid_from: dt.date
    valid_to: dt.date | None

    @classmethod
    def of(cls, row: "DottedLine") -> "DottedLineAnswer":
        return cls(
            id=row.pk,
            manager=Named(id=row.manager_id, name=row.manager.name),
            reason=row.reason,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )


class NewDottedLine(Body):
    """A functional line from a day on, perhaps until another (the first day without it)."""

    manager_id: Id
    on: Day
    until: Day | None = None
    reason: Annotated[str, Field(max_length=120)] = ""


@router.reads("/employees/{int:employee_id}/assignments", "people.employee.assignments", list[AssignmentAnswer])
def list_assignments(request: HttpRequest, employee_id: Id) -> Any:
    """Where somebody works, worked and is planned to work, newest first."""
    queries.employee_by_id(actor_of_request(request), employee_id)
    return [AssignmentAnswer.of(row) for row in queries.assignments_of(employee_id)]


@router.reads("/employees/{int:employee_id}/dotted-lines", "people.dotted_line.list", list[DottedLineAnswer])
def list_dotted_lines(request: HttpRequest, employee_id: Id, query: Query[OnDay]) -> Any:
    """To whom somebody also reports on a day; on all days without one."""
    queries.employee_by_id(actor_of_request(request), employee_id)
    return [DottedLineAnswer.of(row) for row in queries.dotted_lines_of(employee_id, query.on)]


@router.creates("/employees/{int:employee_id}/dotted-lines", "people.dotted_line.draw", DottedLineAnswer)
def draw_dotted_line(request: HttpRequest, employee_id: Id, payload: NewDottedLine) -> Any:
    """Let somebody also report to another for a function."""
    actor = actor_of_request(request)
    queries.employee_by_id(actor, employee_id)
    return DottedLineAnswer.of(services.draw_dotted_line(actor=actor, employee_id=employee_id, **payload.sent()))


@router.acts(
    "/employees/{int:employee_id}/dotted-lines/{int:line_id}/end", "people.dotted_line.end", list[DottedLineAnswer]
)
def end_dotted_line(request: HttpRequest, employee_id: Id, line_id: Id, payload: FromDay) -> Any:
    """End a functional line on a day; one that begins only then is withdrawn. Answers with those that are left."""
    actor = actor_of_request(request)
    queries.employee_by_id(actor, employee_id)
    services.end_dotted_line(actor=actor, employee_id=employee_id, line_id=line_id, on=payload.on)
    return [DottedLineAnswer.of(row) for row in queries.dotted_lines_of(employee_id)]
