"""Read new outbox rows as soon as they are committed, one reader per process.

SQLite: a change counter is asked for twice a second and rows are read only when it moved.
PostgreSQL: the database wakes the reader (a trigger notifies); it also looks every few seconds.
"""

import asyncio
import datetime as dt
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from cadre.kernel import clock
from cadre.kernel.live.cursor import Cursor

logger = logging.getLogger(__name__)

CHANNEL = "cadre_outbox"
SQLITE_SECONDS = 0.5
POSTGRES_SECONDS = 5.0
RETRY_SECONDS = 2.0
MOST_ROWS = 200
"""More at once (an import) are not told one by one; viewers are told to fetch all again."""
RECENT_SECONDS = 3
MOST_RECENT = 40
ADDRESSEES = "recipient_ids"
COLUMNS = "SELECT id, name, payload FROM kernel_outboxevent"


@dataclass(frozen=True)
class Told:
    """What viewers are told. `resume_from` is what a browser sends back after a lost connection."""

    resume_from: int
    name: str
    ids: dict[str, Any]
    recipients: frozenset[int] | None = None


RESYNC = "live.resync"


def told(row: tuple[int, str, Any], resume_from: int) -> Told | None:
    """What may be told of an outbox row: the ids of its payload. None when its name is not to be told."""
    _, name, payload = row
    if not name.startswith(tuple(settings.LIVE_EVENTS)):
        return None
    values = json.loads(payload) if isinstance(payload, str) else payload
    recipients = values.pop(ADDRESSEES, None)
    ids = {key: value for key, value in values.items() if key.endswith("_id") and isinstance(value, int | None)}
    return Told(resume_from, name, ids, None if recipients is None else frozenset(recipients))


class Tail:
    """Follows the outbox and hands each new row to `tell`, until cancelled. Survives a lost database."""

    def __init__(self, tell: Callable[[Told], None]) -> None:
        self.ready = asyncio.Event()
        self._tell = tell
        self._cursor: Cursor | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-tail")
        self._reading: sqlite3.Connection | None = None

    @property
    def position(self) -> int | None:
        """The newest id that was read; None before the first look."""
        return self._cursor.last if self._cursor else None

    async def follow(self) -> None:
        wakes = self._postgres_wakes if connection.vendor == "postgresql" else self._sqlite_wakes
        while True:
            try:
                async for read in wakes():
                    await self._read(read)
            except asyncio.CancelledError:
                raise
            except Exception:
                logger.exception("the live tail lost the database and tries again")
            await asyncio.sleep(RETRY_SECONDS)

    async def _read(self, read: "Read") -> None:
        now = time.monotonic()
        if self._cursor is None:
            self._cursor = Cursor(await _newest(read))
            self.ready.set()
            return
        rows = await read(*_unread(self._cursor))
        if len(rows) >= MOST_ROWS:
            self._cursor = Cursor(await _newest(read))
            self._tell(Told(self._cursor.last, RESYNC, {}))
            return
        for row in [row for row in rows if self._cursor.take(row[0], now)]:
            if message := told(row, self._cursor.safe):
                self._tell(message)
        self._cursor.forget_old_gaps(now)

    async def _sqlite_wakes(self) -> AsyncIterator["Read"]:
        loop = asyncio.get_running_loop()
        path = str(connection.get_connection_params()["database"])

        def rows_of(sql: str, params: list[int]) -> list[Any]:
            if self._reading is None:
                self._reading = sqlite3.connect(
                    f"{path}", uri=path.startswith("file:"), timeout=5, isolation_level=None
                )
            try:
                return self._reading.execute(sql.replace("%s", "?"), params).fetchall()
            except sqlite3.Error:
                self._reading.close()
                self._reading = None
                raise

        async def read(sql: str, params: list[int]) -> list[Any]:
            return await loop.run_in_executor(self._thread, rows_of, sql, params)

        seen: list[Any] = []
        while True:
            version = await read("PRAGMA data_version", [])
            if version != seen:
                seen = version
                yield read
            await asyncio.sleep(SQLITE_SECONDS)

    async def _postgres_wakes(self) -> AsyncIterator["Read"]:
        import psycopg  # only where the database is PostgreSQL

        wanted = connection.get_connection_params()
        params = {
            key: wanted[key] for key in ("dbname", "user", "password", "host", "port", "sslmode") if wanted.get(key)
        }
        async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as listening:
            await listening.execute(f"LISTEN {CHANNEL}")

            async def read(sql: str, params: list[int]) -> list[Any]:
                return await (await listening.execute(sql.encode(), params)).fetchall()

            while True:
                yield read
                async for _ in listening.notifies(timeout=POSTGRES_SECONDS, stop_after=1):
                    pass


Read = Callable[[str, list[int]], Any]


async def _newest(read: Read) -> int:
    rows = await read("SELECT coalesce(max(id), 0) FROM kernel_outboxevent", [])
    return int(rows[0][0])


def _unread(cursor: Cursor) -> tuple[str, list[int]]:
    conditions, params = ["id > %s"], [cursor.last]
    for gap in cursor.gaps:
        conditions.append("id BETWEEN %s AND %s")
        params += [gap.low, gap.high]
    return f"{COLUMNS} WHERE {' OR '.join(conditions)} ORDER BY id LIMIT {MOST_ROWS}", params


def missed(resume_from: int) -> list[Told]:
    """What was told after `resume_from`, for a browser that comes back; one resync when that is too much or too old.

    Runs in a thread, through Django's connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM kernel_outboxevent")
        oldest, newest = cursor.fetchone()
        if resume_from > newest or resume_from < oldest - 1 or newest - resume_from >= MOST_ROWS:
            return [Told(newest, RESYNC, {})]
        cursor.execute(f"{COLUMNS} WHERE id > %s ORDER BY id LIMIT {MOST_ROWS}", [resume_from])
        rows = cursor.fetchall()
    return [message for row in rows if (message := told(row, resume_from))]


def recent() -> list[Told]:
    """What happened while a new browser's page was made and its stream was opened. Runs in a thread."""
    since = clock.now() - dt.timedelta(seconds=RECENT_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(f"{COLUMNS} WHERE at >= %s ORDER BY id DESC LIMIT {MOST_RECENT}", [since])
        rows = cursor.fetchall()
    return [message for row in reversed(rows) if (message := told(row, row[0]))]
