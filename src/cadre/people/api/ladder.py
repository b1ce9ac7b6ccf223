"""Job families and job levels: what the ladder is made of."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from cadre.kernel.rest import Answer, Body, Id, Versioned, actor_of_request, expected_version, versioned
from cadre.people import queries, services
from cadre.people.api.routing import FromDay, router

if TYPE_CHECKING:
    from cadre.people.models import JobFamily, JobLevel

Name = Annotated[str, Field(min_length=1, max_length=80)]
OwnName = Annotated[str, Field(max_length=80, description="Empty: the shipped name, in each reader's language.")]
Retired = Annotated[dt.date | None, Field(description="The first day on which it is offered to nobody new.")]


class RungAnswer(Answer):
    """A job family or a job level; `rank` orders them, higher is further up or later."""

    id: int
    version: int
    key: str
    name: str
    rank: int
    retired_on: Retired

    @classmethod
    def of(cls, row: "JobFamily | JobLevel") -> "RungAnswer":
        return cls(id=row.pk, version=row.version, key=row.key, name=row.name, rank=row.rank, retired_on=row.retired_on)


class NewFamily(Body):
    """A job family, after the others."""

    name: Name


class NewLevel(Body):
    """A rung right above another; without `after_id` on top of the ladder."""

    name: Name
    after_id: Id | None = None


class RungChange(Versioned):
    """Another name, for all dates."""

    name: OwnName


class Place(Body):
    """Right after another (of levels: right above it); null: first, or at the bottom."""

    after_id: Id | None


@router.reads("/job-families", "people.job_family.list", list[RungAnswer])
def list_job_families(request: HttpRequest) -> Any:
    """The job families in the company's order."""
    return [RungAnswer.of(row) for row in queries.job_families(actor_of_request(request))]


@router.creates("/job-families", "people.job_family.create", RungAnswer)
def create_job_family(request: HttpRequest, payload: NewFamily) -> Any:
    """Add a job family."""
    return _rung(request, services.create_job_family(actor=actor_of_request(request), name=payload.name))


@router.changes("/job-families/{int:family_id}", "people.job_family.change", RungAnswer)
def change_job_family(request: HttpRequest, family_id: Id, payload: RungChange) -> Any:
    """Name a family otherwise."""
    version = expected_version(request, payload.expected_version)
    actor = actor_of_request(request)
    row = services.change_job_family(actor=actor, family_id=family_id, name=payload.name, expected_version=version)
    return _rung(request, row)


@router.acts("/job-families/{int:family_id}/place", "people.job_family.place", list[RungAnswer])
def place_job_family(request: HttpRequest, family_id: Id, payload: Place) -> Any:
    """Put a family elsewhere in the order. Answers with the new order."""
    services.place_job_family(actor=actor_of_request(request), family_id=family_id, after_id=payload.after_id)
    return list_job_families(request)


@router.acts("/job-families/{int:family_id}/retire", "people.job_family.retire", RungAnswer)
def retire_job_family(request: HttpRequest, family_id: Id, payload: FromDay) -> Any:
    """Offer a family no more from a day on."""
    row = services.retire_job_family(actor=actor_of_request(request), family_id=family_id, on=payload.on)
    return _rung(request, row)


@router.acts("/job-families/{int:family_id}/restore", "people.job_family.restore", RungAnswer)
def restore_job_family(request: HttpRequest, family_id: Id) -> Any:
    """Offer a retired family again."""
    return _rung(request, services.restore_job_family(actor=actor_of_request(request), family_id=family_id))


@router.reads("/job-levels", "people.job_level.list", list[RungAnswer])
def list_job_levels(request: HttpRequest) -> Any:
    """The rungs of the ladder, lowest first."""
    return [RungAnswer.of(row) for row in queries.job_levels(actor_of_request(request))]


@router.creates("/job-levels", "people.job_level.create", RungAnswer)
def create_job_level(request: HttpRequest, payload: NewLevel) -> Any:
    """Add a rung."""
    return _rung(request, services.create_job_level(actor=actor_of_request(request), **payload.sent()))


@router.changes("/job-levels/{int:level_id}", "people.job_level.change", RungAnswer)
def change_job_level(request: HttpRequest, level_id: Id, payload: RungChange) -> Any:
    """Name a rung otherwise."""
    version = expected_version(request, payload.expected_version)
    actor = actor_of_request(request)
    row = services.change_job_level(actor=actor, level_id=level_id, name=payload.name, expected_version=version)
    return _rung(request, row)


@router.acts("/job-levels/{int:level_id}/place", "people.job_level.place", list[RungAnswer])
def place_job_level(request: HttpRequest, level_id: Id, payload: Place) -> Any:
    """Put a rung elsewhere on the ladder. Answers with the new order."""
    services.place_job_level(actor=actor_of_request(request), level_id=level_id, after_id=payload.after_id)
    return list_job_levels(request)


@router.acts("/job-levels/{int:level_id}/retire", "people.job_level.retire", RungAnswer)
def retire_job_level(request: HttpRequest, level_id: Id, payload: FromDay) -> Any:
    """Offer a rung no more from a day on."""
    row = services.retire_job_level(actor=actor_of_request(request), level_id=level_id, on=payload.on)
    return _rung(request, row)


@router.acts("/job-levels/{int:level_id}/restore", "people.job_level.restore", RungAnswer)
def restore_job_level(request: HttpRequest, level_id: Id) -> Any:
    """Offer a retired rung again."""
    return _rung(request, services.restore_job_level(actor=actor_of_request(request), level_id=level_id))


def _rung(request: HttpRequest, row: "JobFamily | JobLevel") -> RungAnswer:
    versioned(request, row.version)
    return RungAnswer.of(row)
