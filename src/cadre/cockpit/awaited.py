"""Numbers that dashboards have a place for before the room that counts them is there. Their tiles say so in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.metrics.registry import metrics


@dataclass(frozen=True)
class Awaited:
    """A number to come: its name, what the tile says meanwhile, and what can be recorded until then."""

    title: Any
    empty: Any
    text: Any
    create: str = ""


AWAITED = {
    "satisfaction.score": Awaited(
        pgettext_lazy("metric", "Customer satisfaction"),
        _("No surveys yet"),
        _(
            "Surveys belong to Voice, which is still to come: until customers are asked, no score stands here. "
            "Write what they say into the note of a visit."
        ),
        "activity",
    )
}


def awaited(tile: Any) -> Awaited | None:
    """What a tile waits for; None when everything it asks for is there."""
    missing = (AWAITED[key] for key in tile.metrics if key in AWAITED and key not in metrics)
    return next(missing, None)


def title_of_metric(key: str) -> str | None:
    """The name of a number that is there or awaited."""
    if key in metrics:
        return str(metrics[key].title)
    return str(AWAITED[key].title) if key in AWAITED else None
