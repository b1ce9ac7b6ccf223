"""Targets, what their owners say to them, and where everybody stands."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.kernel.rest import FieldNames, Id, Page, SortKey, actor_of_request, given, one_of, page_of, versioned
from cadre.targets import queries, services
from cadre.targets.api.routing import router
from cadre.targets.api.schemas import (
    Acknowledge,
    Chosen,
    Dimension,
    GivenAnswer,
    Key,
    Level,
    MidPeriod,
    PeriodName,
    ProgressAnswer,
    Question,
    ShownKind,
    TargetAnswer,
    TargetQuery,
)


@router.reads("/targets", "targets.target.list", Page[TargetAnswer])
def list_targets(request: HttpRequest, query: Query[TargetQuery]) -> Any:
    """Targets you may see, of drafts too."""
    rows = query.narrow(queries.targets(actor_of_request(request)))
    return page_of(rows, query, TargetAnswer.of, sorts={"starts_on": SortKey("starts_on")})


@router.reads("/targets/{int:target_id}", "targets.target.get", TargetAnswer)
def get_target(request: HttpRequest, target_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One target."""
    return _told(request, one_of(queries.targets(actor_of_request(request)), target_id))


@router.acts("/targets/acknowledge", "targets.target.acknowledge", list[TargetAnswer])
def acknowledge(request: HttpRequest, payload: Acknowledge) -> Any:
    """Accept targets of your own, all or none."""
    rows = services.acknowledge(actor=actor_of_request(request), target_ids=payload.target_ids)
    return [TargetAnswer.of(row) for row in rows]


@router.acts("/targets/{int:target_id}/question", "targets.target.question", TargetAnswer)
def question_target(request: HttpRequest, target_id: Id, payload: Question) -> Any:
    """Question a target of your own; it stays in force until it is answered."""
    actor = actor_of_request(request)
    return _told(request, services.question_target(actor=actor, target_id=target_id, reason=payload.reason))


@router.acts("/targets/{int:target_id}/answer", "targets.target.answer", TargetAnswer)
def answer_question(request: HttpRequest, target_id: Id, payload: GivenAnswer) -> Any:
    """Answer a question about a target you set."""
    actor = actor_of_request(request)
    return _told(request, services.answer_question(actor=actor, target_id=target_id, answer=payload.answer))


@router.acts("/targets/{int:target_id}/change", "targets.target.change", TargetAnswer)
def change_target(request: HttpRequest, target_id: Id, payload: MidPeriod) -> Any:
    """Replace a target in force by another value from a day on."""
    made = services.change_mid_period(
        actor=actor_of_request(request), target_id=target_id, value=payload.value, from_on=payload.from_on,
        reason=payload.reason, expected_version=given(request, payload.expected_version),
    )  # fmt: skip
    return _told(request, made)


@router.reads("/target-progress", "targets.progress.list", list[ProgressAnswer])
def list_progress(
    request: HttpRequest,
    period_kind: ShownKind = "quarter",
    period: PeriodName | None = None,
    metric: Key = "bookings.amount",
    level: Level = "base",
    dimension: Dimension = "",
    chosen: Chosen = "",
) -> Any:
    """Where everybody you may see stands in a period, the running one without a name; parents first.

    With `dimension` and `chosen`: against the targets for one product, segment or territory, by the metric filtered by it.
    """
    span = queries.period_named(period_kind, period) if period else queries.running(period_kind)
    part = queries.slice_checked(dimension, chosen, queries.measure(metric))
    board = queries.progress_of(actor_of_request(request), metric=metric, period=span, level=level, part=part)
    return [ProgressAnswer.of(row) for row in board.rows]


def _told(request: HttpRequest, row: Any) -> TargetAnswer:
    versioned(request, row.version)
    return TargetAnswer.of(row)
