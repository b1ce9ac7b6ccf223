"""Opportunities: list, board, record, and the forms around them."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cadre.crm import queries, services
from cadre.crm.forms import OpportunityForm, ReassignForm, RescheduleForm
from cadre.crm.lists import OpportunityBoard, OpportunityList
from cadre.crm.problems import EXIT_OPEN
from cadre.crm.views.answers import DEAL_CHANGED, actor_of, number_in, picked, undo_url
from cadre.crm.views.record import record_context
from cadre.crm.views.several import note_of
from cadre.kernel import search
from cadre.kernel.problems import NOT_FOUND, Problem
from cadre.ui.boards import Refusal
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.formatting import number
from cadre.ui.forms import Form
from cadre.ui.lists import chosen

OFFERED = 12


@door()
def opportunity_list(request: HttpRequest) -> HttpResponseBase:
    return OpportunityList(request).response()


@door()
def opportunity_board(request: HttpRequest) -> HttpResponseBase:
    return OpportunityBoard(request).response()


@door("POST", verb="crm.opportunity.move")
def opportunity_drop(request: HttpRequest) -> HttpResponse:
    """A card of the board was put into another column. A forbidden move is answered with what is missing."""
    actor, board = actor_of(request), OpportunityBoard(request)
    card, version = number_in(request.POST, "card") or 0, number_in(request.POST, "version")
    lane = next((lane for lane in board.lanes() if str(lane.value) == request.POST.get("to")), None)
    if lane is None:
        raise NOT_FOUND()
    try:
        if lane.kind == "won":
            deal = services.win_opportunity(actor=actor, opportunity_id=card, expected_version=version)
        else:
            deal = services.move_stage(actor=actor, opportunity_id=card, stage_id=lane.value, expected_version=version)
    except Problem as problem:
        # A stranger's deal is not found here; one that is seen but not his to move stays with the reason
        return board.refused(_refusal(problem, queries.opportunity_record(actor, card), lane))
    message = _("%(deal)s moved to “%(stage)s”.") % {"deal": deal, "stage": lane.label}
    return board.moved(deal, message, undo=undo_url(request))


def _refusal(problem: Problem, deal: Any, lane: Any) -> Refusal:
    if problem.code != EXIT_OPEN.code:
        return Refusal(problem.message)
    stage = next(stage for stage in queries.stages() if stage.pk == lane.value)
    missing = queries.missing_for(deal, stage)
    names = {criterion.pk for criterion in missing}
    met = [
        state.criterion.label for state in queries.criteria_of(deal) if state.is_met and state.criterion.pk not in names
    ]
    verb = "crm:opportunity-win" if lane.kind == "won" else "crm:opportunity-move"
    return Refusal(
        _("Not yet “%(stage)s”") % {"stage": lane.label},
        met=met,
        missing=[criterion.label for criterion in missing],
        mend=f"{reverse(verb, args=[deal.pk])}?to={lane.value}",
    )


@door()
def opportunity_options(request: HttpRequest) -> HttpResponse:
    """Open deals that hold what was typed, of `account` where one is chosen, for a search box in a form."""
    rows = queries.open_opportunities(actor_of(request)).order_by("-amount_minor", "-id")
    if (account_id := number_in(request.GET, "account")) is not None:
        rows = rows.filter(account_id=account_id)
    if typed := (request.GET.get("q") or "").strip()[:100]:
        ids = search.matching("crm.opportunity", typed)
        rows = rows.none() if ids is None else rows.filter(pk__in=ids)
    options = [(deal.pk, str(deal), deal.stage.name) for deal in rows[:OFFERED]]
    empty = "" if typed else _("There is no open opportunity here.")
    return render(request, "ui/_options.html", {"options": options, "empty": empty})


@door()
def opportunity_record(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """The record; `part` is what htmx asked to be fetched again."""
    context = record_context(request, opportunity_id)
    part = request.GET.get("part", "")
    template = {"record": "crm/_opportunity_record.html", "timeline": "crm/_timeline.html"}.get(
        part, "crm/opportunity_record.html"
    )
    return render(request, template, context)


@door("GET", "POST", verb="crm.opportunity.create")
def opportunity_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)

    def save(form: Form) -> Done:
        deal = services.create_opportunity(
            actor=actor, **picked(form.cleaned_data, "account", "product") | _owner(form)
        )
        url = reverse("crm:opportunity-record", args=[deal.pk])
        return Done(
            _("%(deal)s created.") % {"deal": deal},
            DEAL_CHANGED,
            url="" if request.POST.get("_again") else url,
            back=url,
        )

    drawer = Drawer(
        _("New opportunity"),
        pgettext("button", "Create"),
        again=_("Create and add another"),
        draft="crm.opportunity.new",
    )
    first = {"account": request.GET.get("account")}
    return answer(request, drawer, lambda **given: OpportunityForm(actor=actor, **given), save, initial=first)


def _owner(form: Form) -> dict[str, Any]:
    owner = form.cleaned_data.get("owner")
    return {"owner_id": owner} if owner else {}


@door("GET", "POST", verb="crm.opportunity.change")
def opportunity_edit(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)

    def values() -> dict[str, Any]:
        now = queries.opportunity_record(actor, opportunity_id)
        names = [
            "version",
            "amount_minor",
            "expected_close_on",
            "forecast",
            "next_step",
            "next_step_on",
            "competitors",
            "description",
        ]
        return {name: getattr(now, name) for name in names} | {"account": now.account_id, "product": now.product_id}

    def save(form: Form) -> Done:
        services.change_opportunity(
            actor=actor,
            opportunity_id=opportunity_id,
            expected_version=form.cleaned_data["version"],
            **picked(form.cleaned_data, "account", "product"),
        )
        return Done(_("Saved."), DEAL_CHANGED, undo=undo_url(request))

    def make(**given: Any) -> OpportunityForm:
        return OpportunityForm(actor=actor, deal=deal, **given)

    drawer = Drawer(_("Edit opportunity"), pgettext("button", "Save"), draft=f"crm.opportunity.{opportunity_id}")
    return answer(request, drawer, make, save, initial=values(), fresh=values)


@door("GET", "POST", verb="crm.opportunity.reassign")
def opportunity_reassign(request: HttpRequest) -> HttpResponse:
    """Give the chosen opportunities to another owner."""
    actor, rows = actor_of(request), chosen(request, OpportunityList)

    def save(form: Form) -> Done:
        ids = list(rows.values_list("pk", flat=True))
        n = services.reassign_opportunities(actor=actor, opportunity_ids=ids, owner_id=form.cleaned_data["owner"])
        return Done(
            ngettext("%(n)s opportunity has a new owner.", "%(n)s opportunities have a new owner.", n)
            % {"n": number(n)},
            DEAL_CHANGED,
            undo=undo_url(request),
        )

    return answer(
        request,
        Drawer(_("Change owner"), pgettext("button", "Change"), note=note_of(rows.count())),
        lambda **given: ReassignForm(actor=actor, **given),
        save,
    )


@door("GET", "POST", verb="crm.opportunity.reschedule")
def opportunity_reschedule(request: HttpRequest) -> HttpResponse:
    """Set the expected closing date of the chosen opportunities."""
    actor, rows = actor_of(request), chosen(request, OpportunityList)

    def save(form: Form) -> Done:
        ids = list(rows.values_list("pk", flat=True))
        day = form.cleaned_data["expected_close_on"]
        n = services.reschedule_opportunities(actor=actor, opportunity_ids=ids, expected_close_on=day)
        return Done(
            ngettext("%(n)s opportunity moved.", "%(n)s opportunities moved.", n) % {"n": number(n)},
            DEAL_CHANGED,
            undo=undo_url(request),
        )

    return answer(
        request,
        Drawer(_("Change expected close"), pgettext("button", "Change"), note=note_of(rows.count())),
        RescheduleForm,
        save,
    )


@door("POST", verb="crm.opportunity.meet_criterion")
def criterion_toggle(request: HttpRequest, opportunity_id: int, criterion_id: int) -> HttpResponse:
    """Tick an exit criterion, or take the tick back."""
    verb = services.meet_criterion if request.POST.get("met") else services.unmeet_criterion
    verb(actor=actor_of(request), opportunity_id=opportunity_id, criterion_id=criterion_id)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(DEAL_CHANGED)})
