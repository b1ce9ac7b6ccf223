"""A manager's home: his people side by side, the deals at risk, who needs a word."""

from dataclasses import dataclass
from typing import Any

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.web.home.attention import attention_of
from cadre.web.home.quarter import Quarter, rows_url, this_quarter

AT_RISK = 8


@dataclass(frozen=True)
class Member:
    """One of the manager's people with the quarter so far."""

    id: int
    name: str
    booked: Cell | None
    pipeline: Cell | None
    activity: Cell | None
    url: str


def team_home(actor: Actor) -> dict[str, Any]:
    quarter = this_quarter()
    figures, booked, pipeline, active, weeks = run_many(
        [
            question(
                ["bookings.amount", "bookings.count", "win_rate", "bookings.average", "sales_cycle_days"],
                period=quarter.so_far,
                compare=quarter.compared,
            ),
            question(
                ["bookings.amount", "bookings.count", "win_rate"], "employee", quarter.so_far, compare=quarter.compared
            ),
            question(["pipeline.count", "pipeline.amount", "pipeline.weighted"], "employee"),
            question(["activities.count", "activities.visits", "activities.calls"], "employee", quarter.so_far),
            question("bookings.amount", "week", quarter.so_far),
        ],
        actor=actor,
    )
    members = _members(booked, pipeline, active, quarter)
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": base_currency(),
        "figures": figures.total,
        "weeks": [int(cell.values["bookings.amount"] or 0) for cell in weeks],
        "members": members,
        "most": max((int(m.booked.values["bookings.amount"] or 0) for m in members if m.booked), default=0),
        "pipeline": pipeline.total,
        "risks": at_risk(actor),
        "attention": attention_of(actor, quarter, base_currency()),
        "why": {key: rows_url(key, quarter.so_far) for key in figures.question.metrics},
    }


def _members(booked: Cells, pipeline: Cells, active: Cells, quarter: Quarter) -> list[Member]:
    """Everybody below the reader who did or has something, who won most first."""
    rows = {
        answer: {cell.key[0]: cell for cell in cells}
        for answer, cells in (("b", booked), ("p", pipeline), ("a", active))
    }
    names = {cell.key[0]: answer.names(cell)[0] for answer in (booked, pipeline, active) for cell in answer}
    members = [
        Member(
            id=int(str(key or 0)),
            name=name,
            booked=rows["b"].get(key),
            pipeline=rows["p"].get(key),
            activity=rows["a"].get(key),
            url=rows_url("bookings.amount", quarter.so_far, employee=key),
        )
        for key, name in names.items()
    ]
    members.sort(key=lambda member: -(member.booked.values["bookings.amount"] or 0 if member.booked else 0))
    return members


def at_risk(actor: Actor) -> list[Any]:
    """Open deals whose closing date has passed or that slipped twice, largest first."""
    late = crm.open_opportunities(actor)
    late = late.filter(expected_close_on__lt=clock.today()) | late.filter(slipped__gte=2)
    return list(late.order_by("-base_minor", "-id")[:AT_RISK])
