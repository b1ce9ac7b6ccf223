"""Ratings."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from cadre.kernel.rest import (
    Answer,
    ApiRouter,
    Body,
    Day,
    FieldNames,
    Id,
    ListQuery,
    Named,
    Page,
    SortKey,
    actor_of_request,
    named,
    one_of,
    page_of,
    versioned,
)
from cadre.voice import queries, services

if TYPE_CHECKING:
    from cadre.voice.models import Rating

router = ApiRouter("voice")
Channel = Literal["visit", "phone", "mail", "message", "link"]
Score = Annotated[int, Field(strict=True, ge=1, le=5, description="1 very dissatisfied, 5 very satisfied.")]
SORTS = {"on": SortKey("on"), "updated_at": SortKey("updated_at")}


class RatingAnswer(Answer):
    """What a customer gave. `employee` is who was rated."""

    id: int
    version: int
    on: dt.date
    scale: Literal["csat"]
    score: int
    channel: Channel
    words: str
    account: Named
    contact: Named | None
    activity_id: int | None
    opportunity_id: int | None
    employee: Named
    recorded_by: Named | None
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: "Rating") -> "RatingAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            on=row.on,
            scale=row.scale,  # type: ignore[arg-type]
            score=row.score,
            channel=row.channel,  # type: ignore[arg-type]
            words=row.words,
            account=Named(id=row.account_id, name=str(row.account)),
            contact=named(row.contact),
            activity_id=row.activity_id,
            opportunity_id=row.opportunity_id,
            employee=Named(id=row.employee_id, name=row.employee.name),
            recorded_by=named(row.recorded_by),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class RatingQuery(ListQuery):
    """Filters and order of ratings: sort by id, on or updated_at."""

    lookups: ClassVar = {
        "account_id": "account_id__in",
        "opportunity_id": "opportunity_id__in",
        "employee_id": "employee_id__in",
        "channel": "channel__in",
        "score": "score__in",
        "on_from": "on__gte",
        "on_to": "on__lte",
    }
    account_id: list[Id] = []
    opportunity_id: list[Id] = []
    employee_id: list[Id] = []
    channel: list[Channel] = []
    score: list[Annotated[int, Field(ge=1, le=5)]] = []
    on_from: Day | None = None
    on_to: Day | None = Field(None, description="Inclusive.")


class NewRating(Body):
    """What a customer gave. It counts for who did the activity, else owns the opportunity, else looks after the account."""

    account_id: Id
    score: Score
    channel: Channel = "visit"
    on: Day | None = Field(None, description="Today, without it.")
    contact_id: Id | None = None
    activity_id: Id | None = None
    opportunity_id: Id | None = None
    words: Annotated[str, Field(max_length=5000)] = ""


@router.reads("/ratings", "voice.rating.list", Page[RatingAnswer])
def list_ratings(request: HttpRequest, query: Query[RatingQuery]) -> Any:
    """The ratings you may see."""
    rows = query.narrow(queries.ratings(actor_of_request(request)))
    return page_of(rows, query, RatingAnswer.of, sorts=SORTS)


@router.creates("/ratings", "voice.rating.record", RatingAnswer)
def record_rating(request: HttpRequest, payload: NewRating) -> Any:
    """Record what a customer gave."""
    return _told(request, services.record_rating(actor=actor_of_request(request), **payload.sent()))


@router.reads("/ratings/{int:rating_id}", "voice.rating.get", RatingAnswer)
def get_rating(request: HttpRequest, rating_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One rating."""
    return _told(request, one_of(queries.ratings(actor_of_request(request)), rating_id))


@router.removes("/ratings/{int:rating_id}", "voice.rating.withdraw")
def withdraw_rating(request: HttpRequest, rating_id: Id) -> None:
    """Withdraw a rating that was recorded by mistake; for those above who was rated, and for service."""
    services.withdraw_rating(actor=actor_of_request(request), rating_id=rating_id)


def _told(request: HttpRequest, rating: Any) -> RatingAnswer:
    versioned(request, rating.version)
    return RatingAnswer.of(rating)
