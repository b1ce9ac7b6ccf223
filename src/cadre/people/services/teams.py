"""The team tree: make, rename, hang elsewhere, lead, close. Every change holds from a day on."""

import datetime as dt

from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.succession import change_from, end_from
from cadre.kernel.verbs import verb
from cadre.people.events import TeamChanged
from cadre.people.models import Assignment, Team, TeamLead, TeamPlacement
from cadre.people.policies import MOVERS
from cadre.people.problems import CIRCLE, NAME_TAKEN, NO_LEAD, TEAM_IN_USE
from cadre.people.rules.tree import Placement, first_circle
from cadre.people.services.standing import employed, open_office, planned_tree, standing_team


@verb("people.team.create", roles=MOVERS)
def create_team(
    *,
    actor: Actor,
    name: str,
    on: dt.date,
    kind: str = Team.Kind.SALES,
    parent_id: int | None = None,
    office_id: int | None = None,
    lead_id: int | None = None,
    external_id: str | None = None,
) -> Team:
    """Make a team that stands under a parent (None: at the top) from a day on.

    Raises NAME_TAKEN beside a sibling of that name, TEAM_CLOSED if the parent does not stand from then on.
    """
    _refuse_same_name(name, parent_id, on)
    if parent_id is not None:
        standing_team(parent_id, on, field="parent_id", until=None)
    open_office(office_id)
    team = write.create(Team, name=name.strip(), kind=kind, external_id=external_id or None)
    write.create(TeamPlacement, team_id=team.pk, parent_id=parent_id, office_id=office_id, valid_from=on)
    search.put("people.team", team.pk)
    publish(TeamChanged(team_id=team.pk, on=on))
    if lead_id is not None:
        appoint_lead(actor=actor, team_id=team.pk, employee_id=lead_id, on=on)
    return team


@verb("people.team.change", roles=MOVERS)
def change_team(
    *,
    actor: Actor,
    team_id: int,
    name: str,
    kind: str,
    external_id: str | None = None,
    expected_version: int | None = None,
) -> Team:
    """Name a team or its kind otherwise, for all dates."""
    team: Team = write.for_change(Team.objects.changeable_by(actor), team_id, expected_version)
    if name.strip().casefold() != team.name.casefold():
        current = TeamPlacement.objects.as_of(clock.today()).filter(team_id=team_id).first()
        _refuse_same_name(name, current.parent_id if current else None, clock.today())
    changed = write.change(team, name=name.strip(), kind=kind, external_id=external_id or None)
    search.put("people.team", team.pk)
    publish(TeamChanged(team_id=team.pk, on=_first_day(team.pk)))
    return changed


@verb("people.team.move", roles=MOVERS)
def move_team(
    *, actor: Actor, team_id: int, parent_id: int | None, on: dt.date, office_id: int | None = None
) -> TeamPlacement:
    """Hang a team, with all below it, under another parent (None: at the top) and at an office from a day on.

    Holds until the next move that is already planned. Raises CIRCLE when it would come to hang below itself on any day of
    that time, TEAM_CLOSED when either does not stand then.
    """
    team: Team = write.for_change(Team.objects.changeable_by(actor), team_id)
    current = standing_team(team_id, on, field="on", until=on + dt.timedelta(days=1))
    open_office(office_id, until=current.valid_to)
    if parent_id is not None:
        tree = planned_tree()
        moved = Placement(team_id, parent_id, on, current.valid_to)
        if day := first_circle(tree, moved):
            raise CIRCLE(field="parent_id", team=team.name, day=day)
        standing_team(parent_id, on, field="parent_id", until=current.valid_to)
    placement = change_from(TeamPlacement, of={"team_id": team_id}, on=on, parent_id=parent_id, office_id=office_id)
    publish(TeamChanged(team_id=team_id, on=on))
    return placement


@verb("people.team.lead", roles=MOVERS)
def appoint_lead(*, actor: Actor, team_id: int, employee_id: int, on: dt.date) -> TeamLead:
    """Let somebody lead a team from a day on. Raises NOT_EMPLOYED, TEAM_CLOSED."""
    write.for_change(Team.objects.changeable_by(actor), team_id)
    standing_team(team_id, on, field="on", until=on + dt.timedelta(days=1))
    employed(employee_id, on, field="employee_id")
    lead = change_from(TeamLead, of={"team_id": team_id}, on=on, employee_id=employee_id)
    publish(TeamChanged(team_id=team_id, on=on))
    return lead


@verb("people.team.end_lead", roles=MOVERS)
def end_lead(*, actor: Actor, team_id: int, on: dt.date) -> int:
    """Leave a team without a lead of its own from a day on: its people then report to the lead above. Raises NO_LEAD."""
    team: Team = write.for_change(Team.objects.changeable_by(actor), team_id)
    ended = end_from(TeamLead, of={"team_id": team_id}, on=on)
    if not ended:
        raise NO_LEAD(field="on", team=team.name, day=on)
    publish(TeamChanged(team_id=team_id, on=on))
    return ended


@verb("people.team.close", roles=MOVERS)
def close_team(*, actor: Actor, team_id: int, on: dt.date, expected_version: int | None = None) -> Team:
    """End a team on a day (the first without it). Raises TEAM_IN_USE while people or teams are below it on or after that day."""
    team: Team = write.for_change(Team.objects.changeable_by(actor), team_id, expected_version)
    people = Assignment.objects.overlapping(on, dt.date.max).filter(team_id=team_id).values("employee_id").distinct()
    below = TeamPlacement.objects.overlapping(on, dt.date.max).filter(parent_id=team_id).values("team_id").distinct()
    if people.exists() or below.exists():
        raise TEAM_IN_USE(field="on", team=team.name, people=people.count(), teams=below.count(), day=on)
    end_from(TeamLead, of={"team_id": team_id}, on=on)
    end_from(TeamPlacement, of={"team_id": team_id}, on=on)
    publish(TeamChanged(team_id=team_id, on=on))
    return team


def _refuse_same_name(name: str, parent_id: int | None, on: dt.date) -> None:
    siblings = TeamPlacement.objects.overlapping(on, dt.date.max).filter(parent_id=parent_id)
    if siblings.filter(team__name__iexact=name.strip()).exists():
        raise NAME_TAKEN(field="name", name=name.strip())


def _first_day(team_id: int) -> dt.date:
    first: dt.date = TeamPlacement.objects.filter(team_id=team_id).earliest("valid_from").valid_from
    return first
