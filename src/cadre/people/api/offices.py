"""Regional offices."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from cadre.kernel.rest import Answer, Body, Id, Versioned, actor_of_request, expected_version, versioned
from cadre.people import queries, services
from cadre.people.api.routing import FromDay, router

if TYPE_CHECKING:
    from cadre.people.models import Office

Name = Annotated[str, Field(min_length=1, max_length=80)]


class OfficeAnswer(Answer):
    """A regional office."""

    id: int
    version: int
    name: str
    closed_on: dt.date | None = Field(description="The first day on which no team sits there.")

    @classmethod
    def of(cls, row: "Office") -> "OfficeAnswer":
        return cls(id=row.pk, version=row.version, name=row.name, closed_on=row.closed_on)


class NewOffice(Body):
    """A place where teams sit."""

    name: Name


class OfficeChange(Versioned):
    """Another name, for all dates."""

    name: Name


@router.reads("/offices", "people.office.list", list[OfficeAnswer])
def list_offices(request: HttpRequest) -> Any:
    """The regional offices by name, closed ones too."""
    return [OfficeAnswer.of(row) for row in queries.offices(actor_of_request(request))]


@router.creates("/offices", "people.office.create", OfficeAnswer)
def create_office(request: HttpRequest, payload: NewOffice) -> Any:
    """Add an office."""
    return _told(request, services.create_office(actor=actor_of_request(request), name=payload.name))


@router.reads("/offices/{int:office_id}", "people.office.get", OfficeAnswer)
def get_office(request: HttpRequest, office_id: Id) -> Any:
    """One office."""
    return _told(request, queries.office_by_id(actor_of_request(request), office_id))


@router.changes("/offices/{int:office_id}", "people.office.rename", OfficeAnswer)
def rename_office(request: HttpRequest, office_id: Id, payload: OfficeChange) -> Any:
    """Give an office another name."""
    version = expected_version(request, payload.expected_version)
    actor = actor_of_request(request)
    row = services.rename_office(actor=actor, office_id=office_id, name=payload.name, expected_version=version)
    return _told(request, row)


@router.acts("/offices/{int:office_id}/close", "people.office.close", OfficeAnswer)
def close_office(request: HttpRequest, office_id: Id, payload: FromDay) -> Any:
    """Let no team sit there from a day on."""
    return _told(request, services.close_office(actor=actor_of_request(request), office_id=office_id, on=payload.on))


@router.acts("/offices/{int:office_id}/reopen", "people.office.reopen", OfficeAnswer)
def reopen_office(request: HttpRequest, office_id: Id) -> Any:
    """Let teams sit at a closed office again."""
    return _told(request, services.reopen_office(actor=actor_of_request(request), office_id=office_id))


@router.removes("/offices/{int:office_id}", "people.office.remove")
def remove_office(request: HttpRequest, office_id: Id) -> Any:
    """Remove an office at which no team ever sat."""
    services.remove_office(actor=actor_of_request(request), office_id=office_id)


def _told(request: HttpRequest, row: "Office") -> OfficeAnswer:
    versioned(request, row.version)
    return OfficeAnswer.of(row)
