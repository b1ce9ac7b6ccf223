"""A version's way: submitted, approved, given back, begun anew."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cadre.kernel.access import Actor
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may
from cadre.targets import queries, services
from cadre.targets.forms import ApprovalRuleForm, SendBackForm, StepForm
from cadre.targets.views.answers import actor_of, fillable_plan
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

Shown = Callable[[Actor, queries.TargetPlan], dict[str, Any]]


@login_required
@require_http_methods(["GET", "POST"])
def plan_submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What handing in does is said first: who is told, and who approves."""
    drawer = Drawer(_("Hand in for approval"), pgettext("button", "Submit"), template="targets/_submit_fields.html")

    def shown(actor: Actor, plan: queries.TargetPlan) -> dict[str, Any]:
        others = {pk: name for pk, name in queries.approvers(plan).items() if pk != actor.user_id}
        return {"targets": plan.targets.count(), "names": list(others.values()), "by_two": queries.needs_second()}

    return _step(request, plan_id, "submit", drawer, shown, _("Handed in for approval."))


@login_required
@require_http_methods(["GET", "POST"])
def plan_approve(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What approving does is said first: what comes into force, what it replaces, how many are told."""
    drawer = Drawer(_("Approve the targets"), pgettext("button", "Approve"), template="targets/_approve_fields.html")

    def shown(actor: Actor, plan: queries.TargetPlan) -> dict[str, Any]:
        return {"outcome": queries.outcome(plan), "others": list(queries.second_of(actor, plan).values())}

    return _step(
        request, plan_id, "approve", drawer, shown, _("Approved. Everybody now finds his target on his home page.")
    )


def _step(request: HttpRequest, plan_id: int, name: str, drawer: Drawer, shown: Shown, words: str) -> HttpResponse:
    actor = actor_of(request)
    verb = {"submit": services.submit_plan, "approve": services.approve_plan}[name]
    if not may(actor, f"targets.plan.{name}"):
        raise FORBIDDEN()
    plan = fillable_plan(actor, plan_id)

    def save(form: Form) -> Done:
        verb(actor=actor, plan_id=plan_id, expected_version=form.cleaned_data["version"])
        return Done(words, url=reverse("targets:plan-grid", args=[plan_id]))

    told = shown(actor, plan) if request.method == "GET" else {}
    return answer(
        request,
        replace(drawer, context={"plan": plan, "measure": queries.measure(plan.metric), **told}),
        StepForm,
        save,
        initial={"version": plan.version},
    )


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


@login_required
@require_http_methods(["GET", "POST"])
def approval_rule(request: HttpRequest) -> HttpResponse:
    """Whether somebody else approves than who handed in."""
    actor = actor_of(request)
    if not may(actor, "targets.approval.set"):
        raise FORBIDDEN()

    def save(form: Form) -> Done:
        services.set_approval_rule(actor=actor, needs_second=form.cleaned_data["needs_second"] == "two")
        return Done(_("Saved."), url=reverse("targets:plan-list"))

    drawer = Drawer(_("How targets are approved"), pgettext("button", "Save"))
    return answer(
        request, drawer, ApprovalRuleForm, save, initial={"needs_second": "two" if queries.needs_second() else "one"}
    )
