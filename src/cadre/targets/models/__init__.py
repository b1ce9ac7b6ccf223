from cadre.targets.models.goal import StrategicGoal
from cadre.targets.models.plan import TargetPlan
from cadre.targets.models.retired import RetiredMetric
from cadre.targets.models.target import Target

__all__ = ["RetiredMetric", "StrategicGoal", "Target", "TargetPlan"]
