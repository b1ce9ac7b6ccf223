"""Versions of the targets and their steps."""

from typing import Any

from django.http import HttpRequest

from cadre.kernel.rest import FieldNames, Id, actor_of_request, given, versioned
from cadre.targets import queries, services
from cadre.targets.api.routing import router
from cadre.targets.api.schemas import ApprovalAnswer, ApprovalChange, Cells, Divide, NewPlan, PlanAnswer, SendBack, Step


@router.reads("/target-plans", "targets.plan.list", list[PlanAnswer])
def list_plans(request: HttpRequest) -> Any:
    """The versions you have a part in, latest period first; at most 200."""
    return [PlanAnswer.of(plan) for plan in queries.plans(actor_of_request(request))[:200]]


@router.creates("/target-plans", "targets.plan.start", PlanAnswer)
def start_plan(request: HttpRequest, payload: NewPlan) -> Any:
    """Begin a draft."""
    return _told(request, services.start_plan(actor=actor_of_request(request), **payload.sent()))


@router.reads("/target-plans/{int:plan_id}", "targets.plan.get", PlanAnswer)
def get_plan(request: HttpRequest, plan_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One version. Its cells are in the list of targets."""
    return _told(request, queries.plan_by_id(actor_of_request(request), plan_id))


@router.acts("/target-plans/{int:plan_id}/divide", "targets.plan.divide", PlanAnswer)
def divide(request: HttpRequest, plan_id: Id, payload: Divide) -> Any:
    """Divide a total over teams, people and periods; every sum agrees."""
    sent = payload.sent()
    sent["season"] = sent.get("season") or None
    return _done(request, services.divide, plan_id, payload, **sent)


@router.acts("/target-plans/{int:plan_id}/cells", "targets.cells.set", PlanAnswer)
def set_cells(request: HttpRequest, plan_id: Id, payload: Cells) -> Any:
    """Set cells of a draft, all or none."""
    cells = [
        services.Cell(cell.kind, cell.id, cell.period, cell.value, cell.reason, f"cells.{n}")
        for n, cell in enumerate(payload.cells)
    ]
    return _done(request, services.set_cells, plan_id, payload, cells=cells)


@router.acts("/target-plans/{int:plan_id}/submit", "targets.plan.submit", PlanAnswer)
def submit_plan(request: HttpRequest, plan_id: Id, payload: Step | None = None) -> Any:
    """Hand a draft in for approval."""
    return _done(request, services.submit_plan, plan_id, payload or Step())


@router.acts("/target-plans/{int:plan_id}/approve", "targets.plan.approve", PlanAnswer)
def approve_plan(request: HttpRequest, plan_id: Id, payload: Step | None = None) -> Any:
    """Put a submitted version in force."""
    return _done(request, services.approve_plan, plan_id, payload or Step())


@router.acts("/target-plans/{int:plan_id}/send-back", "targets.plan.send_back", PlanAnswer)
def send_back(request: HttpRequest, plan_id: Id, payload: SendBack) -> Any:
    """Give a submitted version back as a draft."""
    return _done(request, services.send_back, plan_id, payload, note=payload.note)


@router.reads("/target-approval", "targets.approval.get", ApprovalAnswer)
def get_approval(request: HttpRequest) -> Any:
    """Whether somebody else approves targets than who handed them in."""
    return ApprovalAnswer(needs_second=queries.needs_second())


@router.changes("/target-approval", "targets.approval.set", ApprovalAnswer)
def set_approval(request: HttpRequest, payload: ApprovalChange) -> Any:
    """Say whether somebody else approves targets than who handed them in."""
    row = services.set_approval_rule(actor=actor_of_request(request), needs_second=payload.needs_second)
    return ApprovalAnswer(needs_second=row.needs_second)


def _done(request: HttpRequest, verb: Any, plan_id: int, payload: Any, **fields: Any) -> PlanAnswer:
    version = given(request, payload.expected_version)
    return _told(request, verb(actor=actor_of_request(request), plan_id=plan_id, expected_version=version, **fields))


def _told(request: HttpRequest, plan: Any) -> PlanAnswer:
    versioned(request, plan.version)
    return PlanAnswer.of(plan)
