"""Questions about targets. Each starts from what the asker may see."""

from cadre.targets.models import TargetPlan
from cadre.targets.queries.fairness import FairnessReport, calibration_of, fairness
from cadre.targets.queries.goals import GoalStanding, goal_standings
from cadre.targets.queries.measures import Measure, measure, measures
from cadre.targets.queries.mine import (
    open_draft,
    open_drafts,
    own_proposal,
    own_targets,
    questioned,
    target_changes,
    target_record,
    target_versions,
    targets,
    waiting_for,
)
from cadre.targets.queries.periods import TargetPeriod, parts_of, period_named, periods_around, running, weeks_of
from cadre.targets.queries.plan_line import company_plan
from cadre.targets.queries.plans import (
    Grid,
    basis_choices,
    goal_by_id,
    goals,
    level_choices,
    plan_by_id,
    plan_grid,
    plans,
    with_chances,
)
from cadre.targets.queries.progress import Progress, ProgressBoard, progress_of, target_values
from cadre.targets.queries.tree import Subject, company_tree, seen_tree

__all__ = [
    "FairnessReport",
    "GoalStanding",
    "Grid",
    "Measure",
    "Progress",
    "ProgressBoard",
    "Subject",
    "TargetPeriod",
    "TargetPlan",
    "basis_choices",
    "calibration_of",
    "company_plan",
    "company_tree",
    "fairness",
    "goal_by_id",
    "goal_standings",
    "goals",
    "level_choices",
    "measure",
    "measures",
    "open_draft",
    "open_drafts",
    "own_proposal",
    "own_targets",
    "parts_of",
    "period_named",
    "periods_around",
    "plan_by_id",
    "plan_grid",
    "plans",
    "progress_of",
    "questioned",
    "running",
    "seen_tree",
    "target_changes",
    "target_record",
    "target_values",
    "target_versions",
    "targets",
    "waiting_for",
    "weeks_of",
    "with_chances",
]
