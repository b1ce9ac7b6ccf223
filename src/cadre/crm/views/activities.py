"""Writing onto a timeline, planning, completing."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import ActivityForm, PlanForm
from cadre.crm.lists import ActivityList
from cadre.crm.views.answers import DEAL_CHANGED, actor_of
from cadre.kernel.problems import INVALID, NOT_FOUND, Problems
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form


@door()
def activity_list(request: HttpRequest) -> HttpResponse:
    return ActivityList(request).response()


@door()
def activity_record(request: HttpRequest, activity_id: int) -> HttpResponse:
    found = queries.activities(actor_of(request)).filter(pk=activity_id).first()
    if found is None:
        raise NOT_FOUND()
    template = "crm/_activity_drawer.html" if getattr(request, "htmx", False) else "crm/activity_record.html"
    return render(request, template, {"activity": found})


@door("POST", verb="crm.activity.record")
def opportunity_note(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """The composer under a deal: what happened, and perhaps the next step."""
    queries.opportunity_record(actor_of(request), opportunity_id)
    return _record(request, opportunity_id=opportunity_id)


@door("POST", verb="crm.activity.record")
def account_note(request: HttpRequest, account_id: int) -> HttpResponse:
    """The composer under an account."""
    queries.account_record(actor_of(request), account_id)
    return _record(request, account_id=account_id)


def _record(request: HttpRequest, **about: int) -> HttpResponse:
    form = ActivityForm(request.POST)
    if not form.is_valid():
        raise Problems(INVALID(field=name, reason=text) for name, texts in form.errors.items() for text in texts)
    data = form.cleaned_data
    services.record_activity(
        actor=actor_of(request),
        kind=data["kind"],
        body=data["body"],
        next_step=data["next_step"],
        next_step_on=data["next_step_on"],
        **about,
    )
    return succeeded(request, Done(_("Recorded."), DEAL_CHANGED | {"account-changed": {}, "composed": {}}))


@door("GET", "POST", verb="crm.activity.record")
def activity_plan(request: HttpRequest) -> HttpResponse:
    """Plan a call, a visit or a meeting; `account` and `deal` come from where one is."""
    actor = actor_of(request)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        deal = request.GET.get("deal", "")
        services.record_activity(
            actor=actor,
            kind=data["kind"],
            subject=data["subject"],
            body=data["body"],
            at=data["at"],
            minutes=data["minutes"],
            account_id=data["account"].pk if data["account"] else None,
            opportunity_id=int(deal) if deal.isdigit() else None,
        )
        return Done(_("Planned."), DEAL_CHANGED)

    drawer = Drawer(_("Plan an activity"), pgettext("button", "Plan"), draft="crm.activity.plan")
    return answer(
        request,
        drawer,
        lambda **given: PlanForm(actor=actor, **given),
        save,
        initial={"account": request.GET.get("account")},
    )


@door("POST", verb="crm.activity.complete")
def activity_complete(request: HttpRequest, activity_id: int) -> HttpResponse:
    services.complete_activity(actor=actor_of(request), activity_id=activity_id)
    signals = DEAL_CHANGED | {"toast": {"text": _("Done."), "tone": "ok"}}
    return HttpResponse("", headers={"HX-Trigger": json.dumps(signals)})
