"""What happened to targets."""

from cadre.kernel.events import event


@event("targets.plan_approved")
class PlanApproved:
    plan_id: int


@event("targets.plan_submitted")
class PlanSubmitted:
    plan_id: int


@event("targets.target_changed")
class TargetChanged:
    """A target in force got another value."""

    target_id: int
    employee_id: int | None


@event("targets.target_answered")
class TargetAnswered:
    """Its owner acknowledged or questioned a target."""

    target_id: int
    employee_id: int | None
    state: str
