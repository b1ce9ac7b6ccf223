"""What was told to whom, and what is watched."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from cadre.cockpit.models import Alert, AlertRule
from cadre.kernel.access import Actor


def alerts(actor: Actor) -> QuerySet[Any]:
    """The actor's own alerts, the newest first."""
    return Alert.objects.visible_to(actor).select_related("rule__owner")


def alerts_by_need(actor: Actor) -> QuerySet[Any]:
    """The actor's own alerts: what is open before what is over or muted, each the newest first."""
    still_open = Case(When(ended_at=None, muted_at=None, then=0), default=1)
    return alerts(actor).annotate(past=still_open).order_by("past", "-id")


def open_alert_count(actor: Actor) -> int:
    """How many matters are open and not muted."""
    return Alert.objects.visible_to(actor).filter(ended_at=None, muted_at=None).count()


def rules(actor: Actor) -> QuerySet[Any]:
    """The rules the actor made; those who look after the product see all."""
    return AlertRule.objects.visible_to(actor).select_related("owner")


def telling_rules(actor: Actor) -> QuerySet[Any]:
    """Rules of others that are on and tell the actor: his role, or something of his or of his people already."""
    told = Exists(Alert.objects.visible_to(actor).filter(rule=OuterRef("pk")))
    for_role = Q(audience=AlertRule.Audience.ROLE, role__in=[role.value for role in actor.roles])
    of_deal = Q(audience__in=[AlertRule.Audience.OWNER, AlertRule.Audience.MANAGER]) & Q(told)
    others = AlertRule.objects.filter(is_active=True).exclude(pk__in=AlertRule.objects.visible_to(actor).values("pk"))
    return others.filter(for_role | of_deal).select_related("owner").order_by("pk")
