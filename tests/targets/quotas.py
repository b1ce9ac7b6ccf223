"""Targets for tests, made by the verbs."""

from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Actor
from cadre.targets import queries, services
from cadre.targets.models import Target, TargetPlan
from cadre.targets.services.cells import Cell
from tests.support.cast import Cast


def quarter() -> queries.TargetPeriod:
    return queries.running("quarter")


def draft(actor: Actor = SYSTEM, **fields: Any) -> TargetPlan:
    given = {"metric": "bookings.amount", "period_kind": "quarter", "period": quarter().name, "grain": "quarter"}
    return services.start_plan(actor=actor, **given | fields)


def cell(user: Any, value: int | None, period: str | None = None, **fields: Any) -> Cell:
    return Cell("person", Cast.employee(user).pk, period or quarter().name, value, **fields)


def approved(plan: TargetPlan, actor: Actor = SYSTEM) -> TargetPlan:
    services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
    return services.approve_plan(actor=actor, plan_id=plan.pk)


def quota(user: Any, value: int) -> Target:
    """A quota of the running quarter in force for one person."""
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(user, value)])
    approved(plan)
    return Target.objects.get(plan=plan, employee=Cast.employee(user))


__all__ = ["approved", "cell", "clock", "draft", "quarter", "quota"]
