"""Setting the goals of the company."""

from typing import Any

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import StrategicGoal
from cadre.targets.queries.measures import measure
from cadre.targets.queries.periods import period_named
from cadre.targets.services.retirement import require_live


@verb("targets.goal.set", roles=policies.PLANNERS)
def set_goal(
    *,
    actor: Actor,
    title: str,
    metric: str,
    period_kind: str,
    period: str,
    value: int,
    why: str = "",
    direction: str = StrategicGoal.Direction.MORE,
    owner_id: int | None = None,
) -> StrategicGoal:
    """Set a goal: what is to be reached by the end of a fiscal period, and why. `value` is in the metric's smallest unit."""
    span = period_named(period_kind, period)
    require_live(measure(metric).key)
    return write.create(
        StrategicGoal,
        title=title,
        why=why,
        metric=measure(metric).key,
        direction=direction,
        value=value,
        starts_on=span.start,
        ends_on=span.end,
        period=span.name,
        owner_id=owner_id,
    )


@verb("targets.goal.change", roles=policies.PLANNERS)
def change_goal(*, actor: Actor, goal_id: int, expected_version: int | None = None, **fields: Any) -> StrategicGoal:
    """Change a goal, or close it (`is_closed`)."""
    goal = write.for_change(StrategicGoal.objects.changeable_by(actor), goal_id, expected_version)
    return write.change(goal, **fields)
