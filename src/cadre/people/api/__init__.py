"""The REST operations on the organisation."""

from cadre.people.api import employees, organisation, teams
from cadre.people.api.routing import router

__all__ = ["employees", "organisation", "router", "teams"]
