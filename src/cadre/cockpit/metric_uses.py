"""Tiles and alert rules that use a metric keep it from being retired."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cadre.cockpit.models import AlertRule, Dashboard, Tile
from cadre.kernel.access import Actor
from cadre.targets.queries.uses import Use, register_uses


def places(actor: Actor) -> Iterable[Use]:
    """Every dashboard once a metric, and every rule that is on. Of what the asker may not see only that there is one."""
    from cadre.cockpit.queries.dashboards import title_of  # with it come the pictures, which a command does not need

    seen: set[tuple[str, int]] = set()
    shown = set(Dashboard.objects.visible_to(actor).values_list("pk", flat=True))
    for tile in Tile.objects.select_related("dashboard"):
        for metric in tile.metrics:
            if (metric, tile.dashboard_id) not in seen:
                seen.add((metric, tile.dashboard_id))
                name = title_of(tile.dashboard) if tile.dashboard_id in shown else _("somebody's own dashboard")
                page = reverse("cockpit:dashboard-page", args=[tile.dashboard_id])
                yield Use(metric, name, page if tile.dashboard_id in shown else reverse("cockpit:dashboard-list"))
    rules = AlertRule.objects.filter(is_active=True).exclude(metric="")
    for metric in rules.values_list("metric", flat=True):
        yield Use(metric, _("an alert"), reverse("cockpit:rule-list"))


register_uses(places)
