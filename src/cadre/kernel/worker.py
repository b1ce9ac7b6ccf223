"""One process of background work: the task loop in front, the pulse behind it."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cadre.kernel import discovery, events, periodic
from cadre.kernel.lease import Tenant
from cadre.kernel.tasks import sweep

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.3
PULSE_SECONDS = 0.5
OUTBOX = "kernel.outbox"
OUTBOX_LEASE_SECONDS = 60


class TaskWorker:
    """Runs tasks until SIGINT or SIGTERM, or until its parent is gone. A running task is finished first."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
        self._tenant = Tenant()
        self._leaving = threading.Event()
        self._worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """The task loop. The library takes the write lock to look for work, so we look first."""
        discovery.discover(*discovery.BACKGROUND)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)
        pulse = threading.Thread(target=self._pulse, name="pulse")
        sweep.beat(self.name)
        pulse.start()
        try:
            while not self._leaving.is_set() and not self._tenant.should_leave():
                survive(self._run_ready)
                self._leaving.wait(LOOK_SECONDS)
        finally:
            self._leaving.set()
            pulse.join()
            survive(lambda: sweep.sign_off(self.name))

    def _leave(self, *_: object) -> None:
        self._worker.running = False
        self._leaving.set()

    def _run_ready(self) -> None:
        if DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS).exists():
            self._worker.run()

    def _pulse(self) -> None:
        next_beat = time.monotonic() + sweep.BEAT_SECONDS
        while not self._leaving.wait(PULSE_SECONDS):
            survive(deliver)
            survive(periodic.start_due)
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + sweep.BEAT_SECONDS
                survive(lambda: sweep.beat(self.name))
                survive(sweep.sweep)
            if self._tenant.parent_died():
                self._leave()


def deliver() -> int:
    """Deliver due events; of several workers one at a time does."""
    if not events.is_due() or not periodic.claim(OUTBOX, OUTBOX_LEASE_SECONDS):
        return 0
    try:
        return events.deliver_pending()
    finally:
        periodic.release(OUTBOX)


def survive(step: Callable[[], object]) -> None:
    """A step that fails (the database restarts, say) is logged and tried again at the next turn."""
    close_old_connections()
    try:
        step()
    except Exception:
        logger.exception("background work goes on after an error")
    finally:
        close_old_connections()
