"""Tables of the cockpit."""

from cadre.cockpit.models.alert import Alert, AlertRule
from cadre.cockpit.models.dashboard import Dashboard, Home, Share, Subscription, Tile

__all__ = ["Alert", "AlertRule", "Dashboard", "Home", "Share", "Subscription", "Tile"]
