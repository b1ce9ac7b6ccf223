"""Addresses of goals and targets."""

from django.urls import path

from cadre.targets.views import goals, mine, plans, progress

app_name = "targets"
urlpatterns = [
    path("", mine.target_mine, name="target-mine"),
    path("progress/own/", progress.progress_own, name="progress-own"),
    path("progress/team/", progress.progress_team, name="progress-team"),
    path("acknowledge/", mine.target_acknowledge, name="target-acknowledge"),
    path("<int:target_id>/question/", mine.target_question, name="target-question"),
    path("<int:target_id>/answer/", mine.target_answer, name="target-answer"),
    path("<int:target_id>/change/", mine.target_change, name="target-change"),
    path("<int:target_id>/history/", mine.target_history, name="target-history"),
    path("goals/", goals.goal_list, name="goal-list"),
    path("goals/new/", goals.goal_create, name="goal-create"),
    path("goals/<int:goal_id>/edit/", goals.goal_edit, name="goal-edit"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/new/", plans.plan_create, name="plan-create"),
    path("plans/<int:plan_id>/", plans.plan_grid, name="plan-grid"),
]
