"""What the pages of this room share."""

from django.http import HttpRequest

from cadre.kernel.access import Actor

TARGETS_CHANGED = {"targets-changed": {}}


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
