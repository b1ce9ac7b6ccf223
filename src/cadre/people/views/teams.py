"""Teams: the list, one team with its people and history, and changes from a day on."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.verbs import may
from cadre.people import queries, services
from cadre.people.forms.teams import CloseTeamForm, EndLeadForm, LeadForm, MoveTeamForm, NewTeamForm, TeamForm
from cadre.people.lists import TeamList
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer


@door()
def team_list(request: HttpRequest) -> HttpResponseBase:
    return TeamList(request).response()


@door()
def team_record(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    team = queries.team_by_id(actor, team_id)
    placements, leads = queries.team_history(team_id)
    rows = list(queries.members_of(team_id))
    context = {
        "team": team,
        "now": queries.teams(actor).get(pk=team_id),
        "below": list(queries.teams(actor).filter(parent_id=team_id).order_by("name")),
        "present": [row for row in rows if row.valid_from <= today and (not row.valid_to or row.valid_to > today)],
        "others": [row for row in rows if row.valid_from > today or (row.valid_to and row.valid_to <= today)],
        "placements": placements,
        "leads": leads,
        "may_change": may(actor, "people.team.change"),
        "today": today,
    }
    return render(request, "people/team_record.html", context)


@door("GET", "POST", verb="people.team.create")
def team_create(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        team = services.create_team(actor=request.actor, **given(form))  # type: ignore[attr-defined]
        return Done(_("The team is made."), url=_page(team.pk))

    drawer = Drawer(_("New team"), pgettext("button", "Create"), again=_("Create another"), draft="team-new")
    initial = {"parent_id": request.GET.get("under"), "on": clock.today()}
    return answer(request, drawer, NewTeamForm, save, initial=initial)


@door("GET", "POST", verb="people.team.change")
def team_change(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def now() -> dict[str, Any]:
        team = queries.team_by_id(actor, team_id)
        return {name: getattr(team, name) for name in ("name", "kind", "external_id", "version")}

    def save(form: Any) -> Done:
        services.change_team(actor=actor, team_id=team_id, **given(form))
        return Done(_("Saved."), url=_page(team_id))

    drawer = Drawer(_("Edit team"), pgettext("button", "Save"), draft=f"team-{team_id}")
    return answer(request, drawer, TeamForm, save, initial=now(), fresh=now)


@door("GET", "POST", verb="people.team.move")
def team_move(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    team = queries.team_by_id(actor, team_id)
    placements, _leads = queries.team_history(team_id)
    first = placements[0] if placements else None
    initial = {
        "parent_id": first.parent_id if first else None,
        "office_id": first.office_id if first else None,
        "on": clock.today(),
    }

    def save(form: Any) -> Done:
        services.move_team(actor=actor, team_id=team_id, **given(form))
        return Done(_("The team hangs there from that day on."), url=_page(team_id))

    drawer = Drawer(_("Move %(team)s") % {"team": team.name}, pgettext("button", "Move"))
    return answer(request, drawer, MoveTeamForm, save, initial=initial)


@door("GET", "POST", verb="people.team.lead")
def team_lead(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    team = queries.team_by_id(actor, team_id)

    def save(form: Any) -> Done:
        services.appoint_lead(actor=actor, team_id=team_id, **given(form))
        return Done(_("The lead is appointed."), url=_page(team_id))

    drawer = Drawer(_("Lead of %(team)s") % {"team": team.name}, pgettext("button", "Appoint"))
    return answer(request, drawer, LeadForm, save, initial={"on": clock.today()})


@door("GET", "POST", verb="people.team.end_lead")
def team_lead_end(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    team = queries.team_by_id(actor, team_id)

    def save(form: Any) -> Done:
        services.end_lead(actor=actor, team_id=team_id, on=form.cleaned_data["on"])
        return Done(_("The team has no lead from that day on."), url=_page(team_id))

    note = _("Its people then report to the lead of the team above, until somebody is appointed.")
    title = _("End the lead of %(team)s") % {"team": team.name}
    drawer = Drawer(title, pgettext("button: lead", "End"), danger=True, note=note)
    return answer(request, drawer, EndLeadForm, save, initial={"on": clock.today()})


@door("GET", "POST", verb="people.team.close")
def team_close(request: HttpRequest, team_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    team = queries.team_by_id(actor, team_id)

    def save(form: Any) -> Done:
        services.close_team(actor=actor, team_id=team_id, on=form.cleaned_data["on"])
        return Done(_("The team closes on that day."), url=_page(team_id))

    note = _("Its people and the teams below it must be moved first. What it did stays in every report.")
    drawer = Drawer(_("Close %(team)s") % {"team": team.name}, pgettext("button", "Close team"), danger=True, note=note)
    return answer(request, drawer, CloseTeamForm, save, initial={"on": clock.today()})


def _page(team_id: int) -> str:
    return reverse("people:team-record", args=[team_id])
