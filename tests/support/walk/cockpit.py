"""The walk through cockpit: a dashboard of rep_lin that nobody else was given, an alert and a rule of his."""

from tests.support.walk import ADMINISTRATOR, EVERYONE, OPERATIONS, Address

LIN = frozenset({"rep_lin"})
SEEING = LIN | OPERATIONS | ADMINISTRATOR
DASHBOARD, TILE, RULE, ALERT = (
    {"dashboard_id": "dashboard"},
    {"tile_id": "tile"},
    {"rule_id": "rule"},
    {"alert_id": "alert"},
)
FORM = {"kind": "number", "metrics": "bookings.amount", "width": "6", "period": "month"}
WATCH = {"condition": "idle", "most": "30", "audience": "self", "quiet_from": "20", "quiet_to": "8"}

ADDRESSES = [
    Address("cockpit:dashboard-list", get=EVERYONE, shows=("dashboard",)),
    Address("cockpit:dashboard-create", get=EVERYONE, post=EVERYONE, body={"title": "New"}),
    Address("cockpit:dashboard-page", get=SEEING, keys=DASHBOARD, shows=("dashboard",)),
    Address("cockpit:dashboard-tiles", get=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-edit", get=SEEING, post=SEEING, keys=DASHBOARD, body={"title": "New"}),
    Address("cockpit:dashboard-copy", post=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-remove", post=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-keep", post=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-share", get=SEEING, post=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-home", post=SEEING, keys=DASHBOARD),
    Address("cockpit:dashboard-mail", get=SEEING, post=SEEING, keys=DASHBOARD, body={"rhythm": "week"}),
    Address("cockpit:dashboard-export", get=SEEING, keys=DASHBOARD, query={"format": "csv"}),
    Address("cockpit:tile-arrange", post=SEEING, keys=DASHBOARD, body={"order": "@tile"}),
    Address("cockpit:tile-create", get=SEEING, post=SEEING, keys=DASHBOARD, body=FORM),
    Address("cockpit:tile-preview", post=EVERYONE, body=FORM),
    Address("cockpit:tile-edit", get=SEEING, post=SEEING, keys=TILE, body=FORM),
    Address("cockpit:tile-remove", post=SEEING, keys=TILE),
    Address("cockpit:tile-resize", post=SEEING, keys=TILE, query={"to": "wider"}),
    Address("cockpit:alert-list", get=EVERYONE),
    Address("cockpit:alert-mute", post=LIN, keys=ALERT),
    Address("cockpit:alert-unmute", post=LIN, keys=ALERT),
    Address("cockpit:alert-mute-many", post=LIN, body={"ids": "@alert"}),
    Address("cockpit:alert-unmute-many", post=LIN, body={"ids": "@alert"}),
    Address("cockpit:rule-list", get=EVERYONE),
    Address("cockpit:rule-create", get=EVERYONE, post=EVERYONE, body=WATCH),
    Address("cockpit:rule-edit", get=SEEING, post=SEEING, keys=RULE, body=WATCH),
    Address("cockpit:rule-remove", post=SEEING, keys=RULE),
]
