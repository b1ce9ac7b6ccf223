"""The home of roles whose own rooms hold their work: people, and where to go."""

from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.people import queries as people

TEAMS_SHOWN = 12


def plain_home(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    staff = people.employees(actor).employed_on(today)
    return {
        "today": today,
        "headcount": staff.count(),
        "joined": people.employees(actor).filter(hired_on__gt=today.replace(day=1)).order_by("-hired_on")[:8],
        "leaving": people.employees(actor).filter(left_on__gt=today).order_by("left_on")[:8],
        "teams": people.teams(actor, today).exclude(stands_from=None).order_by("office_name", "name")[:TEAMS_SHOWN],
    }
