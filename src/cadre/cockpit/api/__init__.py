"""The REST operations on dashboards, tiles, alerts and their rules: the same figures and verbs as on the pages."""

from cadre.cockpit.api import alerts, dashboards, rules, tiles
from cadre.cockpit.api.routing import router

__all__ = ["alerts", "dashboards", "router", "rules", "tiles"]
