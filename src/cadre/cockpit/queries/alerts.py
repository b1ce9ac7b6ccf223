"""What was told to whom, and what is watched."""

from typing import Any

from django.db.models import QuerySet

from cadre.cockpit.models import Alert, AlertRule
from cadre.kernel.access import Actor


def alerts(actor: Actor) -> QuerySet[Any]:
    """The actor's own alerts, the newest first."""
    return Alert.objects.visible_to(actor).select_related("rule", "opportunity__account", "opportunity__product")


def open_alert_count(actor: Actor) -> int:
    """How many matters are open and not muted."""
    return Alert.objects.visible_to(actor).filter(ended_at=None, muted_at=None).count()


def rules(actor: Actor) -> QuerySet[Any]:
    """The rules the actor made; those who look after the product see all."""
    return AlertRule.objects.visible_to(actor).select_related("owner")
