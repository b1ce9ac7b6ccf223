"""Colleagues, teams, offices, positions and territories, as lists and as single rows."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.people.models import (
    Assignment,
    DottedLine,
    Employee,
    Handover,
    Office,
    Team,
    TeamLead,
    TeamPlacement,
    Territory,
    TerritoryOwner,
)
from cadre.people.models.employee import EmployeeQuerySet
from cadre.people.models.position import SHIPPED


def employed(day: dt.date) -> Q:
    """The condition of those who belong to the company on a day."""
    return Q(pk__in=Employee.objects.employed_on(day).values("pk"))


def position_of(row: Any) -> str:
    """The position of a row of `employees`, in the reader's language."""
    return row.position_own_name or str(SHIPPED.get(row.position_key or "", row.position_key or ""))


def employees(actor: Actor, on: dt.date | None = None) -> EmployeeQuerySet:
    """All people, past and present, with team, office and position as of a day (`team_name`, `office_name`, `position_id`)."""
    day = on or clock.today()
    now_assigned = Assignment.objects.as_of(day).filter(employee_id=OuterRef("pk"))
    sits = TeamPlacement.objects.as_of(day).filter(team_id=OuterRef("team_id"))
    found: EmployeeQuerySet = Employee.objects.visible_to(actor)
    found = found.annotate(
        team_id=Subquery(now_assigned.values("team_id")[:1]),
        team_name=Subquery(now_assigned.values("team__name")[:1]),
        position_id=Subquery(now_assigned.values("position_id")[:1]),
        position_key=Subquery(now_assigned.values("position__key")[:1]),
        position_own_name=Subquery(now_assigned.values("position__own_name")[:1]),
    )
    return found.annotate(office_name=Subquery(sits.values("office__name")[:1]))  # type: ignore[no-any-return]


def staff() -> EmployeeQuerySet:
    """All people as bare rows, for rooms that look one up."""
    return Employee.objects.all()


def employee_by_id(actor: Actor, employee_id: int) -> Employee:
    """One person. NOT_FOUND if there is none."""
    found: Employee | None = Employee.objects.visible_to(actor).select_related("user").filter(pk=employee_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def assignments_of(employee_id: int) -> QuerySet[Assignment]:
    """Where he works, worked and is planned to work, newest first."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(employee_id=employee_id)
    return rows.select_related("team", "position__level").order_by("-valid_from")


def dotted_lines_of(employee_id: int, on: dt.date | None = None) -> QuerySet[DottedLine]:
    """To whom he reports functionally on a day, or ever without one."""
    rows: QuerySet[DottedLine] = DottedLine.objects.as_of(on) if on else DottedLine.objects.all()
    rows = rows.filter(employee_id=employee_id)
    return rows.select_related("manager").order_by("manager__name")


def handovers_of(employee_id: int) -> QuerySet[Handover]:
    """The handovers of his work, planned and done, newest first."""
    rows: QuerySet[Handover] = Handover.objects.filter(employee_id=employee_id)
    return rows


def due_handovers(day: dt.date) -> QuerySet[Handover]:
    """Planned handovers whose day has come, earliest first."""
    rows: QuerySet[Handover] = Handover.objects.filter(done_at=None, on__lte=day)
    return rows.order_by("on", "pk")


def teams(actor: Actor, on: dt.date | None = None) -> QuerySet[Any]:
    """All teams, with parent, office and lead as of a day (`parent_name`, `office_name`, `lead_name`, `lead_id`).

    One that does not stand on that day has no `stands_from`.
    """
    day = on or clock.today()
    hangs = TeamPlacement.objects.as_of(day).filter(team_id=OuterRef("pk"))
    led = TeamLead.objects.as_of(day).filter(team_id=OuterRef("pk"))
    found: QuerySet[Any] = Team.objects.visible_to(actor)
    return found.annotate(
        stands_from=Subquery(hangs.values("valid_from")[:1]),
        parent_id=Subquery(hangs.values("parent_id")[:1]),
        parent_name=Subquery(hangs.values("parent__name")[:1]),
        office_name=Subquery(hangs.values("office__name")[:1]),
        lead_id=Subquery(led.values("employee_id")[:1]),
        lead_name=Subquery(led.values("employee__name")[:1]),
    )


def teams_on(day: dt.date) -> QuerySet[Team]:
    """The teams that stand in the tree on a day."""
    found: QuerySet[Team] = Team.objects.filter(pk__in=TeamPlacement.objects.as_of(day).values("team_id"))
    return found


def team_by_id(actor: Actor, team_id: int) -> Team:
    """One team. NOT_FOUND if there is none."""
    found: Team | None = Team.objects.visible_to(actor).filter(pk=team_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def offices(actor: Actor) -> QuerySet[Office]:
    found: QuerySet[Office] = Office.objects.visible_to(actor)
    return found


def territories(actor: Actor, on: dt.date | None = None) -> QuerySet[Any]:
    """All territories with their owner as of a day (`owner_id`, `owner_name`, `owned_from`)."""
    owned = TerritoryOwner.objects.as_of(on or clock.today()).filter(territory_id=OuterRef("pk"))
    found: QuerySet[Any] = Territory.objects.visible_to(actor)
    return found.annotate(
        owner_id=Subquery(owned.values("employee_id")[:1]),
        owner_name=Subquery(owned.values("employee__name")[:1]),
        owned_from=Subquery(owned.values("valid_from")[:1]),
    )


def territory_by_id(actor: Actor, territory_id: int) -> Territory:
    """One territory. NOT_FOUND if there is none."""
    found: Territory | None = Territory.objects.visible_to(actor).filter(pk=territory_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def team_history(team_id: int) -> tuple[list[TeamPlacement], list[TeamLead]]:
    """Where a team hung and who led it, newest first."""
    placements = TeamPlacement.objects.filter(team_id=team_id).select_related("parent", "office")
    leads = TeamLead.objects.filter(team_id=team_id).select_related("employee")
    return list(placements.order_by("-valid_from")), list(leads.order_by("-valid_from"))


def members_of(team_id: int) -> QuerySet[Assignment]:
    """Everybody who works, worked or will work in a team, the present ones first."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(team_id=team_id)
    return rows.select_related("employee", "position__level").order_by("-valid_from", "employee__name")


def owners_of(territory_id: int) -> QuerySet[TerritoryOwner]:
    """Who owns, owned and will own a territory, newest first."""
    rows: QuerySet[TerritoryOwner] = TerritoryOwner.objects.filter(territory_id=territory_id)
    return rows.select_related("employee").order_by("-valid_from")


def names_of(employee_ids: Collection[int]) -> dict[int, str]:
    """Names by id."""
    return dict(Employee.objects.filter(pk__in=employee_ids).values_list("pk", "name"))


def office_by_id(actor: Actor, office_id: int) -> Office:
    """One office. NOT_FOUND if there is none."""
    found: Office | None = Office.objects.visible_to(actor).filter(pk=office_id).first()
    if found is None:
        raise NOT_FOUND()
    return found
