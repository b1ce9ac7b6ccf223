"""What this room adds to the pages of customers and deals."""

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from cadre.kernel.access import Actor
from cadre.ui.panels import Panel, register
from cadre.voice import policies

TITLE = pgettext_lazy("panel", "Satisfaction")


def register_panels() -> None:
    """Called once at start-up."""
    for subject, shown in (("account", None), ("opportunity", _has_account), ("activity", _is_over)):
        register(
            Panel(
                f"crm.{subject}.side",
                "voice.ratings",
                TITLE,
                lambda thing, name=f"voice:{subject}-ratings": reverse(name, args=[thing.pk]),  # type: ignore[misc]
                roles=policies.READERS,
                shown=shown,
            )
        )


def _has_account(_actor: Actor, thing: Any) -> bool:
    return thing.account_id is not None


def _is_over(_actor: Actor, activity: Any) -> bool:
    """Only what has happened can be rated."""
    return activity.account_id is not None and activity.state == "done"
