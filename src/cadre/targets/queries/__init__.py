"""Questions about targets. Each starts from what the asker may see."""

from cadre.targets.models import TargetPlan
from cadre.targets.queries.approval import Outcome, approvers, needs_second, outcome, second_of
from cadre.targets.queries.fairness import FairnessReport, calibration_of, fairness
from cadre.targets.queries.given import target_values
from cadre.targets.queries.goals import GoalStanding, goal_standings
from cadre.targets.queries.leave import LateLeave, late_leave
from cadre.targets.queries.measures import Measure, measure, measures, measures_of
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
from cadre.targets.queries.parts import PartProgress, progress_by_part
from cadre.targets.queries.periods import (
    TargetPeriod,
    found_beside,
    parts_of,
    period_named,
    periods_around,
    running,
    running_all,
    weeks_nest,
    weeks_of,
)
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
from cadre.targets.queries.progress import Progress, ProgressBoard, progress_of, progress_over
from cadre.targets.queries.slices import (
    EVERYTHING,
    Slice,
    checked,
    labels_of,
    slice_choices,
    slice_named,
    slice_of,
    slices_in_use,
)
from cadre.targets.queries.tree import Subject, company_name, company_tree, seen_tree, without_team
from cadre.targets.queries.uses import Use, retired, uses
from cadre.targets.queries.weekly import WeekGrid, week_grid

slice_checked = checked

__all__ = [
    "EVERYTHING",
    "FairnessReport",
    "GoalStanding",
    "Grid",
    "LateLeave",
    "Measure",
    "Outcome",
    "PartProgress",
    "Progress",
    "ProgressBoard",
    "Slice",
    "Subject",
    "TargetPeriod",
    "TargetPlan",
    "Use",
    "WeekGrid",
    "approvers",
    "basis_choices",
    "calibration_of",
    "company_name",
    "company_plan",
    "company_tree",
    "fairness",
    "found_beside",
    "goal_by_id",
    "goal_standings",
    "goals",
    "labels_of",
    "late_leave",
    "level_choices",
    "measure",
    "measures",
    "measures_of",
    "needs_second",
    "open_draft",
    "open_drafts",
    "outcome",
    "own_proposal",
    "own_targets",
    "parts_of",
    "period_named",
    "periods_around",
    "plan_by_id",
    "plan_grid",
    "plans",
    "progress_by_part",
    "progress_of",
    "progress_over",
    "questioned",
    "retired",
    "running",
    "running_all",
    "second_of",
    "seen_tree",
    "slice_checked",
    "slice_choices",
    "slice_named",
    "slice_of",
    "slices_in_use",
    "target_changes",
    "target_record",
    "target_values",
    "target_versions",
    "targets",
    "uses",
    "waiting_for",
    "week_grid",
    "weeks_nest",
    "weeks_of",
    "with_chances",
    "without_team",
]
