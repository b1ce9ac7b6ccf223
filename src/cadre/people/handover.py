"""What a person owns, part by part. Each room registers the parts it keeps; a leaver hands over all of them in one step."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from cadre.kernel.access import Actor
from cadre.kernel.discovery import discover


@dataclass(frozen=True)
class OwnedThing:
    """One thing in a preview: its name, what says more about it, and its page."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverPart:
    """A kind of thing that people own.

    `count(employee_id, on)` tells how much he owns on a day or later, `preview(actor, employee_id, on)` names what of it the
    actor may see (who hands over for others need not know every customer); `move(from_id, to_id, on)`
    gives all of it to another, inside the running verb, and returns how many. `dated` parts carry their own dates and move
    when the handover is decided; the others are moved on the day itself, so that what he gains until then goes along.
    """

    key: str
    label: str | Promise
    count: Callable[[int, dt.date], int]
    preview: Callable[[Actor, int, dt.date], Sequence[OwnedThing]]
    move: Callable[[int, int, dt.date], int]
    dated: bool = False
    position: int = 50


_parts: dict[str, HandoverPart] = {}


def register(part: HandoverPart) -> None:
    """Add a part. ValueError when its key is taken."""
    if _parts.setdefault(part.key, part) is not part:
        raise ValueError(f"handover part {part.key} is registered twice")


def parts() -> list[HandoverPart]:
    """All parts, in the order in which they are shown and moved."""
    discover("services.ownership")
    return sorted(_parts.values(), key=lambda part: (part.position, part.key))
