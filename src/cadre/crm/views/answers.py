"""What the pages of this room share: the actor, the undo of what was just done, signals to the page."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from cadre.kernel.access import Actor
from cadre.kernel.audit import history

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


def undo_url(request: HttpRequest, changed: Model) -> str:
    """Where to take back what this user just did to a row; empty when the last change was not his."""
    last = history(changed).select_related(None).values_list("user_id", "act").first()
    return reverse("web:undo", args=[last[1]]) if last and last[0] == request.user.pk else ""


def picked(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Chosen rows as the ids that verbs take: {"account": row} -> {"account_id": 7}."""
    chosen = {f"{name}_id": (data[name].pk if data[name] is not None else None) for name in names if name in data}
    rest = {name: value for name, value in data.items() if name not in names and name != "version"}
    return rest | chosen
