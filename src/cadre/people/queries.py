"""Questions about the organisation, each as of a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cadre.people.models import Assignment, Employee, TeamLead, TeamPlacement


def employee_id_of_user(user_id: int) -> int | None:
    """The employee behind a sign-in, or None."""
    return Employee.objects.filter(user_id=user_id).values_list("pk", flat=True).first()


def employees_below(employee_id: int, on: dt.date) -> QuerySet[Any, Any]:
    """Ids of a person and of everybody in the teams he leads on a day, down to the last level, as a subquery.

    The team ids are read first: they are tens, while the people below may be thousands and must stay inside the database.
    """
    teams = teams_below(led_by(employee_id, on), on)
    if not teams:
        return Employee.objects.filter(pk=employee_id).values("pk")
    members = Assignment.objects.as_of(on).filter(team_id__in=teams).values("employee_id")
    return Employee.objects.filter(
        Q(pk=employee_id)
        | Q(pk__in=members)
        | Q(pk__in=TeamLead.objects.as_of(on).filter(team_id__in=teams).values("employee_id"))
    ).values("pk")


def led_by(employee_id: int, on: dt.date) -> list[int]:
    """Ids of the teams a person leads on a day."""
    return list(TeamLead.objects.as_of(on).filter(employee_id=employee_id).values_list("team_id", flat=True))


def teams_below(team_ids: Iterable[int], on: dt.date) -> list[int]:
    """Ids of the given teams and all below them on a day, parents before children. A circle, should one exist, ends where it closes."""
    found = list(team_ids)
    if not found:
        return []
    children: dict[int, list[int]] = {}
    for team_id, parent_id in TeamPlacement.objects.as_of(on).values_list("team_id", "parent_id"):
        children.setdefault(parent_id, []).append(team_id)
    seen = set(found)
    for team_id in found:  # grows while it is walked
        below = [child for child in children.get(team_id, ()) if child not in seen]
        seen.update(below)
        found.extend(below)
    return found
