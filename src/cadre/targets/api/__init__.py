"""The REST operations on goals and targets."""

from cadre.targets.api import goals, plans, targets
from cadre.targets.api.routing import router

__all__ = ["goals", "plans", "router", "targets"]
