"""The REST operations that belong to no room: who I am, what I was told, and the search."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel import feed, notifications, search
from cadre.kernel.problems import ProblemKind
from cadre.kernel.rest import Answer, ApiRouter, Body, Changed, Id, ListQuery, Page, actor_of_request, page_of

router = ApiRouter("me")
UNKNOWN_KIND = ProblemKind("api.unknown_kind", _("There is no kind “%(kind)s”. Known are: %(known)s."), 422)


class Me(Answer):
    """The person behind the key."""

    user_id: int
    employee_id: int | None
    name: str
    email: str
    roles: list[str]
    language: str
    unread_notifications: int


class NotificationAnswer(Answer):
    """Something you were told."""

    id: int
    code: str
    text: str
    url: str
    at: dt.datetime
    read_at: dt.datetime | None


class NotificationQuery(ListQuery):
    """Newest first."""

    unread: bool = False


class Read(Body):
    """Which notifications are read; all without ids."""

    ids: Annotated[list[Id], Field(max_length=1000)] | None = None


class EventAnswer(Answer):
    """Something that happened: ids and plain values."""

    id: int
    name: str
    at: dt.datetime
    payload: dict[str, Any]


class FeedAnswer(Answer):
    """Events, oldest first. Remember `next_after` and ask again after it; the same number means nothing new."""

    items: list[EventAnswer]
    next_after: int


class FeedQuery(BaseModel):
    """Where to go on."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = Field(0, description="`next_after` of the page before.")
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class SearchQuery(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(min_length=1, max_length=200)]
    kind: list[Annotated[str, Field(max_length=40)]] = Field([], description="Like crm.account; all without it.")
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class HitAnswer(Answer):
    """A record that was found."""

    kind: str
    id: int
    title: str
    url: str


class FoundAnswer(Answer):
    """The best first. `capped`: older ones that also hold the words were left aside."""

    items: list[HitAnswer]
    capped: bool


@router.reads("/me", "me.get", Me, scope="")
def get_me(request: HttpRequest) -> Any:
    """Who the key belongs to. Any valid key may ask."""
    actor, user = actor_of_request(request), request.user
    return Me(
        user_id=user.pk,
        employee_id=actor.employee_id,
        name=user.name,  # type: ignore[union-attr]
        email=user.email,  # type: ignore[union-attr]
        roles=sorted(actor.roles),
        language=user.language,  # type: ignore[union-attr]
        unread_notifications=notifications.unread_count(actor),
    )


@router.reads("/notifications", "me.notification.list", Page[NotificationAnswer])
def list_notifications(request: HttpRequest, query: Query[NotificationQuery]) -> Any:
    """What you were told, newest first."""
    rows = notifications.notifications_of(actor_of_request(request))
    rows = rows.filter(read_at=None) if query.unread else rows
    return page_of(rows, query, _notification, sorts={})


@router.acts("/notifications/read", "me.notification.read", Changed)
def read_notifications(request: HttpRequest, payload: Read | None = None) -> Any:
    """Mark your notifications as read."""
    return Changed(changed=notifications.mark_read(actor_of_request(request), payload.ids if payload else None))


@router.reads("/search", "search.find", FoundAnswer, scope="crm:read")
def find(request: HttpRequest, query: Query[SearchQuery]) -> Any:
    """Find what you may see: 銷售 finds 销售, and two characters are enough."""
    unknown = [kind for kind in query.kind if kind not in search.KINDS]
    if unknown:
        raise UNKNOWN_KIND(field="kind", kind=unknown[0], known=", ".join(search.KINDS))
    found = search.find(actor_of_request(request), query.q, kinds=query.kind or None, limit=query.limit)
    hits = [HitAnswer(kind=hit.kind.kind, id=hit.ref_id, title=hit.title, url=hit.url) for hit in found.hits]
    return FoundAnswer(items=hits, capped=found.capped)


@router.reads("/events", "events.list", FeedAnswer, scope="events:read")
def list_events(request: HttpRequest, query: Query[FeedQuery]) -> Any:
    """What happened, each event once and in order, for programs that follow. Kept for 14 days."""
    page = feed.events_after(actor_of_request(request), query.after, query.limit)
    items = [EventAnswer(id=row.pk, name=row.name, at=row.at, payload=row.payload) for row in page.events]
    return FeedAnswer(items=items, next_after=page.next_after)


def _notification(row: Any) -> NotificationAnswer:
    return NotificationAnswer(
        id=row.pk, code=row.code, text=notifications.sentence(row), url=row.url, at=row.at, read_at=row.read_at
    )
