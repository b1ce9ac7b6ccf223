"""Writing onto a timeline, planning, completing."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import ActivityChangeForm, ActivityForm, PlanForm, shown_moment
from cadre.crm.lists import ActivityList
from cadre.crm.views.answers import ACCOUNT_CHANGED, DEAL_CHANGED, actor_of, number_in, picked, undo_url
from cadre.crm.views.record import account_context, record_context
from cadre.kernel.problems import NOT_FOUND
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, composed
from cadre.ui.forms import Form


@door()
def activity_list(request: HttpRequest) -> HttpResponseBase:
    return ActivityList(request).response()


@door()
def activity_record(request: HttpRequest, activity_id: int) -> HttpResponse:
    template = "crm/_activity_drawer.html" if getattr(request, "htmx", False) else "crm/activity_record.html"
    return render(request, template, {"activity": _activity(request, activity_id)})


@door("GET", "POST", verb="crm.activity.change")
def activity_edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Change an activity, or plan it for another time."""
    activity = _activity(request, activity_id)
    if not activity.may_change:
        raise NOT_FOUND()

    def values() -> dict[str, Any]:
        return _values_of(_activity(request, activity_id))

    def save(form: Any) -> Done:
        data = picked(form.cleaned_data, "account") | {"at": form.moment(activity.at)}
        data |= {f"{name}_id": data.pop(name) for name in ("opportunity", "contact")}
        del data["time"]
        services.change_activity(
            actor=actor_of(request),
            activity_id=activity_id,
            expected_version=form.cleaned_data["version"],
            **data,
        )
        return Done(_("Saved."), DEAL_CHANGED | ACCOUNT_CHANGED, undo=undo_url(request))

    def make(**given: Any) -> ActivityChangeForm:
        return ActivityChangeForm(actor=actor_of(request), activity=activity, **given)

    title = _("Change or reschedule") if activity.state == "planned" else _("Edit activity")
    drawer = Drawer(title, pgettext("button", "Save"), draft=f"crm.activity.{activity_id}")
    return answer(request, drawer, make, save, initial=values(), fresh=values)


def _values_of(activity: Any) -> dict[str, Any]:
    day, time = shown_moment(activity.at)
    names = ("version", "kind", "subject", "minutes", "body")
    links = {name: getattr(activity, f"{name}_id") for name in ("account", "opportunity", "contact")}
    return {name: getattr(activity, name) for name in names} | links | {"at": day, "time": time}


def _activity(request: HttpRequest, activity_id: int) -> Any:
    actor = actor_of(request)
    found = queries.with_right_to_change(actor, queries.activities(actor)).filter(pk=activity_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


@door("POST", verb="crm.activity.record")
def opportunity_note(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """The composer under a deal: what happened, and perhaps the next step."""
    queries.opportunity_record(actor_of(request), opportunity_id)

    def page(form: Form) -> HttpResponse:
        context = record_context(request, opportunity_id) | {"composer": form}
        return render(request, "crm/opportunity_record.html", context, status=422)

    return _compose(request, page, opportunity_id=opportunity_id)


@door("POST", verb="crm.activity.record")
def account_note(request: HttpRequest, account_id: int) -> HttpResponse:
    """The composer under an account."""
    queries.account_record(actor_of(request), account_id)

    def page(form: Form) -> HttpResponse:
        context = account_context(request, account_id) | {"composer": form}
        return render(request, "crm/account_record.html", context, status=422)

    return _compose(request, page, account_id=account_id)


def _compose(request: HttpRequest, page: Callable[[Form], HttpResponse], **about: Any) -> HttpResponse:
    def save(form: Form) -> Done:
        services.record_activity(actor=actor_of(request), **form.cleaned_data, **about)
        return Done(_("Recorded."), DEAL_CHANGED | ACCOUNT_CHANGED)

    # Its own ids: a drawer over the page may hold fields of the same names
    return composed(request, ActivityForm(request.POST, auto_id="composer_%s"), save, page)


@door("GET", "POST", verb="crm.activity.record")
def activity_plan(request: HttpRequest) -> HttpResponse:
    """Plan a call, a visit or a meeting; `account` and `deal` come from where one is."""
    actor = actor_of(request)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        services.record_activity(
            actor=actor,
            kind=data["kind"],
            subject=data["subject"],
            body=data["body"],
            at=data["at"],
            minutes=data["minutes"],
            account_id=data["account"] and data["account"].pk,
            opportunity_id=data["opportunity"] and data["opportunity"].pk,
        )
        return Done(_("Planned."), DEAL_CHANGED)

    drawer = Drawer(_("Plan an activity"), pgettext("button", "Plan"), draft="crm.activity.plan")
    return answer(
        request,
        drawer,
        lambda **given: PlanForm(actor=actor, **given),
        save,
        initial=_about(request),
    )


def _about(request: HttpRequest) -> dict[str, Any]:
    """The account and the deal from whose page somebody plans."""
    deal_id = number_in(request.GET, "deal")
    deal = queries.open_opportunities(actor_of(request)).filter(pk=deal_id).first() if deal_id else None
    return {"account": deal.account_id if deal else request.GET.get("account"), "opportunity": deal and deal.pk}


@door("POST", verb="crm.activity.complete")
def activity_complete(request: HttpRequest, activity_id: int) -> HttpResponse:
    services.complete_activity(actor=actor_of(request), activity_id=activity_id)
    signals = DEAL_CHANGED | {"toast": {"text": _("Done."), "tone": "ok"}}
    return HttpResponse("", headers={"HX-Trigger": json.dumps(signals)})
