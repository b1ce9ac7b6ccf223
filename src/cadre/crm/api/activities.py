"""Activities."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.crm import queries, services
from cadre.crm.api.routing import router
from cadre.crm.api.timeline_schemas import ActivityAnswer, ActivityChange, ActivityQuery, Completion, NewActivity
from cadre.kernel.rest import (
    FieldNames,
    Id,
    Page,
    SortKey,
    actor_of_request,
    expected_version,
    one_of,
    page_of,
    versioned,
)

SORTS = {"at": SortKey("at"), "updated_at": SortKey("updated_at")}


@router.reads("/activities", "crm.activity.list", Page[ActivityAnswer])
def list_activities(request: HttpRequest, query: Query[ActivityQuery]) -> Any:
    """The activities you may see, newest first."""
    rows = query.narrow(queries.activities(actor_of_request(request)))
    return page_of(rows, query, ActivityAnswer.of, sorts=SORTS)


@router.creates("/activities", "crm.activity.record", ActivityAnswer)
def record_activity(request: HttpRequest, payload: NewActivity) -> Any:
    """Record what you did, or plan it."""
    return _told(request, services.record_activity(actor=actor_of_request(request), **payload.sent()))


@router.reads("/activities/{int:activity_id}", "crm.activity.get", ActivityAnswer)
def get_activity(request: HttpRequest, activity_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One activity."""
    return _told(request, one_of(queries.activities(actor_of_request(request)), activity_id))


@router.changes("/activities/{int:activity_id}", "crm.activity.change", ActivityAnswer)
def change_activity(request: HttpRequest, activity_id: Id, payload: ActivityChange) -> Any:
    """Change or reschedule an activity that you have read."""
    activity = services.change_activity(
        actor=actor_of_request(request),
        activity_id=activity_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, activity)


@router.acts("/activities/{int:activity_id}/complete", "crm.activity.complete", ActivityAnswer)
def complete_activity(request: HttpRequest, activity_id: Id, payload: Completion | None = None) -> Any:
    """Mark a planned activity as done now; twice is once."""
    body = payload.body if payload else ""
    return _told(
        request, services.complete_activity(actor=actor_of_request(request), activity_id=activity_id, body=body)
    )


@router.removes("/activities/{int:activity_id}", "crm.activity.remove")
def remove_activity(request: HttpRequest, activity_id: Id) -> None:
    """Remove an activity that was recorded by mistake."""
    services.remove_activity(actor=actor_of_request(request), activity_id=activity_id)


def _told(request: HttpRequest, activity: Any) -> ActivityAnswer:
    versioned(request, activity.version)
    return ActivityAnswer.of(activity)
