"""Keeps answers of creations for a day, so that a request sent twice is answered alike. `cadre.api` asks here."""

import datetime as dt
from typing import Any

from cadre.kernel import clock
from cadre.kernel.models import StoredReply

HOURS = 24


def reply_to(caller: str, key: str) -> StoredReply | None:
    """The answer kept under a caller's key; one that is older than a day is forgotten."""
    found = StoredReply.objects.filter(caller=caller, key=key).first()
    if found is not None and found.at < _oldest():
        found.delete()
        return None
    return found


def keep_reply(**fields: Any) -> StoredReply:
    """Keep an answer, in the transaction of what it tells of. IntegrityError when another was kept under the key meanwhile."""
    return StoredReply.objects.create(**fields)


def forget_replies() -> int:
    """Remove answers that are no longer given again. Returns how many."""
    return StoredReply.objects.filter(at__lt=_oldest()).delete()[0]


def _oldest() -> dt.datetime:
    return clock.now() - dt.timedelta(hours=HOURS)
