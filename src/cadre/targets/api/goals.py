"""Goals of the company."""

from typing import Any

from django.http import HttpRequest

from cadre.kernel.rest import actor_of_request, versioned
from cadre.targets import queries, services
from cadre.targets.api.routing import router
from cadre.targets.api.schemas import GoalAnswer, NewGoal


@router.reads("/goals", "targets.goal.list", list[GoalAnswer])
def list_goals(request: HttpRequest) -> Any:
    """What the company wants to reach, and how far it has come."""
    return [GoalAnswer.of(row) for row in queries.goal_standings(actor_of_request(request))]


@router.creates("/goals", "targets.goal.set", GoalAnswer)
def set_goal(request: HttpRequest, payload: NewGoal) -> Any:
    """A new goal."""
    actor = actor_of_request(request)
    goal = services.set_goal(actor=actor, **payload.sent())
    versioned(request, goal.version)
    return next(GoalAnswer.of(row) for row in queries.goal_standings(actor) if row.goal.pk == goal.pk)
