"""The life of a target: submitted, approved, acknowledged or questioned, changed from a day on, superseded."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import get_language

from cadre.kernel import clock, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.people import queries as people
from cadre.targets import notices, policies
from cadre.targets.events import PlanApproved, PlanSubmitted, TargetAnswered, TargetChanged
from cadre.targets.models import Target, TargetPlan
from cadre.targets.problems import (
    CONTRADICTION,
    NO_ANSWER_NEEDED,
    NOT_IN_FORCE,
    NOT_SUBMITTED,
    NOTHING_TO_SUBMIT,
    OUTSIDE_PERIOD,
    OWN_TARGET,
    REASON_NEEDED,
    SECOND_NEEDED,
)
from cadre.targets.queries.approval import approvers, replaced_by, same_line, second_of
from cadre.targets.queries.tree import company_name
from cadre.targets.services.plans import draft_of, plan_for_change
from cadre.ui.formatting import joined

State = Target.State


@verb("targets.plan.submit", roles=policies.SETTERS)
def submit_plan(*, actor: Actor, plan_id: int, expected_version: int | None = None) -> TargetPlan:
    """Hand a draft in for approval; those who can approve it are told."""
    plan = draft_of(actor, plan_id, expected_version)
    if not plan.targets.exists():
        raise NOTHING_TO_SUBMIT()
    publish(PlanSubmitted(plan_id=plan.pk))
    others = [pk for pk in approvers(plan) if pk != actor.user_id]
    notices.tell_approvers(plan, others, author_id=actor.user_id)
    now = clock.now()
    return write.change(plan, state=TargetPlan.State.SUBMITTED, submitted_at=now, submitted_by_id=actor.user_id)


@verb("targets.plan.send_back", roles=policies.SETTERS)
def send_back(*, actor: Actor, plan_id: int, note: str, expected_version: int | None = None) -> TargetPlan:
    """Give a submitted version back as a draft, with what is to be changed."""
    plan = plan_for_change(actor, plan_id, expected_version)
    if plan.state != TargetPlan.State.SUBMITTED:
        raise NOT_SUBMITTED()
    if not note.strip():
        raise REASON_NEEDED(field="note")
    notices.tell_submitter(plan, note=note)
    return write.change(plan, state=TargetPlan.State.DRAFT, note=note, submitted_at=None, submitted_by_id=None)


@verb("targets.plan.approve", roles=policies.SETTERS)
def approve_plan(*, actor: Actor, plan_id: int, expected_version: int | None = None) -> TargetPlan:
    """Put a submitted version in force. It takes the place of the version of the same plan that was in force until now.

    OWN_TARGET if it holds a target that the actor would approve for himself; SECOND_NEEDED if he handed it in himself and somebody
    else can approve it (a rule of the company, see `set_approval_rule`); CONTRADICTION where one of its targets overlaps
    one in force for another length of period.
    """
    plan = plan_for_change(actor, plan_id, expected_version)
    if plan.state != TargetPlan.State.SUBMITTED:
        raise NOT_SUBMITTED()
    rows = list(plan.targets.filter(valid_to=None))
    if plan.targets.settable_by(actor).filter(valid_to=None).count() != len(rows):
        raise OWN_TARGET()
    if others := second_of(actor, plan):
        raise SECOND_NEEDED(names=joined(list(others.values()), get_language() or "en"))
    today = clock.today()
    replaced = replaced_by(plan)
    write.change_many([(row, {"state": State.SUPERSEDED, "valid_to": _end_of(row, today)}) for row in replaced])
    _refuse_contradictions(plan, rows)
    first = today if replaced else plan.starts_on
    write.change_many([(row, {"state": State.APPROVED, "valid_from": max(first, row.starts_on)}) for row in rows])
    old = TargetPlan.objects.filter(pk__in={row.plan_id for row in replaced})
    write.change_many([(one, {"state": TargetPlan.State.SUPERSEDED}) for one in old if not _has_rows_in_force(one)])
    publish(PlanApproved(plan_id=plan.pk))
    notices.tell_owners(rows, notices.GIVEN, period=plan.period)
    now = clock.now()
    return write.change(plan, state=TargetPlan.State.APPROVED, approved_at=now, approved_by_id=actor.user_id)


def _end_of(row: Target, today: dt.date) -> dt.date:
    """The day a replaced row ends: today, or the day it would have begun."""
    return max(today, row.valid_from or row.starts_on)


def _refuse_contradictions(plan: TargetPlan, rows: Collection[Target]) -> None:
    overlapping = same_line(plan).filter(starts_on__lt=plan.ends_on, ends_on__gt=plan.starts_on)
    others: dict[tuple[int | None, int | None], list[Target]] = {}
    for row in overlapping:
        others.setdefault((row.team_id, row.employee_id), []).append(row)
    for row in rows:
        for other in others.get((row.team_id, row.employee_id), ()):
            if other.starts_on < row.ends_on and row.starts_on < other.ends_on:
                raise CONTRADICTION(subject=subject_name(row), other=other.period, period=row.period)


def subject_name(row: Target) -> str:
    """Whose target it is."""
    if row.employee_id is not None:
        return people.names_of([row.employee_id]).get(row.employee_id, "")
    return str(row.team) if row.team else company_name()


def _has_rows_in_force(plan: TargetPlan) -> bool:
    return bool(Target.objects.in_force().filter(plan=plan).exists())  # type: ignore[attr-defined]


@verb("targets.target.acknowledge", roles=policies.HOLDERS)
def acknowledge(*, actor: Actor, target_ids: Collection[int]) -> list[Target]:
    """Say that one has seen and accepts one's targets."""
    return [_answered(actor, pk, State.ACKNOWLEDGED, "") for pk in target_ids]


