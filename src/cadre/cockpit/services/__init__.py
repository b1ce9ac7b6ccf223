"""The verbs of the cockpit."""

from cadre.cockpit.services.alerts import (
    active_rules,
    change_rule,
    create_rule,
    mute_alert,
    mute_alerts,
    raise_alerts,
    remove_rule,
    tell_alerts,
    unmute_alert,
    unmute_alerts,
)
from cadre.cockpit.services.dashboards import (
    change_dashboard,
    copy_dashboard,
    create_dashboard,
    leave_home,
    remove_dashboard,
    send_due_dashboards,
    set_home,
    share_dashboard,
    subscribe,
)
from cadre.cockpit.services.tiles import add_tile, arrange_tiles, change_tile, remove_tile, resize_tile

__all__ = [
    "active_rules",
    "add_tile",
    "arrange_tiles",
    "change_dashboard",
    "change_rule",
    "change_tile",
    "copy_dashboard",
    "create_dashboard",
    "create_rule",
    "leave_home",
    "mute_alert",
    "mute_alerts",
    "raise_alerts",
    "remove_dashboard",
    "remove_rule",
    "remove_tile",
    "resize_tile",
    "send_due_dashboards",
    "set_home",
    "share_dashboard",
    "subscribe",
    "tell_alerts",
    "unmute_alert",
    "unmute_alerts",
]
