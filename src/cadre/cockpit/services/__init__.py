"""The verbs of the cockpit."""

from cadre.cockpit.services.dashboards import (
    change_dashboard,
    copy_dashboard,
    create_dashboard,
    remove_dashboard,
    set_home,
    share_dashboard,
    subscribe,
)
from cadre.cockpit.services.tiles import add_tile, arrange_tiles, change_tile, remove_tile, resize_tile

__all__ = [
    "add_tile",
    "arrange_tiles",
    "change_dashboard",
    "change_tile",
    "copy_dashboard",
    "create_dashboard",
    "remove_dashboard",
    "remove_tile",
    "resize_tile",
    "set_home",
    "share_dashboard",
    "subscribe",
]
