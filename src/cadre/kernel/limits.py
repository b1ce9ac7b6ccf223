"""How many requests a caller may make in a minute, all processes together, without a further server.

A process takes allowance from the caller's row some requests at a time and spends it from memory, so that most requests cost
no query. What it took and does not spend is lost at the end of the minute: a caller may be stopped a little early, and late
only where SQLite was busy with another writer when a process came for more.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from cadre.kernel import clock
from cadre.kernel.models import RequestWindow

SECONDS = 60
# A caller comes back to its row this many times in a minute, so the share that a process may waste is one in so many
TAKES = 60
MOST_KEPT = 10_000

_TAKE = """
INSERT INTO kernel_requestwindow (bucket, "window", used) VALUES (%s, %s, %s)
ON CONFLICT (bucket) DO UPDATE SET
  "window" = excluded."window",
  used = CASE WHEN kernel_requestwindow."window" = excluded."window" THEN kernel_requestwindow.used ELSE 0 END + excluded.used
WHERE kernel_requestwindow."window" < excluded."window" OR kernel_requestwindow.used + excluded.used <= %s
RETURNING used
"""


@dataclass(frozen=True)
class Allowance:
    """What a caller has left. `resets_in` is in seconds; `is_over` where this request was one too many."""

    limit: int
    remaining: int
    resets_in: int
    is_over: bool = False


@dataclass
class _Share:
    """What this process took for a caller in a minute: `left` to spend, `used` in the row when it last looked."""

    window: int
    left: int = 0
    used: int = 0
    is_over: bool = False


_shares: dict[str, _Share] = {}
_lock = threading.Lock()


def spend(limits: Mapping[str, int]) -> Allowance | None:
    """Count one request against every bucket with its limit per minute, up to the first that is over; 0 is no limit.

    The one that is over, else the tightest; None where there is no limit.
    """
    now = clock.now().timestamp()
    window, resets_in = int(now // SECONDS), SECONDS - int(now % SECONDS)
    found: list[Allowance] = []
    for bucket, limit in limits.items():
        if limit:
            found.append(_spend(bucket, limit, window, resets_in))
            if found[-1].is_over:
                return found[-1]
    return min(found, key=lambda one: one.remaining, default=None)


def forget() -> None:
    """Give up what this process holds, for tests and after a fork."""
    with _lock:
        _shares.clear()


def forget_windows() -> int:
    """Remove the rows of past minutes. Returns how many."""
    return RequestWindow.objects.filter(window__lt=int(clock.now().timestamp() // SECONDS)).delete()[0]


def _spend(bucket: str, limit: int, window: int, resets_in: int) -> Allowance:
    with _lock:
        share = _share(bucket, window)
        if share.left:
            share.left -= 1
            return Allowance(limit, max(0, limit - share.used + share.left), resets_in)
        if share.is_over:
            return Allowance(limit, 0, resets_in, is_over=True)
    taken, used = _taken(bucket, limit, window)
    with _lock:
        share = _share(bucket, window)
        share.used = max(share.used, used)
        share.left += max(0, taken - 1)
        share.is_over = not taken
        return Allowance(limit, max(0, limit - share.used + share.left), resets_in, is_over=not taken)


def _share(bucket: str, window: int) -> _Share:
    share = _shares.get(bucket)
    if share is None or share.window != window:
        if len(_shares) >= MOST_KEPT:
            _shares.clear()
        share = _shares[bucket] = _Share(window)
    return share


def _taken(bucket: str, limit: int, window: int) -> tuple[int, int]:
    """(how many requests were granted, how many are granted by now); near the end one by one."""
    many = max(1, limit // TAKES)
    for count in dict.fromkeys((many, 1)):
        used = _take(bucket, window, count, limit)
        if used is not None:
            return count, used
    return 0, limit


def _take(bucket: str, window: int, count: int, limit: int) -> int | None:
    """One statement, so that processes never grant the same request twice. None where there is not so much left."""
    connection = connections[DEFAULT_DB_ALIAS]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        try:
            if is_sqlite:  # a large import holds the lock for seconds; nobody who reads shall wait for it here
                cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute(_TAKE, [bucket, window, count, limit])
            row = cursor.fetchone()
        except OperationalError:
            if not is_sqlite:
                raise
            return 0  # granted, and not counted
        finally:
            if is_sqlite:
                timeout = connection.settings_dict["OPTIONS"].get("timeout", 5)
                cursor.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")
    return None if row is None else int(row[0])
