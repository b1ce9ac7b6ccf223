"""How far a long task is, seen by others while its transaction is still open.

An all-or-nothing import writes in one transaction, so its progress must not: PostgreSQL gets it
through a connection of its own; SQLite has one writer at a time, so there it goes into a small
file beside the database. The row has the first and the last state.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q

from cadre.kernel import clock
from cadre.kernel.models import TaskProgress

WRITE_SECONDS = 0.3


@dataclass(frozen=True)
class State:
    """What a page shows. `percent` is None while the total is not known."""

    task: str
    title: str
    done: int
    total: int | None
    message: str
    url: str
    finished: bool
    failed: bool

    @property
    def percent(self) -> int | None:
        return self.done * 100 // self.total if self.total else None


class Progress:
    """Written by the task. `advance` may be called per row: it writes a few times a second.

    As a context (`with progress.start(…) as shown:`) it ends itself, as failed when an exception comes through.
    """

    def __init__(self, row: TaskProgress) -> None:
        self._row = row
        self._next_write = 0.0
        self._own = None if connection.vendor == "sqlite" else connection.copy()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._row.finished_at is None:
            self.finish(failed=kind is not None)

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say that `done` (of `total`) steps are done."""
        self._row.done = done
        self._row.total = total if total is not None else self._row.total
        self._row.message = message or self._row.message
        if time.monotonic() >= self._next_write:
            self._next_write = time.monotonic() + WRITE_SECONDS
            self._show()

    def finish(self, message: str = "", url: str = "", *, failed: bool = False) -> None:
        """Write the last state. Call it after the task's transaction."""
        row = self._row
        row.finished_at = row.updated_at = clock.now()
        row.failed = failed
        row.message = message or row.message
        row.url = url or row.url
        if row.total is not None and not failed:
            row.done = row.total
        row.save()
        if self._own is None:
            _path(row.task).unlink(missing_ok=True)
        else:
            self._own.close()

    def _show(self) -> None:
        row = self._row
        if self._own is None:
            path = _path(row.task)
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps([row.done, row.total, row.message]))
            new.replace(path)
            return
        with self._own.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_taskprogress SET done = %s, total = %s, message = %s, updated_at = %s WHERE id = %s",
                [row.done, row.total, row.message[:300], clock.now(), row.pk],
            )


def start(task: str, title: str, *, user_id: int | None = None, total: int | None = None, url: str = "") -> Progress:
    """Begin to show a task. Call it outside the task's transaction; `task` is the id that `enqueue` gave."""
    row, _ = TaskProgress.objects.update_or_create(
        task=task,
        defaults={
            "title": title[:200],
            "user_id": user_id,
            "done": 0,
            "total": total,
            "url": url,
            "message": "",
            "started_at": clock.now(),
            "finished_at": None,
            "failed": False,
        },
    )
    return Progress(row)


def state_of(task: str, user_id: int | None) -> State | None:
    """How far the user's task is now; None where there is none of his by that id."""
    own = Q(user=None) if user_id is None else Q(user_id=user_id)
    row = TaskProgress.objects.filter(own, task=task).first()
    return None if row is None else _state(row)


def running_of(user_id: int) -> list[State]:
    """The user's unfinished tasks, newest first, for a page that was left and is opened again."""
    return [_state(row) for row in TaskProgress.objects.filter(user_id=user_id, finished_at=None).order_by("-id")]


def _state(row: TaskProgress) -> State:
    done, total, message = row.done, row.total, row.message
    if connection.vendor == "sqlite" and row.finished_at is None:
        with suppress(OSError, ValueError):
            done, total, message = json.loads(_path(row.task).read_text())
    return State(row.task, row.title, done, total, message, row.url, row.finished_at is not None, row.failed)


def _path(task: str) -> Path:
    name = "".join(letter for letter in task if letter.isalnum() or letter in "-_")
    return Path(settings.CADRE_HOME) / "progress" / f"{name}.json"
