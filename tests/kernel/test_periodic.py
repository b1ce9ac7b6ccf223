"""A periodic job runs once per turn, however many workers look."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connections

from cadre.kernel import clock, periodic
from cadre.kernel.models import PeriodicJob
from cadre.kernel.tasks import task

ran: list[int] = []


@task(repeatable=True)
def tick() -> None:
    ran.append(1)


@pytest.fixture(autouse=True)
def only_tick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(periodic, "JOBS", {})
    periodic.every(minutes=10)(tick)
    ran.clear()
    return


@pytest.mark.django_db
def test_a_job_starts_at_once_and_then_in_its_rhythm() -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        assert [periodic.start_due(), periodic.start_due()] == [1, 0]
        traveller.shift(dt.timedelta(minutes=9, seconds=59))
        assert periodic.start_due() == 0
        traveller.shift(dt.timedelta(seconds=1))
        assert periodic.start_due() == 1
    assert ran == [1, 1]


@pytest.mark.django_db
def test_a_job_missed_for_days_runs_once() -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        periodic.start_due()
        traveller.shift(dt.timedelta(days=3))
        assert [periodic.start_due(), periodic.start_due()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_start_a_job_once() -> None:
    PeriodicJob.objects.create(name=tick.module_path, next_at=clock.now())
    together = threading.Barrier(4)
    started: list[int] = []

    def look() -> None:
        together.wait()
        try:
            started.append(periodic.start_due())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=look) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(started) == 1


@pytest.mark.django_db
def test_a_claim_holds_until_it_is_released_or_old() -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        assert periodic.claim("x", 60)
        assert not periodic.claim("x", 60)
        periodic.release("x")
        assert periodic.claim("x", 60)
        traveller.shift(dt.timedelta(seconds=60))
        assert periodic.claim("x", 60)


def test_a_job_needs_a_rhythm() -> None:
    with pytest.raises(ValueError, match="rhythm"):
        periodic.every()
