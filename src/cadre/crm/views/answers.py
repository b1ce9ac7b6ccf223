"""What the pages of this room share: the actor, the undo of what was just done, signals to the page."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from cadre.kernel.access import Actor
from cadre.kernel.acts import latest

Signals = dict[str, dict[str, object]]

DEAL_CHANGED: Signals = {"deal-changed": {}}
ACCOUNT_CHANGED: Signals = {"account-changed": {}}


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def number_in(values: QueryDict, name: str) -> int | None:
    """A number that came with the request; None for anything else, and for one that no row can have."""
    text = values.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def undo_url(request: HttpRequest) -> str:
    """Where to take back what this request has just done; empty when it changed nothing.

    Not the last change of some row: where the row stayed as it was, that would be an older act, an import perhaps.
    """
    act = latest.get()
    done = act is not None and act.has_changed and act.user_id == request.user.pk
    return reverse("web:undo", args=[act.id]) if act is not None and done else ""


def picked(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Chosen rows as the ids that verbs take: {"account": row} -> {"account_id": 7}."""
    chosen = {f"{name}_id": (data[name].pk if data[name] is not None else None) for name in names if name in data}
    rest = {name: value for name, value in data.items() if name not in names and name != "version"}
    return rest | chosen
