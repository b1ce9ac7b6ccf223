"""Who reports to whom on a day. The solid line is derived: one's manager leads one's team, or the nearest led team above it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cadre.people.models import Assignment, Employee, TeamLead, TeamPlacement
from cadre.people.rules.tree import above

MOST_NAMED = 100


def employee_id_of_user(user_id: int) -> int | None:
    """The employee behind a sign-in, or None."""
    return Employee.objects.filter(user_id=user_id).values_list("pk", flat=True).first()


def employees_below(employee_id: int, on: dt.date) -> QuerySet[Any, Any]:
    """Ids of a person and of everybody in the teams he leads on a day, down to the last level, as a subquery."""
    found = reach_of(employee_id, on)
    return Employee.objects.filter(pk__in=found).order_by().values("pk") if isinstance(found, list) else found


def reach_of(employee_id: int, on: dt.date) -> QuerySet[Any, Any] | list[int]:
    """The same as the kernel asks for it: the ids themselves for most managers, a subquery where they are many.

    The team ids are read first: they are tens. So are the people below most managers: a database that is given the very ids
    finds their rows by an index of owner and state. Thousands stay inside the database.
    """
    teams = teams_below(led_by(employee_id, on), on)
    if not teams:
        return [employee_id]
    members = Assignment.objects.as_of(on).filter(team_id__in=teams).values("employee_id")
    below = Employee.objects.filter(
        Q(pk=employee_id)
        | Q(pk__in=members)
        | Q(pk__in=TeamLead.objects.as_of(on).filter(team_id__in=teams).values("employee_id"))
    )
    named = list(below.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
    return below.order_by().values("pk") if len(named) > MOST_NAMED else named


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


@dataclass(frozen=True)
class Organisation:
    """The whole organisation on a day as ids: parents and leads by team, team by person."""

    parents: dict[int, int | None]
    leads: dict[int, int]
    teams: dict[int, int]

    def manager_of(self, employee_id: int) -> int | None:
        """The lead of his team, or of the nearest team above it that somebody else leads. None at the top and outside."""
        line = above(self.parents, self.teams.get(employee_id))
        return next((self.leads[team] for team in line if self.leads.get(team, employee_id) != employee_id), None)

    def reports_of(self, employee_id: int) -> list[int]:
        """Those who report to him directly."""
        return [person for person in self.teams if person != employee_id and self.manager_of(person) == employee_id]

    def members_below(self, team_id: int) -> list[int]:
        """Everybody in a team and in all teams below it."""
        return [person for person, team in self.teams.items() if team_id in above(self.parents, team)]


def organisation_on(day: dt.date) -> Organisation:
    """The organisation on a day, in three queries."""
    return Organisation(
        parents=dict(TeamPlacement.objects.as_of(day).values_list("team_id", "parent_id")),
        leads=dict(TeamLead.objects.as_of(day).values_list("team_id", "employee_id")),
        teams=dict(Assignment.objects.as_of(day).values_list("employee_id", "team_id")),
    )


def stays_between(start: dt.date, end: dt.date) -> dict[int, list[tuple[int, dt.date, dt.date | None]]]:
    """Who was in which team on a day of [start, end): (team, from, until) by person, in order. One query."""
    rows = Assignment.objects.filter(valid_from__lt=end).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
    found: dict[int, list[tuple[int, dt.date, dt.date | None]]] = {}
    for person, team, began, ended in rows.order_by("valid_from").values_list(
        "employee_id", "team_id", "valid_from", "valid_to"
    ):
        found.setdefault(person, []).append((team, began, ended))
    return found


def manager_of(employee_id: int, on: dt.date) -> Employee | None:
    """The person he reports to on a day, or None."""
    own_team = Assignment.objects.as_of(on).filter(employee_id=employee_id).values_list("team_id", flat=True).first()
    if own_team is None:
        return None
    line = above(dict(TeamPlacement.objects.as_of(on).values_list("team_id", "parent_id")), own_team)
    leads = TeamLead.objects.as_of(on).filter(team_id__in=line).exclude(employee_id=employee_id)
    nearest = min(leads.select_related("employee"), key=lambda lead: line.index(lead.team_id), default=None)
    return nearest.employee if nearest else None
