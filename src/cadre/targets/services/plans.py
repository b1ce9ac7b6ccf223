"""Starting a version of the targets."""

from typing import Any

from django.db.models import Max

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import Target, TargetPlan
from cadre.targets.problems import NO_PERIOD, NOBODY_OWNS, NOT_DRAFT, NOT_YOURS
from cadre.targets.queries.measures import measure
from cadre.targets.queries.periods import KINDS, TargetPeriod, period_named
from cadre.targets.queries.slices import checked, owners_between
from cadre.targets.services.retirement import require_live


def plan_for_change(actor: Actor, plan_id: int, expected_version: int | None = None) -> TargetPlan:
    """A plan the actor may work on. A manager works on those of his own teams only."""
    plan = write.for_change(TargetPlan.objects.changeable_by(actor), plan_id, expected_version)
    require_reach(actor, plan.team_id)
    return plan


def draft_of(actor: Actor, plan_id: int, expected_version: int | None = None) -> TargetPlan:
    """A plan that may still be filled in. NOT_DRAFT otherwise."""
    plan = plan_for_change(actor, plan_id, expected_version)
    if plan.state != TargetPlan.State.DRAFT:
        raise NOT_DRAFT()
    return plan


def require_reach(actor: Actor, team_id: int | None) -> None:
    """The whole company's plan is for those who look after all of it, a team's also for its manager."""
    if actor.has(*policies.PLANNERS):
        return
    if team_id is None or team_id not in policies.led_teams(actor):
        raise NOT_FOUND()


@verb("targets.plan.start", roles=policies.SETTERS)
def start_plan(
    *,
    actor: Actor,
    metric: str,
    period_kind: str,
    period: str,
    level: str = TargetPlan.Level.BASE,
    team_id: int | None = None,
    dimension: str = "",
    chosen: str = "",
    copy_from_id: int | None = None,
    **fields: Any,
) -> TargetPlan:
    """Begin a draft for a metric and a fiscal period; its number follows the last. Values of another version can be copied in.

    `dimension` and `chosen` give targets for one product, segment or territory only. `fields` are those of the plan itself:
    grain, goal_id, top_down, over_ppm, basis, note. Raises NO_PERIOD, NO_SUCH_SLICE, SLICE_DOES_NOT_FIT, NOBODY_OWNS.
    """
    if team_id is None and not actor.has(*policies.PLANNERS):
        raise NOT_YOURS(field="team", subject="")
    require_reach(actor, team_id)
    span = _planned(period_kind, period)
    wanted = measure(metric)
    require_live(wanted.key)
    part = checked(dimension, chosen, wanted)
    if owners_between(part, span.start, span.end) == set():
        raise NOBODY_OWNS(field="slice", period=span.name)
    if period_kind == TargetPlan.Grain.MONTH:
        fields["grain"] = TargetPlan.Grain.MONTH
    line = {"metric": wanted.key, "level": level, "dimension": dimension, "chosen": chosen, "period": span.name}
    last = TargetPlan.objects.filter(**line).aggregate(last=Max("number"))["last"] or 0
    source = TargetPlan.objects.visible_to(actor).filter(pk=copy_from_id).first() if copy_from_id else None
    if source is not None and fields.get("top_down") is None:
        fields["top_down"] = source.top_down
    place = {"period_kind": period_kind, "starts_on": span.start, "ends_on": span.end, "team_id": team_id}
    given = {"number": last + 1, "author_id": actor.employee_id, "based_on": source}
    plan = write.create(TargetPlan, **line, **place, **given, **fields)
    if source is not None:
        _copy(source, plan)
    return plan


def _planned(kind: str, name: str) -> TargetPeriod:
    """The period of a plan: a year, quarter or month; weeks follow from them. NO_PERIOD otherwise."""
    if kind not in KINDS:
        raise NO_PERIOD(field="period", period=name)
    return period_named(kind, name)


def _copy(source: TargetPlan, plan: TargetPlan) -> None:
    kept = (
        "team_id",
        "employee_id",
        "period",
        "starts_on",
        "ends_on",
        "value",
        "computed",
        "proposed",
        "reason",
        "is_fixed",
    )
    rows = source.targets.filter(starts_on__gte=plan.starts_on, ends_on__lte=plan.ends_on, valid_to=None)
    write.create_many(
        Target,
        [
            Target(
                plan=plan, metric=plan.metric, level=plan.level, dimension=plan.dimension, chosen=plan.chosen,
                **{name: getattr(row, name) for name in kept},
            )
            for row in rows
        ],
    )  # fmt: skip
