"""The company's reasons for losses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import REASON_NAMES, LossReasonForm
from cadre.crm.views.answers import actor_of
from cadre.kernel.problems import NOT_FOUND, Problems
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded
from cadre.ui.forms import Form

FIELDS = ["version", *REASON_NAMES, "is_active"]


@door(verb="crm.loss_reason.change")
def loss_reason_list(request: HttpRequest) -> HttpResponse:
    """All reasons in the company's order, with the deals that were lost for each."""
    lost = queries.deals_by_loss_reason(actor_of(request))
    rows = [
        (reason, [name for name in reason.names if name not in {"", reason.name}], lost.get(reason.key, 0))
        for reason in queries.loss_reasons()
    ]
    return render(request, "crm/loss_reason_list.html", {"rows": rows})


@door("GET", "POST", verb="crm.loss_reason.create")
def loss_reason_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)

    def save(form: Form) -> Done:
        names = {field: form.cleaned_data[field] for field in REASON_NAMES}
        made = services.create_loss_reason(actor=actor, **names)
        return Done(_("“%(reason)s” is offered from now on.") % {"reason": made}, url=reverse("crm:loss-reason-list"))

    def make(**given: Any) -> LossReasonForm:
        form = LossReasonForm(**given)
        del form.fields["is_active"]
        return form

    return answer(request, Drawer(_("New reason"), pgettext("button", "Create")), make, save)


@door("GET", "POST", verb="crm.loss_reason.change")
def loss_reason_edit(request: HttpRequest, reason_id: int) -> HttpResponse:
    actor = actor_of(request)
    reason = _reason(reason_id)

    def values() -> dict[str, Any]:
        now = _reason(reason_id)
        return {name: getattr(now, name) for name in FIELDS}

    def save(form: Form) -> Done:
        data = {name: form.cleaned_data[name] for name in FIELDS if name != "version"}
        services.change_loss_reason(
            actor=actor, reason_id=reason_id, expected_version=form.cleaned_data["version"], **data
        )
        return Done(_("Saved."), url=reverse("crm:loss-reason-list"))

    drawer = Drawer(str(reason), pgettext("button", "Save"))
    shipped = reason.shipped_names
    return answer(
        request, drawer, lambda **given: LossReasonForm(shipped=shipped, **given), save, initial=values(), fresh=values
    )


@door("POST", verb="crm.loss_reason.change")
def loss_reason_place(request: HttpRequest, reason_id: int) -> HttpResponse:
    """One place up or down (`?to=`)."""
    _reason(reason_id)
    order = [reason.pk for reason in queries.loss_reasons()]
    place = order.index(reason_id) + 1 + (-1 if request.GET.get("to") == "up" else 1)
    try:
        services.change_loss_reason(actor=actor_of(request), reason_id=reason_id, place=max(1, place))
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(_("The order is changed."), url=reverse("crm:loss-reason-list")))


def _reason(reason_id: int) -> Any:
    found = next((reason for reason in queries.loss_reasons() if reason.pk == reason_id), None)
    if found is None:
        raise NOT_FOUND()
    return found
