"""Ratings: rows, and what stands beside an account, a deal or an activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, QuerySet, Sum, Value

from cadre.kernel.access import Actor
from cadre.voice.models import Rating

LATEST, MOST = 5, 200
"""How many stand beside a record at first, and how many where earlier ones are asked for."""


@dataclass(frozen=True)
class Ratings:
    """What a customer gave so far, as far as the reader sees it: how many, their average on the scale 1 to 5, the latest."""

    count: int
    score: Fraction | None
    latest: Sequence[Rating]


def ratings(actor: Actor) -> QuerySet[Any, Any]:
    """Ratings of the people whose work the actor sees, the latest first."""
    return Rating.objects.visible_to(actor).select_related("account", "contact", "employee", "recorded_by")


def ratings_about(actor: Actor, *, shown: int = LATEST, **about: int) -> Ratings:
    """The ratings of one account, opportunity or activity: `account_id=7`; `shown` of the latest, each says `may_withdraw`."""
    rows = ratings(actor).filter(**about, scale=Rating.Scale.CSAT)
    sums = rows.order_by().aggregate(count=Count("pk"), score=Sum("score"))
    count = sums["count"]
    return Ratings(count, Fraction(sums["score"], count) if count else None, list(_with_right(actor, rows)[:shown]))


def _with_right(actor: Actor, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    reached = Rating.policy.rows(actor, Rating.policy.change, None)
    may: Any = Value(True) if reached is None else ExpressionWrapper(reached, output_field=BooleanField())
    return rows.annotate(may_withdraw=may)


def channels() -> list[tuple[str, Any]]:
    """The ways in which a rating comes, with their words."""
    return list(Rating.Channel.choices)
