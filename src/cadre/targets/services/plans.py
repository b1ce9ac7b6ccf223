"""Starting a version of the targets."""

from django.db.models import Max

from cadre.kernel import write
from cadre.kernel.access import Actor, Role
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import Target, TargetPlan
from cadre.targets.problems import NOT_DRAFT, NOT_YOURS
from cadre.targets.queries.measures import measure
from cadre.targets.queries.periods import period_named


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
    grain: str = TargetPlan.Grain.MONTH,
    level: str = TargetPlan.Level.BASE,
    team_id: int | None = None,
    goal_id: int | None = None,
    top_down: int | None = None,
    over_ppm: int = 0,
    basis: str = TargetPlan.Basis.HISTORY,
    dimension: str = "",
    chosen: str = "",
    note: str = "",
    copy_from_id: int | None = None,
) -> TargetPlan:
    """Begin a draft for a metric and a fiscal period; its number follows the last. Values of another version can be copied in."""
    if team_id is None and not actor.has(*policies.PLANNERS):
        raise NOT_YOURS(field="team", subject="")
    require_reach(actor, team_id)
    span = period_named(period_kind, period)
    same = TargetPlan.objects.filter(metric=metric, level=level, period=span.name, dimension=dimension, chosen=chosen)
    number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    source = TargetPlan.objects.visible_to(actor).filter(pk=copy_from_id).first() if copy_from_id else None
    plan = write.create(
        TargetPlan,
        metric=measure(metric).key,
        level=level,
        period_kind=period_kind,
        period=span.name,
        starts_on=span.start,
        ends_on=span.end,
        grain=TargetPlan.Grain.QUARTER if period_kind == "quarter" and grain == "quarter" else grain,
        number=number,
        team_id=team_id,
        goal_id=goal_id,
        top_down=top_down if top_down is not None or source is None else source.top_down,
        over_ppm=over_ppm,
        basis=basis,
        dimension=dimension,
        chosen=chosen,
        note=note,
        author_id=actor.employee_id if not actor.has(Role.ADMINISTRATOR) or actor.employee_id else None,
        based_on=source,
    )
    if source is not None:
        _copy(source, plan)
    return plan


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
