"""Answers that many readers ask for in the same second, after a deal was won: computed once in each process.

Only for what looks the same to all of them (who sees every row; a published ranking), only when a page asks again by itself,
and never older than the newest event or five seconds.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

from cadre.kernel.models import OutboxEvent

SECONDS = 5.0
MOST = 200
_kept: dict[Hashable, tuple[float, Any]] = {}
_locks: dict[Hashable, threading.Lock] = {}
_door = threading.Lock()


def newest_event() -> int:
    """The id of the newest event: an answer of before it is not asked for again."""
    return OutboxEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def once(key: Hashable, compute: Callable[[], Any]) -> Any:
    """What `compute` gave lately for the key; whoever comes meanwhile waits for it."""
    with _door:
        lock = _locks.setdefault(key, threading.Lock())
    with lock:
        found = _kept.get(key)
        if found is None or time.monotonic() - found[0] > SECONDS:
            found = (time.monotonic(), compute())
            with _door:
                _forget()
                _kept[key] = found
        return found[1]


def _forget() -> None:
    if len(_kept) < MOST:
        return
    old = time.monotonic() - SECONDS
    for key in [key for key, (at, _value) in _kept.items() if at < old] or list(_kept):
        _kept.pop(key, None)
        _locks.pop(key, None)
