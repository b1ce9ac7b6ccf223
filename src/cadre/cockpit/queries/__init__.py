"""Questions about dashboards, tiles and alerts; every one starts from what the actor may see."""

from cadre.cockpit.queries.alerts import alerts, alerts_by_need, open_alert_count, rules, telling_rules
from cadre.cockpit.queries.dashboards import (
    Preferences,
    changeable,
    dashboard_by_id,
    dashboard_to_change,
    dashboards,
    filter_choices,
    home_dashboard,
    is_home,
    note_of,
    preferences_of,
    subscription_of,
    tile_in_thought,
    tile_to_change,
    title_of,
)
from cadre.cockpit.queries.reach import concerned_by, owners_reached
from cadre.cockpit.queries.tiles import ShownTile, answers, days_of, heading, shown_tiles

__all__ = [
    "Preferences",
    "ShownTile",
    "alerts",
    "alerts_by_need",
    "answers",
    "changeable",
    "concerned_by",
    "dashboard_by_id",
    "dashboard_to_change",
    "dashboards",
    "days_of",
    "filter_choices",
    "heading",
    "home_dashboard",
    "is_home",
    "note_of",
    "open_alert_count",
    "owners_reached",
    "preferences_of",
    "rules",
    "shown_tiles",
    "subscription_of",
    "telling_rules",
    "tile_in_thought",
    "tile_to_change",
    "title_of",
]
