"""The walk through targets: everybody knows the goals, nobody sees or sets a stranger's target, nobody sets his own."""

from __future__ import annotations

from typing import Any

from cadre.kernel.access import SYSTEM
from cadre.targets import queries, services
from tests.support.cast import Cast
from tests.support.walk import (
    ADMINISTRATOR,
    DIRECTOR,
    EVERYONE,
    EXECUTIVE,
    LINS,
    LINS_TO_SEE,
    MANAGERS,
    OPERATIONS,
    SELLERS,
    Address,
    Operation,
)

PLANNERS = DIRECTOR | OPERATIONS | ADMINISTRATOR
SETTERS = PLANNERS | MANAGERS
READERS = SETTERS | EXECUTIVE
LINS_SETTERS = LINS - {"rep_lin"}
TARGET, PLAN, GOAL = {"target_id": "target"}, {"plan_id": "plan"}, {"goal_id": "goal"}
SUBMITTED = {"plan_id": "submitted_plan"}

ADDRESSES = [
    Address("targets:target-mine", get=SELLERS),
    Address("targets:progress", get=EVERYONE),
    Address("targets:progress-own", get=EVERYONE),
    Address("targets:progress-team", get=EVERYONE),
    Address("targets:target-acknowledge", post=SELLERS),
    Address("targets:target-question", get=LINS, post=LINS, keys=TARGET),
    Address("targets:target-answer", get=LINS_SETTERS, post=LINS_SETTERS, keys=TARGET),
    Address("targets:target-change", get=LINS_SETTERS, post=LINS_SETTERS, keys=TARGET),
    Address("targets:target-history", get=LINS_TO_SEE, keys=TARGET),
    Address("targets:late-leave", get=EVERYONE, keys={"employee_id": "employee"}),
    Address("targets:goal-list", get=EVERYONE),
    Address("targets:goal-create", get=PLANNERS, post=PLANNERS),
    Address("targets:goal-edit", get=PLANNERS, post=PLANNERS, keys=GOAL),
    Address("targets:plan-list", get=READERS),
    Address("targets:plan-create", get=SETTERS, post=SETTERS),
    *[
        Address(f"targets:plan-{page}", get=READERS, keys=PLAN)
        for page in ("grid", "export", "weeks", "reconcile", "fairness")
    ],
    Address("targets:plan-cells", post=PLANNERS, keys=PLAN),
    Address("targets:plan-import", get=PLANNERS, post=PLANNERS, keys=PLAN),
    Address("targets:plan-divide", get=PLANNERS, post=PLANNERS, keys=PLAN),
    Address("targets:plan-propose", get=SELLERS, post=SELLERS, keys=PLAN),
    Address("targets:plan-submit", get=PLANNERS, post=PLANNERS, keys=PLAN),
    Address("targets:plan-approve", get=PLANNERS, post=PLANNERS, keys=SUBMITTED),
    Address("targets:approval-rule", get=ADMINISTRATOR, post=ADMINISTRATOR),
    Address("targets:plan-send-back", get=PLANNERS, post=PLANNERS, keys=SUBMITTED),
    Address("targets:plan-copy", post=PLANNERS, keys=PLAN),
    Address("targets:metric-list", get=PLANNERS),
    Address("targets:metric-retire", get=PLANNERS, post=PLANNERS, keys={"metric": "metric"}),
    Address("targets:metric-restore", post=PLANNERS, keys={"metric": "metric"}),
    Address("targets:calibration", get=READERS),
]
NEW = {"metric": "bookings.amount", "period_kind": "quarter", "period": "@quarter"}
OPERATIONS_OF_TARGETS = [
    Operation("targets.goal.list", EVERYONE),
    Operation("targets.goal.set", PLANNERS, body={"title": "Grow", "value": 1, **NEW}),
    Operation("targets.plan.list", EVERYONE),
    Operation("targets.plan.get", READERS, PLAN),
    Operation("targets.plan.start", PLANNERS, body=NEW),
    Operation("targets.plan.divide", PLANNERS, PLAN, body={"total": 1000, "basis": "equal"}),
    Operation(
        "targets.cells.set", PLANNERS, PLAN, body={"cells": [{"kind": "company", "period": "@quarter", "value": 1}]}
    ),
    Operation("targets.plan.submit", PLANNERS, PLAN),
    Operation("targets.plan.approve", PLANNERS, SUBMITTED),
    Operation("targets.plan.send_back", PLANNERS, SUBMITTED, body={"note": "x"}),
    Operation("targets.approval.get", EVERYONE),
    Operation("targets.approval.set", ADMINISTRATOR, body={"needs_second": True}),
    Operation("targets.target.list", EVERYONE),
    Operation("targets.target.get", LINS_TO_SEE, TARGET),
    Operation("targets.target.acknowledge", frozenset({"rep_lin"}), body={"target_ids": ["@target"]}, foreign=404),
    Operation("targets.target.question", frozenset({"rep_lin"}), TARGET, body={"reason": "x"}),
    Operation("targets.target.answer", LINS_SETTERS, {"target_id": "questioned"}, body={"answer": "x"}),
    Operation("targets.target.change", LINS_SETTERS, TARGET, body={"value": 5, "from_on": "@today", "reason": "x"}),
    Operation("targets.progress.list", EVERYONE),
]


def records(cast: Cast) -> dict[str, Any]:
    """A target of rep_lin in force, one he has questioned, a draft, a version handed in, and a goal."""
    quarter = queries.running("quarter").name
    new = {"metric": "bookings.amount", "period_kind": "quarter", "period": quarter, "grain": "quarter"}
    lin = services.Cell("person", Cast.employee(cast.rep_lin).pk, quarter, 6_800_000)

    def plan(level: str, *, steps: int) -> Any:
        made = services.start_plan(actor=SYSTEM, level=level, **new)
        services.set_cells(actor=SYSTEM, plan_id=made.pk, cells=[lin])
        for verb in (services.submit_plan, services.approve_plan)[:steps]:
            verb(actor=SYSTEM, plan_id=made.pk)
        return made

    target = plan("base", steps=2).targets.get()
    questioned = plan("stretch", steps=2).targets.get()
    services.question_target(actor=Cast.actor(cast.rep_lin), target_id=questioned.pk, reason="Too much")
    goal = services.set_goal(
        actor=SYSTEM, title="Grow", metric="bookings.amount", period_kind="quarter", period=quarter, value=1
    )
    return {
        "target": target.pk,
        "questioned": questioned.pk,
        "plan": plan("challenge", steps=0).pk,
        "submitted_plan": plan("base", steps=1).pk,
        "goal": goal.pk,
        "quarter": quarter,
    }
