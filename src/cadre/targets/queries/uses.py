"""Where metrics are used: what keeps one from being retired. Rooms above add their own places (dashboards, alerts, pay)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.targets.models import RetiredMetric, StrategicGoal, TargetPlan
from cadre.targets.queries.slices import labels_of, slice_of


@dataclass(frozen=True)
class Use:
    """A place that uses a metric, as a person would name it, and its address."""

    metric: str
    place: str
    url: str


Finder = Callable[[Actor], Iterable[Use]]
_finders: list[Finder] = []


def register_uses(finder: Finder) -> None:
    """Take in who knows further places; he is asked once for all metrics."""
    _finders.append(finder)


def uses(actor: Actor) -> dict[str, list[Use]]:
    """By metric every place that uses it now: goals, versions not over, and what rooms above name. What the asker may not see is
    counted without its title. A statement or two a room."""
    found: dict[str, list[Use]] = {}
    for finder in (_own, *_finders):
        for use in finder(actor):
            found.setdefault(use.metric, []).append(use)
    return found


def _own(_actor: Actor) -> Iterable[Use]:
    for goal in StrategicGoal.objects.filter(is_closed=False, ends_on__gt=clock.today()):
        yield Use(goal.metric, str(goal), reverse("targets:goal-list"))
    plans = list(TargetPlan.objects.exclude(state=TargetPlan.State.SUPERSEDED).filter(ends_on__gt=clock.today()))
    labels = labels_of(map(slice_of, plans))
    for plan in plans:
        label = labels.get(slice_of(plan), "")
        name = f"{plan} · {label}" if label else str(plan)
        yield Use(plan.metric, name, reverse("targets:plan-grid", args=[plan.pk]))


def retired() -> dict[str, str]:
    """Metrics that are retired, and why (one statement)."""
    return dict(RetiredMetric.objects.values_list("metric", "reason"))