@verb("targets.target.question", roles=policies.HOLDERS)
def question_target(*, actor: Actor, target_id: int, reason: str) -> Target:
    """Question one's target, with the reason; it stays in force until whoever sets it answers."""
    if not reason.strip():
        raise REASON_NEEDED(field="reason")
    row = _answered(actor, target_id, State.QUESTIONED, reason)
    notices.tell_setter(row, name=subject_name(row), reason=reason)
    return row


def _answered(actor: Actor, target_id: int, state: str, question: str) -> Target:
    row = write.for_change(Target.objects.visible_to(actor), target_id)
    led = people.led_by(actor.employee_id, clock.today()) if actor.employee_id else []
    if row.employee_id != actor.employee_id and row.team_id not in led:
        raise NOT_FOUND()
    if not row.is_in_force:
        raise NOT_IN_FORCE()
    publish(TargetAnswered(target_id=row.pk, employee_id=row.employee_id, state=state))
    return write.change(row, state=state, question=question, answered_at=clock.now())


@verb("targets.target.answer", roles=policies.SETTERS)
def answer_question(*, actor: Actor, target_id: int, answer: str) -> Target:
    """Answer a question about a target; it goes back to its owner to be acknowledged."""
    row = _settable(actor, target_id)
    if row.state != State.QUESTIONED:
        raise NO_ANSWER_NEEDED()
    if not answer.strip():
        raise REASON_NEEDED(field="answer")
    notices.tell_owners([row], notices.ANSWERED, period=row.period, answer=answer)
    return write.change(row, state=State.APPROVED, answer=answer)


@verb("targets.target.change", roles=policies.SETTERS)
def change_mid_period(
    *, actor: Actor, target_id: int, value: int, from_on: dt.date, reason: str, expected_version: int | None = None
) -> Target:
    """Replace a target in force by another value from a day of its period on. The old one stays, with its dates.

    The period is measured by the value in force at its end; what held before is told by its dates.
    """
    row = _settable(actor, target_id, expected_version)
    if not row.is_in_force:
        raise NOT_IN_FORCE()
    if not reason.strip():
        raise REASON_NEEDED(field="reason")
    began = row.valid_from or row.starts_on
    if not max(row.starts_on, began) <= from_on < row.ends_on:
        raise OUTSIDE_PERIOD(field="from_on", period=row.period)
    same = (
        "plan_id",
        "metric",
        "level",
        "dimension",
        "chosen",
        "team_id",
        "employee_id",
        "period",
        "starts_on",
        "ends_on",
    )
    fields = {name: getattr(row, name) for name in (*same, "computed", "proposed", "proposed_note")}
    write.change(row, state=State.SUPERSEDED, valid_to=from_on)
    made = write.create(
        Target, **fields, value=value, reason=reason, state=State.APPROVED, valid_from=from_on, is_fixed=True
    )
    publish(TargetChanged(target_id=made.pk, employee_id=made.employee_id))
    notices.tell_owners([made], notices.CHANGED, period=made.period, reason=reason)
    return made


def _settable(actor: Actor, target_id: int, expected_version: int | None = None) -> Target:
    """A target the actor may set. One that he sees and may not set is his own: OWN_TARGET."""
    if not Target.objects.visible_to(actor).filter(pk=target_id).exists():
        raise NOT_FOUND()
    if not Target.objects.settable_by(actor).filter(pk=target_id).exists():
        raise OWN_TARGET()
    return write.for_change(Target.objects.settable_by(actor), target_id, expected_version)
