"""The home of roles whose own rooms hold their work: people, and where to go."""

import datetime as dt
from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.people import queries as people

TEAMS_SHOWN = 12


def plain_home(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    first = today.replace(day=1)
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    joined = people.employees(actor).filter(hired_on__gte=first, hired_on__lt=next_first)
    staff = people.employees(actor).employed_on(today)
    return {
        "today": today,
        "headcount": staff.count(),
        "joined": joined.order_by("-hired_on", "name")[:8],
        "leaving": people.employees(actor).filter(left_on__gt=today).order_by("left_on")[:8],
        "teams": people.teams(actor, today).exclude(stands_from=None).order_by("office_name", "name")[:TEAMS_SHOWN],
    }
