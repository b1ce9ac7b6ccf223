"""Brings what customers gave before Cadre up to date at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb
from cadre.voice import policies
from cadre.voice.models import Rating


@verb("voice.rating.import", roles=policies.CURATORS)
def record_ratings(*, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> int:
    """Record many ratings. A row has `on`, `score`, `channel`, `account_id`, `employee_id`, and as known the rest. Returns how many."""
    return len(write.create_many(Rating, [Rating(**row) for row in rows]))
