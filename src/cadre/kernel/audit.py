"""The audit of every change: who, when, by which verb, from what to what. Rows are only ever added."""

import datetime as dt
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import pgettext

from cadre.kernel import bulk, clock
from cadre.kernel.acts import Act
from cadre.kernel.models.audit import AuditEntry

_OF_A_CHANGE = ("model", "object_id", "title", "action", "fields")


def record(act: Act) -> None:
    """Write the entries of one act, in its transaction."""
    changes, count = act.changes, len(act.changes)
    if count == 1:  # by far the most common: one statement without its preparations
        change = changes[0]
        AuditEntry.objects.create(at=clock.now(), act=act.id, user_id=act.actor.user_id, verb=act.verb, **vars(change))
        return
    columns: dict[str, list[Any]] = {
        "act": [act.id] * count,
        "at": [clock.now()] * count,
        "user_id": [act.actor.user_id] * count,
        "verb": [act.verb] * count,
        **{name: [getattr(change, name) for change in changes] for name in _OF_A_CHANGE},
    }
    bulk.insert(AuditEntry, columns, count)


def history(obj: Model) -> QuerySet[AuditEntry]:
    """All entries about one row, newest first, with the user who acted."""
    return (
        AuditEntry.objects.filter(model=obj._meta.label_lower, object_id=obj.pk).select_related("user").order_by("-id")
    )


def last_change(obj: Model) -> tuple[str, str]:
    """Name and local time of the last change, for the sentence that tells a second editor."""
    entry = history(obj).first()
    if entry is None:
        return pgettext("actor", "Somebody"), date_format(localtime(clock.now()), "H:i")
    return entry.who, moment(entry.at)


def moment(at: dt.datetime) -> str:
    """When something happened, for a sentence: today's time, else day and time."""
    local = localtime(at)
    return date_format(local, "H:i" if local.date() == clock.today() else "Y-m-d H:i")
