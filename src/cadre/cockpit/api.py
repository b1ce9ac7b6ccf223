"""The REST operations on dashboards and alerts: the same figures as on the pages."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from cadre.cockpit import queries
from cadre.cockpit.notices import said
from cadre.cockpit.rules.asking import Chosen
from cadre.kernel.rest import Answer, ApiRouter, actor_of_request
from cadre.metrics.api import NumbersAnswer, numbers

router = ApiRouter("cockpit")


class DashboardAnswer(Answer):
    """A page of tiles."""

    id: int
    title: str
    note: str
    owner: str | None = Field(description="Null for one that came with the product.")
    tiles: int


class TileAnswer(Answer):
    """One tile with its numbers over what you may see; or why it cannot be answered."""

    id: int
    title: str
    kind: str
    numbers: NumbersAnswer | None
    problem: str


class AlertAnswer(Answer):
    """Something that needs you, once per matter."""

    id: int
    text: str
    url: str
    at: dt.datetime
    ended_at: dt.datetime | None
    muted_at: dt.datetime | None


class TilesQuery(BaseModel):
    """Instead of the tiles' own periods."""

    model_config = ConfigDict(extra="forbid")

    period: Annotated[str, Field(max_length=40)] = Field(
        "", description="month, last-quarter, 12-month, or 2026-01-01..2026-03-31; empty: each tile's own."
    )


@router.reads("/dashboards", "cockpit.dashboards", list[DashboardAnswer], scope="metrics:read")
def list_dashboards(request: HttpRequest) -> Any:
    """Your dashboards, those shared with you, and the shipped ones for your role."""
    return [
        DashboardAnswer(
            id=row.pk,
            title=queries.title_of(row),
            note=queries.note_of(row),
            owner=row.owner.name if row.owner else None,
            tiles=len(row.tiles.all()),
        )
        for row in queries.dashboards(actor_of_request(request)).prefetch_related("tiles")
    ]


@router.reads("/dashboards/{dashboard_id}/tiles", "cockpit.tiles", list[TileAnswer], scope="metrics:read")
def read_tiles(request: HttpRequest, dashboard_id: int, query: Query[TilesQuery]) -> Any:
    """Every tile with its numbers, answered together."""
    actor = actor_of_request(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    chosen = Chosen(query.period or found.period, tuple((key, value) for key, value in found.filters.items()))
    return [
        TileAnswer(
            id=shown.tile.pk,
            title=shown.heading,
            kind=shown.tile.kind,
            numbers=numbers(shown.answered.cells) if shown.answered else None,
            problem=shown.problem,
        )
        for shown in queries.shown_tiles(actor, list(found.tiles.all()), chosen)
    ]


@router.reads("/alerts", "cockpit.alerts", list[AlertAnswer], scope="me:read")
def list_alerts(request: HttpRequest) -> Any:
    """Your hundred latest alerts."""
    return [
        AlertAnswer(
            id=row.pk,
            text=said(row.rule.condition, row.params),
            url=row.url,
            at=row.at,
            ended_at=row.ended_at,
            muted_at=row.muted_at,
        )
        for row in queries.alerts(actor_of_request(request))[:100]
    ]
