"""Composing: tiles are added, changed, moved, resized, removed."""

from collections.abc import Sequence
from typing import Any

from cadre.cockpit.models import Dashboard, Tile
from cadre.cockpit.policies import PUBLISHERS
from cadre.cockpit.problems import NOT_TO_PUBLISH, TOO_MANY_TILES
from cadre.cockpit.rules.asking import Chosen, asked
from cadre.cockpit.rules.spans import Spans
from cadre.cockpit.services.dashboards import of_actor
from cadre.kernel import write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb

MOST_TILES = 24


@verb("cockpit.tile.add", roles=EVERYONE)
def add_tile(*, actor: Actor, dashboard_id: int, published: bool = False, **fields: Any) -> Tile:
    """A tile at the end. A Problem in words for a question that cannot be answered or drawn."""
    dashboard = of_actor(actor, dashboard_id)
    places = list(dashboard.tiles.values_list("place", flat=True))
    if len(places) >= MOST_TILES:
        raise TOO_MANY_TILES(most=MOST_TILES)
    tile = Tile(dashboard=dashboard, **fields)
    asked(tile, Chosen(), Spans())
    publisher = _publisher(actor, tile.kind, None) if published else None
    return write.create(Tile, dashboard=dashboard, place=max(places, default=0) + 1, publisher_id=publisher, **fields)


@verb("cockpit.tile.change", roles=EVERYONE)
def change_tile(
    *, actor: Actor, tile_id: int, published: bool | None = None, expected_version: int | None = None, **fields: Any
) -> Tile:
    """What a tile shows. Who publishes a ranking, or keeps it published, shows it as he sees it."""
    tile = _tile(actor, tile_id, expected_version)
    wanted = Tile(
        **{
            name: fields.get(name, getattr(tile, name))
            for name in ("kind", "metrics", "by", "period", "compare", "limit")
        }
    )
    asked(wanted, Chosen(), Spans())
    if published is not None:
        fields["publisher_id"] = _publisher(actor, wanted.kind, tile.publisher_id) if published else None
    publisher = fields.pop("publisher_id", tile.publisher_id)
    return write.change(tile, publisher=_user(publisher), **fields)


@verb("cockpit.tile.remove", roles=EVERYONE)
def remove_tile(*, actor: Actor, tile_id: int) -> None:
    write.remove(_tile(actor, tile_id))


@verb("cockpit.tile.resize", roles=EVERYONE)
def resize_tile(*, actor: Actor, tile_id: int, width: int) -> Tile:
    """`width` in twelfths of the page."""
    return write.change(_tile(actor, tile_id), width=width)


@verb("cockpit.tile.arrange", roles=EVERYONE)
def arrange_tiles(*, actor: Actor, dashboard_id: int, order: Sequence[int]) -> Dashboard:
    """The tiles in this order. Those that are not named (somebody added them meanwhile) follow as they were."""
    dashboard = of_actor(actor, dashboard_id)
    tiles = list(Tile.objects.filter(dashboard=dashboard).select_for_update())
    wanted = {tile_id: place for place, tile_id in enumerate(order)}
    tiles.sort(key=lambda tile: (wanted.get(tile.pk, len(wanted)), tile.place, tile.pk))
    write.change_many([(tile, {"place": place}) for place, tile in enumerate(tiles, 1)])
    return dashboard


def _tile(actor: Actor, tile_id: int, expected_version: int | None = None) -> Tile:
    owner = Tile.objects.filter(pk=tile_id).values_list("dashboard_id", flat=True).first()
    if owner is None:
        raise NOT_FOUND()
    of_actor(actor, owner)
    return write.for_change(Tile.objects.all(), tile_id, expected_version)


def _publisher(actor: Actor, kind: str, now: int | None) -> int | None:
    """Who publishes. Who changed the question answers for it, so it is always he who saves."""
    if kind != Tile.Kind.RANKING:
        return None
    if not actor.has(*PUBLISHERS) or actor.user_id is None:
        raise NOT_TO_PUBLISH(field="published")
    return actor.user_id


def _user(user_id: int | None) -> Any:
    from cadre.kernel.models import User

    return None if user_id is None else User.objects.filter(pk=user_id).first()
