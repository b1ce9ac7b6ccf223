from cadre.targets.models.approval import ApprovalRule
from cadre.targets.models.goal import StrategicGoal
from cadre.targets.models.plan import TargetPlan
from cadre.targets.models.retired import RetiredMetric
from cadre.targets.models.target import Target

__all__ = ["ApprovalRule", "RetiredMetric", "StrategicGoal", "Target", "TargetPlan"]
