"""The REST operations on the organisation."""

from cadre.people.api import employees, leaves, organisation, teams
from cadre.people.api.routing import router

__all__ = ["employees", "leaves", "organisation", "router", "teams"]
