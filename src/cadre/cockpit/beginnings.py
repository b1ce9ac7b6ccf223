"""What an empty tile says: how a number begins of which nothing was ever recorded, or that the choice is too narrow."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadre.kernel.access import Actor
from cadre.ui.navigation import create_actions


@dataclass(frozen=True)
class Beginning:
    """Why nothing is there yet, and the key of the form under "create" that makes the first row."""

    title: Any
    text: Any
    create: str = "opportunity"


@dataclass(frozen=True)
class EmptyTile:
    """An empty tile in words. `url` is that of the next step's form, for a reader who may take it."""

    kind: str
    title: str
    text: str
    url: str = ""
    label: str = ""


BEGINNINGS = {
    "bookings": Beginning(_("Nothing won yet"), _("An opportunity that is won counts from its closing date.")),
    "deals": Beginning(_("No deal decided yet"), _("What is won or lost counts from its closing date.")),
    "first_deals": Beginning(_("No new customer yet"), _("An account becomes a customer with its first won deal.")),
    "pipeline": Beginning(_("No open opportunities"), _("An opportunity counts until it is won or lost.")),
    "stage_steps": Beginning(_("No stage decided yet"), _("Opportunities count here as they leave a stage.")),
    "activities": Beginning(_("No activities yet"), _("Calls and visits count on the day they are done."), "activity"),
    "ratings": Beginning(
        _("No rating yet"), _("What a customer gives is recorded beside his account, a deal or an activity."), ""
    ),
    "forecasts": Beginning(_("No forecast kept yet"), _("A forecast is kept every day as soon as deals are open.")),
    "targets": Beginning(_("No targets in force"), _("A target counts as soon as it is approved."), ""),
}
OTHER = Beginning(_("Nothing recorded yet"), _("The number stands here as soon as there is something to count."), "")


def begins(actor: Actor, fact: str) -> EmptyTile:
    """How the first number of a fact comes about."""
    beginning = BEGINNINGS.get(fact, OTHER)
    return EmptyTile("first", str(beginning.title), str(beginning.text), *_step(actor, beginning.create))


def too_narrow(*, filtered: bool) -> EmptyTile:
    """There is something, at another time or without the page's filters."""
    text = (
        gettext("Choose a longer period, or take the filters away.") if filtered else gettext("Choose a longer period.")
    )
    return EmptyTile("none", gettext("Nothing in this period"), text)


def _step(actor: Actor, key: str) -> tuple[str, str]:
    labels = {"opportunity": gettext("New opportunity"), "activity": gettext("Plan an activity")}
    found = {action.key: url for action, url in create_actions(actor.roles)}
    return (found[key], labels[key]) if key in found else ("", "")
