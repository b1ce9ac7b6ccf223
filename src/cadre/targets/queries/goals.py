"""How far the company has come towards its goals."""

from dataclasses import dataclass
from fractions import Fraction

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.metrics.registry import metrics
from cadre.targets import policies
from cadre.targets.models import StrategicGoal
from cadre.targets.queries.measures import Measure, measure
from cadre.targets.queries.plans import goals


@dataclass(frozen=True)
class GoalStanding:
    """A goal with where it stands. `attained` is None for readers who may not see the company's numbers."""

    goal: StrategicGoal
    measure: Measure | None
    attained: int | None

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.attained, self.goal.value) if self.attained is not None and self.goal.value else None

    @property
    def is_reached(self) -> bool:
        if self.attained is None:
            return False
        more = self.goal.direction == StrategicGoal.Direction.MORE
        return self.attained >= self.goal.value if more else self.attained <= self.goal.value


def goal_standings(actor: Actor) -> list[GoalStanding]:
    """All goals, open ones first; one statement per goal for those who see everything."""
    wide = actor.has(*policies.WIDE_READERS)
    found = []
    for goal in goals(actor):
        wanted = measure(goal.metric) if goal.metric in metrics else None
        window = Period(goal.starts_on, goal.ends_on).until(clock.today())
        attained = None
        if wide and wanted is not None and window is not None:
            attained = wanted.whole(run(goal.metric, period=window, actor=actor).total.values[goal.metric])
        found.append(GoalStanding(goal, wanted, attained))
    return found
