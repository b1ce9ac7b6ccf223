"""The verbs of targets, the only writers of these tables."""

from cadre.targets.services.cells import divide, propose, set_cells
from cadre.targets.services.goals import change_goal, set_goal
from cadre.targets.services.life import (
    acknowledge,
    answer_question,
    approve_plan,
    change_mid_period,
    question_target,
    send_back,
    submit_plan,
)
from cadre.targets.services.plans import start_plan

__all__ = [
    "acknowledge",
    "answer_question",
    "approve_plan",
    "change_goal",
    "change_mid_period",
    "divide",
    "propose",
    "question_target",
    "send_back",
    "set_cells",
    "set_goal",
    "start_plan",
    "submit_plan",
]
