"""A company of any shape for tests of the organisation, made by its verbs."""

import datetime as dt
from typing import Any

from cadre.kernel.access import SYSTEM
from cadre.people import services
from cadre.people.models import Employee, Team

BEGIN = dt.date(2020, 1, 1)


def team(name: str, under: Team | None = None, on: dt.date = BEGIN, **fields: Any) -> Team:
    return services.create_team(actor=SYSTEM, name=name, on=on, parent_id=under.pk if under else None, **fields)


def person(name: str, where: Team, on: dt.date = BEGIN, **fields: Any) -> Employee:
    return services.join_employee(actor=SYSTEM, name=name, hired_on=on, team_id=where.pk, **fields)


def lead(where: Team, who: Employee, on: dt.date = BEGIN) -> None:
    services.appoint_lead(actor=SYSTEM, team_id=where.pk, employee_id=who.pk, on=on)
