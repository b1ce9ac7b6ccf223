"""Alerts: read, say no more of one, hear of it again."""

from typing import Any

from django.http import HttpRequest

from cadre.cockpit import queries, services
from cadre.cockpit.api.routing import router
from cadre.cockpit.api.schemas import AlertAnswer, SomeAlerts
from cadre.cockpit.notices import said
from cadre.cockpit.reasons import why_told
from cadre.kernel.access import Actor
from cadre.kernel.rest import Id, actor_of_request


@router.reads("/alerts", "cockpit.alerts", list[AlertAnswer], scope="me:read")
def list_alerts(request: HttpRequest) -> Any:
    """Your hundred latest alerts, each with whose rule told you and why."""
    actor = actor_of_request(request)
    return [_told(row, actor) for row in queries.alerts(actor)[:100]]


@router.acts("/alerts/{int:alert_id}/mute", "cockpit.alert.mute", AlertAnswer)
def mute_alert(request: HttpRequest, alert_id: Id) -> Any:
    """Say no more of this matter."""
    actor = actor_of_request(request)
    services.mute_alert(actor=actor, alert_id=alert_id)
    return _told(queries.alerts(actor).get(pk=alert_id), actor)


@router.acts("/alerts/{int:alert_id}/unmute", "cockpit.alert.unmute", AlertAnswer)
def unmute_alert(request: HttpRequest, alert_id: Id) -> Any:
    """Take a mute back: the matter is open again as long as it lasts."""
    actor = actor_of_request(request)
    services.unmute_alert(actor=actor, alert_id=alert_id)
    return _told(queries.alerts(actor).get(pk=alert_id), actor)


@router.acts("/alerts/mute", "cockpit.alert.mute_many", list[AlertAnswer])
def mute_alerts(request: HttpRequest, payload: SomeAlerts) -> Any:
    """Say no more of any of these matters; of none of them where one is not yours."""
    actor = actor_of_request(request)
    services.mute_alerts(actor=actor, alert_ids=payload.alerts)
    return _all_told(payload.alerts, actor)


@router.acts("/alerts/unmute", "cockpit.alert.unmute_many", list[AlertAnswer])
def unmute_alerts(request: HttpRequest, payload: SomeAlerts) -> Any:
    """Take the mutes of these back."""
    actor = actor_of_request(request)
    services.unmute_alerts(actor=actor, alert_ids=payload.alerts)
    return _all_told(payload.alerts, actor)


def _all_told(alert_ids: list[int], actor: Actor) -> list[AlertAnswer]:
    return [_told(row, actor) for row in queries.alerts(actor).filter(pk__in=alert_ids)]


def _told(row: Any, actor: Actor) -> AlertAnswer:
    return AlertAnswer(
        id=row.pk,
        rule=row.rule_id,
        text=said(row.rule.condition, row.params),
        why=why_told(row.rule, actor.user_id),
        url=row.url,
        at=row.at,
        ended_at=row.ended_at,
        muted_at=row.muted_at,
    )
