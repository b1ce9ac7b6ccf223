"""Who sells: the members of sales teams who lead none."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from cadre.kernel.access import Actor, Role
from cadre.kernel.visibility import employees_under
from cadre.people.models import Assignment, Employee, Team, TeamLead

_SEE_ALL = (Role.DIRECTOR, Role.EXECUTIVE, Role.OPERATIONS, Role.ADMINISTRATOR, Role.HR)


def sellers_below(actor: Actor, on: dt.date) -> QuerySet[Any, Any]:
    """The sellers of the actor's subtree on a day; of the whole company for those who look after all of it."""
    members = Assignment.objects.as_of(on).filter(team__kind=Team.Kind.SALES).values("employee_id")
    leads = TeamLead.objects.as_of(on).values("employee_id")
    rows = Employee.objects.employed_on(on).filter(pk__in=members).exclude(pk__in=leads)
    return rows if actor.has(*_SEE_ALL) else rows.filter(pk__in=employees_under(actor, on))
