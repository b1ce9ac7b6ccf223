"""Versions of the targets: the list, beginning one, and the grid."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from cadre.kernel.access import Actor
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may
from cadre.targets import policies, queries, services
from cadre.targets.forms import PlanForm
from cadre.targets.views.answers import actor_of
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.forms import Form

FORM = ["GET", "POST"]
SHOWN = 100


@login_required
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """All versions the reader has a part in, latest period first."""
    actor = actor_of(request)
    if not actor.has(*policies.SETTERS, *policies.WIDE_READERS):
        raise FORBIDDEN()
    plans = list(queries.plans(actor)[:SHOWN])
    known, labels = queries.measures_of(plan.metric for plan in plans), queries.labels_of(map(queries.slice_of, plans))
    rows = [
        (plan, known[plan.metric], labels.get(queries.slice_of(plan), "")) for plan in plans if plan.metric in known
    ]
    return render(
        request,
        "targets/plan_list.html",
        {
            "rows": rows,
            "may_start": may(actor, "targets.plan.start"),
            "may_retire": may(actor, "targets.metric.retire"),
            "may_rule": may(actor, "targets.approval.set"),
        },
    )


@login_required
@require_http_methods(FORM)
def plan_create(request: HttpRequest) -> HttpResponse:
    """Begin a version; where a total is given it is divided at once."""
    actor = actor_of(request)
    if not may(actor, "targets.plan.start"):
        raise FORBIDDEN()

    def save(form: Form) -> Done:
        data = form.cleaned_data
        kind, _sep, period = data["period"].partition(":")
        plan = services.start_plan(
            actor=actor, metric=data["metric"], period_kind=kind, period=period, level=data["level"],
            team_id=data["team"], dimension=data["slice"].dimension,
            chosen=data["slice"].chosen, top_down=data["top_down"] or None, over_ppm=data["over_ppm"], basis=data["basis"],
        )  # fmt: skip
        if plan.top_down is not None:
            services.divide(actor=actor, plan_id=plan.pk)
        return Done(_("Version %(n)s begun.") % {"n": plan.number}, url=reverse("targets:plan-grid", args=[plan.pk]))

    drawer = Drawer(
        _("New targets"), pgettext("button", "Begin"), note=_("A draft. Nothing is in force before it is approved.")
    )
    return answer(request, drawer, lambda **given: PlanForm(actor=actor, **given), save)


def grid_context(
    actor: Actor, plan: queries.TargetPlan, *, from_start: bool = False, chances: bool = True
) -> dict[str, Any]:
    """What the grid needs, as far as the reader may see and do."""
    grid = queries.plan_grid(actor, plan)
    if chances:
        grid = queries.with_chances(actor, grid, from_start=from_start)
    return _head(actor, plan) | {"grid": grid}


def _head(actor: Actor, plan: queries.TargetPlan) -> dict[str, Any]:
    """What stands above every page of a version: what it is for, and the steps its reader may take."""
    is_draft, is_submitted = plan.state == "draft", plan.state == "submitted"
    works_on_it = may(actor, "targets.cells.set") and (actor.has(*policies.PLANNERS) or plan.team_id is not None)
    return {
        "plan": plan,
        "slice": queries.labels_of([queries.slice_of(plan)]).get(queries.slice_of(plan), ""),
        "may_edit": works_on_it and is_draft,
        "may_approve": works_on_it and is_submitted,
        "waits_for": list(queries.second_of(actor, plan).values()) if works_on_it and is_submitted else [],
        "may_copy": works_on_it and not is_draft and not is_submitted,
    }


@login_required
@require_GET
def plan_grid(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor = actor_of(request)
    return render(request, "targets/plan_grid.html", grid_context(actor, queries.plan_by_id(actor, plan_id)))


@login_required
@require_GET
def plan_weeks(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One month (or quarter) of the version by weeks; `part` names it."""
    actor = actor_of(request)
    plan = queries.plan_by_id(actor, plan_id)
    weeks = queries.week_grid(actor, plan, request.GET.get("part", "")[:10])
    return render(request, "targets/plan_weeks.html", _head(actor, plan) | {"weeks": weeks, "grid": weeks})


@login_required
@require_GET
def plan_reconcile(request: HttpRequest, plan_id: int) -> HttpResponse:
    """From above and from below side by side, for every team and person."""
    actor = actor_of(request)
    plan = queries.plan_by_id(actor, plan_id)
    return render(request, "targets/plan_reconcile.html", grid_context(actor, plan, chances=False))


@login_required
@require_GET
def plan_fairness(request: HttpRequest, plan_id: int) -> HttpResponse:
    """History, pipeline, accounts and chance beside every target."""
    actor = actor_of(request)
    context = grid_context(actor, queries.plan_by_id(actor, plan_id), from_start=True)
    return render(request, "targets/plan_fairness.html", context | {"report": queries.fairness(actor, context["grid"])})


@login_required
@require_GET
def calibration(request: HttpRequest) -> HttpResponse:
    """How far the stated chances would have held in the company's own past."""
    if not actor_of(request).has(*policies.SETTERS, *policies.WIDE_READERS):
        raise FORBIDDEN()
    bands, count = queries.calibration_of(queries.measure("bookings.amount"))
    return render(request, "targets/_calibration.html", {"bands": bands, "count": count})
