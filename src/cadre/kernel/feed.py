"""What happened, for programs that follow: every committed event once and in order, for a reader who remembers one number."""

import datetime as dt
from dataclasses import dataclass

from cadre.kernel import clock
from cadre.kernel.access import Actor, Role
from cadre.kernel.live.cursor import GAP_SECONDS
from cadre.kernel.models import OutboxEvent
from cadre.kernel.problems import FORBIDDEN

FOLLOWERS = (Role.OPERATIONS, Role.ADMINISTRATOR)
PRIVATE = frozenset({"kernel.notified"})


@dataclass(frozen=True)
class FeedPage:
    """Some events, oldest first, and the number to go on after."""

    events: list[OutboxEvent]
    next_after: int


def events_after(actor: Actor, after: int, limit: int) -> FeedPage:
    """The events after a number. FORBIDDEN for all but operations and administrators: events tell of everybody's records.

    Ids are given out before commit, so a lower one can still appear. The page therefore ends before a gap that is younger than
    any transaction should last, and nothing is missed.
    """
    if not actor.has(*FOLLOWERS):
        raise FORBIDDEN()
    settled = clock.now() - dt.timedelta(seconds=GAP_SECONDS)
    found: list[OutboxEvent] = []
    last = after
    for row in OutboxEvent.objects.filter(pk__gt=after).order_by("pk")[:limit]:
        if row.pk != last + 1 and row.at > settled:
            break
        last = row.pk
        found.append(row)
    return FeedPage([row for row in found if row.name not in PRIVATE], last)
