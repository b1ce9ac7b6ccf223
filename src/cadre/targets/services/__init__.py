"""The verbs of targets, the only writers of these tables."""

from cadre.targets.services.approval import set_approval_rule
from cadre.targets.services.cells import Cell, divide, propose, set_cells
from cadre.targets.services.goals import change_goal, set_goal
from cadre.targets.services.intake import cells_from_table, cells_from_texts
from cadre.targets.services.life import (
    acknowledge,
    answer_question,
    approve_plan,
    change_mid_period,
    question_target,
    send_back,
    submit_plan,
)
from cadre.targets.services.plans import require_reach, start_plan
from cadre.targets.services.retirement import restore_metric, retire_metric
from cadre.targets.services.whom import plan_tree, tree_day

__all__ = [
    "Cell",
    "acknowledge",
    "answer_question",
    "approve_plan",
    "cells_from_table",
    "cells_from_texts",
    "change_goal",
    "change_mid_period",
    "divide",
    "plan_tree",
    "propose",
    "question_target",
    "require_reach",
    "restore_metric",
    "retire_metric",
    "send_back",
    "set_approval_rule",
    "set_cells",
    "set_goal",
    "start_plan",
    "submit_plan",
    "tree_day",
]
