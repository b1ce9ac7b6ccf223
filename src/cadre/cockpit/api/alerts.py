"""Alerts: read, and say no more of one."""

from typing import Any

from django.http import HttpRequest

from cadre.cockpit import queries, services
from cadre.cockpit.api.routing import router
from cadre.cockpit.api.schemas import AlertAnswer
from cadre.cockpit.notices import said
from cadre.kernel.rest import Id, actor_of_request


@router.reads("/alerts", "cockpit.alerts", list[AlertAnswer], scope="me:read")
def list_alerts(request: HttpRequest) -> Any:
    """Your hundred latest alerts."""
    return [_told(row) for row in queries.alerts(actor_of_request(request))[:100]]


@router.acts("/alerts/{int:alert_id}/mute", "cockpit.alert.mute", AlertAnswer)
def mute_alert(request: HttpRequest, alert_id: Id) -> Any:
    """Say no more of this matter."""
    actor = actor_of_request(request)
    services.mute_alert(actor=actor, alert_id=alert_id)
    return _told(queries.alerts(actor).get(pk=alert_id))


def _told(row: Any) -> AlertAnswer:
    return AlertAnswer(
        id=row.pk,
        text=said(row.rule.condition, row.params),
        url=row.url,
        at=row.at,
        ended_at=row.ended_at,
        muted_at=row.muted_at,
    )
