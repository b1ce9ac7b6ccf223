"""The goals of the company."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may
from cadre.targets import queries, services
from cadre.targets.forms import GoalForm
from cadre.targets.views.answers import TARGETS_CHANGED, actor_of
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.forms import Form

FORM = ["GET", "POST"]


@login_required
@require_GET
def goal_list(request: HttpRequest) -> HttpResponse:
    """Every goal with how far the company has come, for those who may see the company's numbers."""
    actor = actor_of(request)
    goals = queries.goal_standings(actor)
    return render(request, "targets/goal_list.html", {"goals": goals, "may_set": may(actor, "targets.goal.set")})


@login_required
@require_http_methods(FORM)
def goal_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.goal.set"):
        raise FORBIDDEN()

    def save(form: Form) -> Done:
        data = form.cleaned_data
        kind, _sep, period = data["period"].partition(":")
        goal = services.set_goal(
            actor=actor, title=data["title"], why=data["why"], metric=data["metric"], direction=data["direction"],
            value=data["value"], period_kind=kind, period=period, owner_id=data["owner"],
        )  # fmt: skip
        return Done(_("Goal “%(goal)s” set.") % {"goal": goal}, TARGETS_CHANGED)

    drawer = Drawer(_("New goal"), pgettext("button", "Set goal"))
    return answer(request, drawer, lambda **given: GoalForm(actor=actor, **given), save)


@login_required
@require_http_methods(FORM)
def goal_edit(request: HttpRequest, goal_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.goal.change"):
        raise FORBIDDEN()
    goal = queries.goal_by_id(actor, goal_id)
    wanted = queries.measure(goal.metric)

    def save(form: Form) -> Done:
        data: dict[str, Any] = dict(form.cleaned_data)
        version = data.pop("version")
        data["owner_id"] = data.pop("owner")
        services.change_goal(actor=actor, goal_id=goal_id, expected_version=version, **data)
        return Done(_("Goal changed."), TARGETS_CHANGED)

    def values() -> dict[str, Any]:
        now = queries.goal_by_id(actor, goal_id)
        same = {name: getattr(now, name) for name in ("version", "title", "why", "direction", "value")}
        return same | {"owner": now.owner_id}

    drawer = Drawer(_("Change goal"), pgettext("button", "Save"), note=f"{wanted.title} · {goal.period}")
    make = lambda **given: GoalForm(actor=actor, wanted=wanted, **given)  # noqa: E731
    return answer(request, drawer, make, save, initial=values(), fresh=values)
