"""A version's way: submitted, approved, given back, begun anew."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cadre.kernel.problems import FORBIDDEN, Problems
from cadre.kernel.verbs import may
from cadre.targets import queries, services
from cadre.targets.forms import SendBackForm
from cadre.targets.views.answers import actor_of, fillable_plan
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded
from cadre.ui.forms import Form


@login_required
@require_POST
def plan_submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _step(request, plan_id, services.submit_plan, _("Handed in for approval."))


@login_required
@require_POST
def plan_approve(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _step(
        request, plan_id, services.approve_plan, _("Approved. Everybody now finds his target on his home page.")
    )


def _step(request: HttpRequest, plan_id: int, verb: Any, words: str) -> HttpResponse:
    actor = actor_of(request)
    try:
        verb(actor=actor, plan_id=plan_id)
    except Problems as problems:
        if problems.status in {403, 404} and problems.problems[0].code.startswith("kernel."):
            raise
        return refused(request, problems)
    return succeeded(request, Done(words, url=reverse("targets:plan-grid", args=[plan_id])))


@login_required
@require_http_methods(["GET", "POST"])
def plan_send_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.plan.send_back"):
        raise FORBIDDEN()
    plan = fillable_plan(actor, plan_id)

    def save(form: Form) -> Done:
        services.send_back(
            actor=actor, plan_id=plan_id, note=form.cleaned_data["note"], expected_version=form.cleaned_data["version"]
        )
        return Done(_("Given back as a draft."), url=reverse("targets:plan-grid", args=[plan_id]))

    drawer = Drawer(_("Give back"), pgettext("button", "Give back"))
    return answer(request, drawer, SendBackForm, save, initial={"version": plan.version})


@login_required
@require_POST
def plan_copy(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A new draft with the values of this version."""
    actor = actor_of(request)
    if not may(actor, "targets.plan.start"):
        raise FORBIDDEN()
    plan = queries.plan_by_id(actor, plan_id)
    made = services.start_plan(
        actor=actor,
        metric=plan.metric,
        period_kind=plan.period_kind,
        period=plan.period,
        grain=plan.grain,
        level=plan.level,
        team_id=plan.team_id,
        dimension=plan.dimension,
        chosen=plan.chosen,
        goal_id=plan.goal_id,
        over_ppm=plan.over_ppm,
        basis=plan.basis,
        copy_from_id=plan.pk,
    )
    words = _("Version %(n)s begun.") % {"n": made.number}
    return succeeded(request, Done(words, url=reverse("targets:plan-grid", args=[made.pk])))
