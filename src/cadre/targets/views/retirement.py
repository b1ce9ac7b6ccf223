"""The metrics targets can be given for: where each is used, retiring one, bringing it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel.problems import Problems
from cadre.targets import queries, services
from cadre.targets.forms import RetireForm
from cadre.targets.views.answers import actor_of
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded


@door(verb="targets.metric.retire")
def metric_list(request: HttpRequest) -> HttpResponse:
    uses, gone = queries.uses(actor_of(request)), queries.retired()
    rows = [(one, uses.get(one.key, []), gone.get(one.key, "")) for one in queries.measures(with_retired=True)]
    return render(request, "targets/metric_list.html", {"rows": rows})


@door("GET", "POST", verb="targets.metric.retire")
def metric_retire(request: HttpRequest, metric: str) -> HttpResponse:
    wanted = queries.measure(metric)

    def save(form: Any) -> Done:
        services.retire_metric(actor=actor_of(request), metric=metric, reason=form.cleaned_data["reason"])
        return Done(_("%(metric)s is retired.") % {"metric": wanted.title}, url=reverse("targets:metric-list"))

    note = _("Nothing new is measured by it; what was measured stays.")
    drawer = Drawer(_("Retire %(metric)s") % {"metric": wanted.title}, pgettext("button", "Retire"), note=note)
    return answer(request, drawer, RetireForm, save)


@door("POST", verb="targets.metric.restore")
def metric_restore(request: HttpRequest, metric: str) -> HttpResponse:
    try:
        services.restore_metric(actor=actor_of(request), metric=metric)
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(_("The metric is back."), url=reverse("targets:metric-list")))
