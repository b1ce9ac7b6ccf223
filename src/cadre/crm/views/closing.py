"""Moving a deal to another stage, winning, losing and opening it again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import LoseForm, MoveForm, ReopenForm, WinForm
from cadre.crm.problems import EXIT_OPEN
from cadre.crm.views.answers import DEAL_CHANGED, actor_of, undo_url
from cadre.kernel import clock
from cadre.kernel.problems import Problem
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form


@contextmanager
def at_the_ticks() -> Iterator[None]:
    """What a move still lacks is said at the ticks of the form."""
    try:
        yield
    except Problem as problem:
        if problem.code == EXIT_OPEN.code:
            problem.problems[0].field = "met"
        raise


@door("GET", "POST", verb="crm.opportunity.move")
def opportunity_move(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """`to` is the stage. A POST without a form moves at once where nothing is missing, else asks for what is."""
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)
    stage = next((stage for stage in queries.stages() if str(stage.pk) == request.GET.get("to")), None)
    if stage is None:
        raise Http404
    missing = queries.missing_for(deal, stage)

    def move(met: list[int]) -> Done:
        moved = services.move_stage(actor=actor, opportunity_id=opportunity_id, stage_id=stage.pk, met=met)
        words = _("%(deal)s moved to “%(stage)s”.") % {"deal": moved, "stage": stage.name}
        return Done(words, DEAL_CHANGED, undo=undo_url(request))

    if request.method == "POST" and "_once" not in request.POST:
        if missing:
            signal = {"open-drawer": {"url": request.get_full_path()}}
            return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(signal)})
        return succeeded(request, move([]))

    def save(form: Form) -> Done:
        with at_the_ticks():
            return move(form.cleaned_data["met"])

    drawer = Drawer(
        _("Move to “%(stage)s”") % {"stage": stage.name},
        pgettext("button", "Move on"),
        note=_("What must be true before a deal leaves its stage. Each tick is kept with the date and your name."),
    )
    return answer(request, drawer, lambda **given: MoveForm(missing=missing, **given), save)


@door("GET", "POST", verb="crm.opportunity.win")
def opportunity_win(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)
    won = next(stage for stage in queries.stages() if stage.kind == "won")
    missing = queries.missing_for(deal, won)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        with at_the_ticks():
            closed = services.win_opportunity(
                actor=actor,
                opportunity_id=opportunity_id,
                expected_version=data["version"],
                closed_on=data["closed_on"],
                amount_minor=data["amount_minor"],
                met=data.get("met", ()),
                close_note=data["close_note"],
            )
        return Done(_("Won: %(deal)s. Congratulations!") % {"deal": closed}, DEAL_CHANGED, undo=undo_url(request))

    def values() -> dict[str, Any]:
        now = queries.opportunity_record(actor, opportunity_id)
        return {"version": now.version, "amount_minor": now.amount_minor, "closed_on": clock.today()}

    def make(**given: Any) -> WinForm:
        return WinForm(currency=deal.currency, missing=missing, **given)

    drawer = Drawer(_("Won: %(deal)s") % {"deal": deal}, pgettext("button", "Close as won"))
    return answer(request, drawer, make, save, initial=values(), fresh=values)


@door("GET", "POST", verb="crm.opportunity.lose")
def opportunity_lose(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)

    def save(form: Form) -> Done:
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        services.lose_opportunity(
            actor=actor, opportunity_id=opportunity_id, expected_version=form.cleaned_data["version"], **data
        )
        return Done(_("Closed as lost. What was learned stays with it."), DEAL_CHANGED, undo=undo_url(request))

    def values() -> dict[str, Any]:
        now = queries.opportunity_record(actor, opportunity_id)
        return {"version": now.version, "closed_on": clock.today(), "competitors": now.competitors}

    drawer = Drawer(_("Lost: %(deal)s") % {"deal": deal}, pgettext("button", "Close as lost"), danger=True)
    return answer(request, drawer, LoseForm, save, initial=values(), fresh=values)


@door("GET", "POST", verb="crm.opportunity.reopen")
def opportunity_reopen(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        services.reopen_opportunity(
            actor=actor, opportunity_id=opportunity_id, stage_id=data["stage"].pk, expected_version=data["version"]
        )
        return Done(_("Opened again."), DEAL_CHANGED, undo=undo_url(request))

    def values() -> dict[str, Any]:
        return {"version": queries.opportunity_record(actor, opportunity_id).version}

    note = _("Pay that was calculated for it is corrected in the next open period; what was paid stays as it is.")
    drawer = Drawer(_("Open again: %(deal)s") % {"deal": deal}, pgettext("button", "Open again"), note=note)
    return answer(request, drawer, ReopenForm, save, initial=values(), fresh=values)
