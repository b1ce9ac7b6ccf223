"""What is thrown away, and when."""

import datetime as dt
import time
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cadre.kernel import clock, files
from cadre.kernel.models import Notification, OutboxEvent, StoredFile, TaskProgress
from cadre.kernel.periodic import every
from cadre.kernel.tasks import task

EVENT_DAYS = 14
TASK_DAYS = 14
NOTICE_DAYS = 180
UNUSED_FILE_SECONDS = 24 * 3600
AT_ONCE = 5000


@every(hours=6)
@task(repeatable=True)
def throw_away() -> dict[str, int]:
    """Remove delivered events, finished tasks, read notifications, dead sessions and unused bytes. Returns how many of each."""
    now = clock.now()
    old_event = now - dt.timedelta(days=EVENT_DAYS)
    old_task = now - dt.timedelta(days=TASK_DAYS)
    finished = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    return {
        "events": _remove(OutboxEvent.objects.filter(at__lt=old_event).exclude(delivered_at=None)),
        "tasks": _remove(DBTaskResult.objects.filter(finished_at__lt=old_task, status__in=finished)),
        "progress": _remove(TaskProgress.objects.filter(updated_at__lt=old_task)),
        "notifications": _remove(Notification.objects.filter(read_at__lt=now - dt.timedelta(days=NOTICE_DAYS))),
        "sessions": _remove(Session.objects.filter(expire_date__lt=now)),
        "files": remove_unused_bytes(),
    }


def remove_unused_bytes() -> int:
    """Remove bytes that no row names: their row is gone, or its transaction was rolled back. Young ones may still get a row."""
    removed = 0
    for path in files.root().glob("*/*") if files.root().exists() else ():
        old = path.is_file() and time.time() - path.stat().st_mtime > UNUSED_FILE_SECONDS
        if old and not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _remove(rows: QuerySet[Any, Any]) -> int:
    """In portions, so that no writer waits long."""
    removed = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        rows.model.objects.filter(pk__in=ids).delete()
        removed += len(ids)
    return removed
