"""Jobs that run again and again: no leader, no clock of their own, never twice for one due time.

A job is a background task with a rhythm. Every worker looks; who moves the job's `next_at` forward
in the database has won the turn and enqueues the task in the same transaction.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from cadre.kernel import clock
from cadre.kernel.models import PeriodicJob
from cadre.kernel.tasks import Task

T = TypeVar("T", bound=Task[Any, Any])

JOBS: dict[str, tuple[Task[Any, Any], dt.timedelta]] = {}


def every(*, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> Callable[[T], T]:
    """Enqueue a task without arguments in this rhythm, for the first time at once: `@every(hours=1)` above `@task(…)`."""
    rhythm = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not rhythm:
        raise ValueError("a periodic job needs a rhythm")

    def decorate(job: T) -> T:
        name = job.module_path
        if name in JOBS and JOBS[name][0].func is not job.func:
            raise ValueError(f"periodic job {name} is declared twice")
        JOBS[name] = (job, rhythm)
        return job

    return decorate


def start_due() -> int:
    """Enqueue the jobs that are due. Returns how many this call enqueued."""
    now = clock.now()
    known = dict(PeriodicJob.objects.filter(name__in=JOBS).values_list("name", "next_at"))
    missing = [PeriodicJob(name=name, next_at=now) for name in JOBS if name not in known]
    if missing:
        PeriodicJob.objects.bulk_create(missing, ignore_conflicts=True)
    started = 0
    for name, (job, rhythm) in JOBS.items():
        if known.get(name, now) > now:
            continue
        with transaction.atomic():
            if _move(name, now, now + rhythm):
                job.enqueue()
                started += 1
    return started


def claim(name: str, seconds: int) -> bool:
    """Win the right to do something alone for `seconds`; `release` gives it back earlier."""
    now = clock.now()
    if _move(name, now, now + dt.timedelta(seconds=seconds)):
        return True
    if PeriodicJob.objects.filter(name=name).exists():
        return False
    PeriodicJob.objects.bulk_create([PeriodicJob(name=name, next_at=now)], ignore_conflicts=True)
    return _move(name, now, now + dt.timedelta(seconds=seconds))


def release(name: str) -> None:
    """Give back what `claim` won."""
    PeriodicJob.objects.filter(name=name).update(next_at=clock.now())


def _move(name: str, now: dt.datetime, to: dt.datetime) -> bool:
    due = PeriodicJob.objects.filter(name=name, next_at__lte=now)
    return due.update(next_at=to, last_started_at=now) == 1
