"""What the pages of this room share."""

from typing import Any

from django.http import HttpRequest

from cadre.kernel.access import Actor

TILES_CHANGED: dict[str, Any] = {"tiles-changed": {}}


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
