"""A rep's home: what to do today, his deals, his quarter."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.web.home.quarter import Quarter, rows_url, this_quarter

SHOWN = 9


@dataclass(frozen=True)
class StageSum:
    """What lies in a stage of the reader's own pipeline."""

    stage: Any
    count: int
    minor: int
    url: str


def own_home(actor: Actor) -> dict[str, Any]:
    quarter = this_quarter()
    me = {"employee": actor.employee_id}
    figures, by_stage, weeks, work = run_many(
        [
            question(
                ["bookings.amount", "bookings.count", "win_rate", "bookings.average"],
                period=quarter.so_far,
                where=me,
                compare=quarter.compared,
            ),
            question(["pipeline.count", "pipeline.amount", "pipeline.weighted"], "stage", where=me),
            question("bookings.amount", "week", quarter.so_far, where=me),
            question("activities.count", "activity_kind", quarter.so_far, where=me, compare=quarter.compared),
        ],
        actor=actor,
    )
    todo = crm.work_of(actor)
    mine = crm.open_opportunities(actor).filter(owner_id=actor.employee_id)
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": base_currency(),
        "figures": figures.total,
        "weeks": [int(cell.values["bookings.amount"] or 0) for cell in weeks],
        "work": _activities(work, quarter, me),
        "work_total": work.total,
        "todos": todo.todos,
        "todo_count": todo.count,
        "overdue": todo.overdue,
        "stages": _stages(by_stage),
        "pipeline": by_stage.total,
        "deals": mine.order_by("-amount_minor", "-id")[:SHOWN],
        "why": {key: rows_url(key, quarter.so_far, **me) for key in figures.question.metrics},
        "why_weighted": rows_url("pipeline.weighted", None, **me),
    }


def _stages(by_stage: Cells) -> list[StageSum]:
    cells = {cell.key[0]: cell.values for cell in by_stage}
    deals = reverse("crm:opportunity-list")
    return [
        StageSum(
            stage,
            int(cells[stage.pk]["pipeline.count"] or 0),
            int(cells[stage.pk]["pipeline.amount"] or 0),
            f"{deals}?f=1&state=open&mine=yes&stage={stage.pk}",
        )
        for stage in crm.open_stages()
        if stage.pk in cells
    ]


def _activities(work: Cells, quarter: Quarter, me: dict[str, Any]) -> list[tuple[str, Cell, str]]:
    """Each kind of activity with its count and the way to its rows."""
    return [
        (
            work.names(cell)[0],
            cell,
            rows_url("activities.count", quarter.so_far, activity_kind=cell.key[0], **me),
        )
        for cell in work
    ]
