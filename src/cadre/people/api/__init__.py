"""The REST operations on the organisation."""

from cadre.people.api import (
    employees,
    ladder,
    leaves,
    lines,
    offices,
    organisation,
    positions,
    teams,
    territories,
)
from cadre.people.api.routing import router

__all__ = [
    "employees",
    "ladder",
    "leaves",
    "lines",
    "offices",
    "organisation",
    "positions",
    "router",
    "teams",
    "territories",
]
