"""Addresses of goals and targets."""

from django.urls import path

from cadre.targets.views import editing, goals, mine, plans, progress, retirement, steps

app_name = "targets"
urlpatterns = [
    path("", mine.target_mine, name="target-mine"),
    path("progress/", progress.progress, name="progress"),
    path("progress/own/", progress.progress_own, name="progress-own"),
    path("progress/team/", progress.progress_team, name="progress-team"),
    path("acknowledge/", mine.target_acknowledge, name="target-acknowledge"),
    path("<int:target_id>/question/", mine.target_question, name="target-question"),
    path("<int:target_id>/answer/", mine.target_answer, name="target-answer"),
    path("<int:target_id>/change/", mine.target_change, name="target-change"),
    path("<int:target_id>/history/", mine.target_history, name="target-history"),
    path("late-leave/<int:employee_id>/", mine.late_leave, name="late-leave"),
    path("goals/", goals.goal_list, name="goal-list"),
    path("goals/new/", goals.goal_create, name="goal-create"),
    path("goals/<int:goal_id>/edit/", goals.goal_edit, name="goal-edit"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/new/", plans.plan_create, name="plan-create"),
    path("plans/<int:plan_id>/", plans.plan_grid, name="plan-grid"),
    path("plans/<int:plan_id>/cells/", editing.plan_cells, name="plan-cells"),
    path("plans/<int:plan_id>/import/", editing.plan_import, name="plan-import"),
    path("plans/<int:plan_id>/export/", editing.plan_export, name="plan-export"),
    path("plans/<int:plan_id>/divide/", editing.plan_divide, name="plan-divide"),
    path("plans/<int:plan_id>/propose/", editing.plan_propose, name="plan-propose"),
    path("plans/<int:plan_id>/weeks/", plans.plan_weeks, name="plan-weeks"),
    path("plans/<int:plan_id>/reconcile/", plans.plan_reconcile, name="plan-reconcile"),
    path("plans/<int:plan_id>/fairness/", plans.plan_fairness, name="plan-fairness"),
    path("plans/<int:plan_id>/submit/", steps.plan_submit, name="plan-submit"),
    path("plans/<int:plan_id>/approve/", steps.plan_approve, name="plan-approve"),
    path("plans/<int:plan_id>/back/", steps.plan_send_back, name="plan-send-back"),
    path("plans/<int:plan_id>/copy/", steps.plan_copy, name="plan-copy"),
    path("plans/approval/", steps.approval_rule, name="approval-rule"),
    path("plans/metrics/", retirement.metric_list, name="metric-list"),
    path("plans/metrics/<str:metric>/retire/", retirement.metric_retire, name="metric-retire"),
    path("plans/metrics/<str:metric>/restore/", retirement.metric_restore, name="metric-restore"),
    path("calibration/", plans.calibration, name="calibration"),
]
