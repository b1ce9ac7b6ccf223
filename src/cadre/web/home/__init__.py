"""What each role's home page shows. Every number comes from the metrics layer, over what the reader may see."""

from typing import Any

from cadre.kernel.access import Actor, Role
from cadre.web.home.company import company_home
from cadre.web.home.operations import operations_home
from cadre.web.home.own import own_home
from cadre.web.home.plain import plain_home
from cadre.web.home.team import team_home

_BY_ROLE = [
    (Role.DIRECTOR, "web/home_company.html", company_home),
    (Role.EXECUTIVE, "web/home_company.html", company_home),
    (Role.MANAGER, "web/home_team.html", team_home),
    (Role.REP, "web/home_own.html", own_home),
    (Role.OPERATIONS, "web/home_operations.html", operations_home),
    (Role.ADMINISTRATOR, "web/home_operations.html", operations_home),
]


def home_of(actor: Actor) -> tuple[str, dict[str, Any]]:
    """Template and context of the actor's home page, by the first of his roles in the order above."""
    for role, template, build in _BY_ROLE:
        if role in actor.roles:
            return template, build(actor)
    return "web/home_plain.html", plain_home(actor)
