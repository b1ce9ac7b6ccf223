"""The REST operations on customers and deals."""

from cadre.crm.api import accounts, activities, catalogue, contacts, forecast, loss_reasons, opportunities, steps
from cadre.crm.api.routing import router

__all__ = [
    "accounts",
    "activities",
    "catalogue",
    "contacts",
    "forecast",
    "loss_reasons",
    "opportunities",
    "router",
    "steps",
]
