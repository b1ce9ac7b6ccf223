"""Tasks whose worker died: given back, or failed."""

import datetime as dt
import logging
import socket
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cadre.kernel import clock
from cadre.kernel.models import TaskProgress, WorkerHeartbeat
from cadre.kernel.tasks import LOST, REPEATABLE

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5
SILENT_SECONDS = 30
MOST_ATTEMPTS = 3
"""A task that took this many workers down with it is not given to a fourth."""


def beat(worker: str) -> None:
    """Say that a worker is alive."""
    now = clock.now()
    if not WorkerHeartbeat.objects.filter(worker=worker).update(beat_at=now):
        WorkerHeartbeat.objects.create(worker=worker, host=socket.gethostname(), started_at=now, beat_at=now)


def sign_off(worker: str) -> None:
    """A worker leaves in order."""
    WorkerHeartbeat.objects.filter(worker=worker).delete()


def sweep() -> tuple[int, int]:
    """Take running tasks from silent workers. Returns how many were given back and how many failed."""
    limit = clock.now() - dt.timedelta(seconds=SILENT_SECONDS)
    alive = set(WorkerHeartbeat.objects.filter(beat_at__gt=limit).values_list("worker", flat=True))
    given_back = failed = 0
    for result in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=limit):
        if not result.worker_ids or result.worker_ids[-1] in alive:
            continue
        if _is_repeatable(result) and len(result.worker_ids) < MOST_ATTEMPTS:
            given_back += _settle(result, status=TaskResultStatus.READY)
        else:
            reason = f"The worker {result.worker_ids[-1]} stopped while it ran this task."
            failed += _settle(
                result,
                status=TaskResultStatus.FAILED,
                finished_at=clock.now(),
                exception_class_path=f"{WorkerLostError.__module__}.{WorkerLostError.__qualname__}",
                traceback=reason,
            )
            _tell(result)
    WorkerHeartbeat.objects.filter(beat_at__lte=limit).delete()
    return given_back, failed


class WorkerLostError(Exception):
    """The worker of a task stopped before the task was done."""


def _is_repeatable(result: "DBTaskResult[Any, Any]") -> bool:
    try:
        import_string(result.task_path)  # declares the task, in case this process had no use for it yet
    except ImportError:
        return False
    return result.task_path in REPEATABLE


def _tell(result: "DBTaskResult[Any, Any]") -> None:
    """A page that shows the task must not show it as running for ever."""
    now = clock.now()
    shown = TaskProgress.objects.filter(task=str(result.pk), finished_at=None)
    shown.update(finished_at=now, updated_at=now, failed=True)
    if tell := LOST.get(result.task_path):
        try:
            tell(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        except Exception:  # one room's mistake must not keep the sweep from the other tasks
            logger.exception("nobody was told that %s %s is lost", result.task_path, result.pk)


def _settle(result: "DBTaskResult[Any, Any]", **fields: object) -> int:
    """Change the row only if nobody else did meanwhile, so that two sweeps never give one task away twice."""
    with transaction.atomic():
        unchanged = DBTaskResult.objects.filter(
            pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
        )
        changed: int = unchanged.update(**fields)
    if changed:
        logger.warning("task %s %s of a lost worker is now %s", result.task_path, result.pk, fields["status"])
    return changed
