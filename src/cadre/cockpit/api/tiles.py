"""Tiles: read with their numbers, add, change, arrange, remove."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.cockpit import queries, services
from cadre.cockpit.api.routing import router
from cadre.cockpit.api.schemas import NewTile, Order, TileAnswer, TileChange, TilesQuery
from cadre.cockpit.rules.asking import Chosen
from cadre.kernel.rest import Id, actor_of_request, expected_version, versioned
from cadre.metrics.api import numbers

OF_DASHBOARD = "/dashboards/{int:dashboard_id}/tiles"
ONE = "/tiles/{int:tile_id}"


@router.reads(OF_DASHBOARD, "cockpit.tiles", list[TileAnswer], scope="metrics:read")
def read_tiles(request: HttpRequest, dashboard_id: Id, query: Query[TilesQuery]) -> Any:
    """Every tile with its numbers, answered together."""
    actor = actor_of_request(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    chosen = Chosen(query.period or found.period, tuple((key, value) for key, value in found.filters.items()))
    return [
        TileAnswer.of(
            shown.tile,
            title=shown.heading,
            numbers=numbers(shown.answered.cells) if shown.answered else None,
            problem="" if shown.answered else shown.words,
        )
        for shown in queries.shown_tiles(actor, list(found.tiles.all()), chosen)
    ]


@router.creates(OF_DASHBOARD, "cockpit.tile.add", TileAnswer)
def add_tile(request: HttpRequest, dashboard_id: Id, payload: NewTile) -> Any:
    """A tile at the end; refused in words where the question cannot be answered or drawn."""
    fields = payload.model_dump()
    made = services.add_tile(actor=actor_of_request(request), dashboard_id=dashboard_id, **fields)
    versioned(request, made.version)
    return TileAnswer.of(made)


@router.acts(f"{OF_DASHBOARD}/order", "cockpit.tile.arrange", list[TileAnswer])
def arrange_tiles(request: HttpRequest, dashboard_id: Id, payload: Order) -> Any:
    """Put the tiles in an order."""
    actor = actor_of_request(request)
    services.arrange_tiles(actor=actor, dashboard_id=dashboard_id, order=payload.tiles)
    return [TileAnswer.of(tile) for tile in queries.dashboard_by_id(actor, dashboard_id).tiles.all()]


@router.changes(ONE, "cockpit.tile.change", TileAnswer)
def change_tile(request: HttpRequest, tile_id: Id, payload: TileChange) -> Any:
    """Change what a tile shows."""
    changed = services.change_tile(
        actor=actor_of_request(request),
        tile_id=tile_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    versioned(request, changed.version)
    return TileAnswer.of(changed)


@router.removes(ONE, "cockpit.tile.remove")
def remove_tile(request: HttpRequest, tile_id: Id) -> None:
    """Take a tile away."""
    services.remove_tile(actor=actor_of_request(request), tile_id=tile_id)
