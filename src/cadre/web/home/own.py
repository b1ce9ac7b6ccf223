"""A rep's home: what to do today, his deals, his quarter."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.web.home.quarter import rows_url, this_quarter

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
    cells = {cell.key[0]: cell for cell in by_stage}
    stages = [
        StageSum(
            stage,
            int(cells[stage.pk].values["pipeline.count"] or 0),
            int(cells[stage.pk].values["pipeline.amount"] or 0),
            f"{reverse('crm:opportunity-list')}?f=1&state=open&mine=yes&stage={stage.pk}",
        )
        for stage in crm.open_stages()
        if stage.pk in cells
    ]
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": base_currency(),
        "figures": figures.total,
        "weeks": [int(cell.values["bookings.amount"] or 0) for cell in weeks],
        "work": [
            (
                work.names(cell)[0],
                cell,
                rows_url("activities.count", quarter.so_far, activity_kind=cell.key[0], **me),
            )
            for cell in work
        ],
        "work_total": work.total,
        "todos": todo.todos,
        "todo_count": todo.count,
        "overdue": todo.overdue,
        "stages": stages,
        "pipeline": by_stage.total,
        "deals": mine.order_by("-amount_minor", "-id")[:SHOWN],
        "why": {key: rows_url(key, quarter.so_far, **me) for key in figures.question.metrics},
        "why_weighted": rows_url("pipeline.weighted", None, **me),
    }
