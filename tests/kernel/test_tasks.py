"""Background work is done once, is taken up again when a worker died, and shows how far it is."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cadre.kernel import clock, housekeeping
from cadre.kernel.models import OutboxEvent, TaskProgress, User, WorkerHeartbeat
from cadre.kernel.tasks import progress, sweep, task
from cadre.kernel.worker import TaskWorker, survive

ran: list[int] = []
told: list[int] = []


@task(repeatable=True)
def add_one(number: int) -> int:
    ran.append(number)
    return number + 1


@task(lost=told.append)
def pay_once(number: int) -> int:
    return number


@pytest.fixture(autouse=True)
def database_backend(settings: object) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]
    ran.clear()
    told.clear()
    return


def work() -> None:
    TaskWorker()._run_ready()


@pytest.mark.django_db(transaction=True)
def test_an_enqueued_task_is_run_once() -> None:
    result = add_one.enqueue(1)
    work()
    work()
    assert ran == [1]
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 2)


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_rolled_back_transaction_is_never_run() -> None:
    with transaction.atomic():
        add_one.enqueue(1)
        transaction.set_rollback(True)
    work()
    assert ran == []


def left_running(job: object, worker: str, attempts: int = 1) -> DBTaskResult:
    result = DBTaskResult.objects.get(pk=job.enqueue(1).id)  # type: ignore[attr-defined]
    result.status = TaskResultStatus.RUNNING
    result.started_at = clock.now() - dt.timedelta(minutes=5)
    result.worker_ids = [worker] * attempts
    result.save()
    return result


@pytest.mark.django_db
def test_a_repeatable_task_of_a_silent_worker_is_given_back() -> None:
    result = left_running(add_one, "dead")
    assert sweep.sweep() == (1, 0)
    result.refresh_from_db()
    assert result.status == TaskResultStatus.READY
    assert sweep.sweep() == (0, 0)


@pytest.mark.django_db
def test_a_task_that_must_not_be_repeated_fails_with_a_reason() -> None:
    result = left_running(pay_once, "dead")
    assert sweep.sweep() == (0, 1)
    result.refresh_from_db()
    assert result.status == TaskResultStatus.FAILED
    assert "dead" in result.traceback
    assert told == [1]
    assert result.task_result.errors[0].exception_class is sweep.WorkerLostError


@pytest.mark.django_db
def test_a_task_that_takes_its_workers_down_is_given_up() -> None:
    left_running(add_one, "dead", attempts=sweep.MOST_ATTEMPTS)
    assert sweep.sweep() == (0, 1)


@pytest.mark.django_db
def test_a_task_that_an_upgrade_removed_fails() -> None:
    result = left_running(add_one, "dead")
    DBTaskResult.objects.filter(pk=result.pk).update(task_path="cadre.gone.task")
    assert sweep.sweep() == (0, 1)


@pytest.mark.django_db
def test_a_long_task_of_a_living_worker_is_left_alone() -> None:
    left_running(add_one, "alive")
    sweep.beat("alive")
    assert sweep.sweep() == (0, 0)
    with time_machine.travel(clock.now() + dt.timedelta(seconds=sweep.SILENT_SECONDS + 1)):
        assert sweep.sweep() == (1, 0)
    assert not WorkerHeartbeat.objects.exists()


@pytest.mark.django_db
def test_a_step_that_fails_does_not_stop_the_worker() -> None:
    survive(lambda: 1 / 0)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "WRITE_SECONDS", 0)
    user = User.objects.create_user("ann@example.com", "Ann")
    shown = progress.start("task-1", "Import", user_id=user.pk, total=10)
    with transaction.atomic():
        user.name = "Anna"
        user.save()
        shown.advance(4, message="row 4")
        seen = seen_by_another("task-1")
        transaction.set_rollback(True)
    assert seen == (4, 10, "row 4")
    shown.finish("done", url="/imports/1/")
    state = progress.state_of("task-1", user.pk)
    assert state is not None
    assert (state.done, state.percent, state.finished, state.failed, state.url) == (10, 100, True, False, "/imports/1/")
    assert progress.running_of(user.pk) == []


def seen_by_another(name: str) -> tuple[int, int | None, str]:
    if connection.vendor == "sqlite":
        state = progress.state_of(name, User.objects.get().pk)
        assert state is not None
        return state.done, state.total, state.message
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT done, total, message FROM kernel_taskprogress WHERE task = %s", [name])
            row: tuple[int, int | None, str] = cursor.fetchone()
            return row
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_failed_task_keeps_how_far_it_came() -> None:
    shown = progress.start("task-2", "Import", total=10)
    shown.advance(3)
    shown.finish("line 4 is wrong", failed=True)
    state = progress.state_of("task-2", None)
    assert state is not None
    assert (state.done, state.failed, state.message) == (3, True, "line 4 is wrong")


@pytest.mark.django_db(transaction=True)
def test_a_task_that_breaks_is_not_shown_as_running() -> None:
    with pytest.raises(ZeroDivisionError), progress.start("task-4", "Import"):
        raise ZeroDivisionError
    result = left_running(pay_once, "dead")
    progress.start(str(result.pk), "Pay")
    sweep.sweep()
    for name in ("task-4", str(result.pk)):
        state = progress.state_of(name, None)
        assert state is not None
        assert (state.finished, state.failed) == (True, True)


@pytest.mark.django_db
def test_nobody_sees_the_progress_of_another() -> None:
    user = User.objects.create_user("ann@example.com", "Ann")
    progress.start("task-3", "Import", user_id=user.pk)
    assert progress.state_of("task-3", user.pk + 1) is None
    assert progress.state_of("task-3", None) is None


@pytest.mark.django_db
def test_a_task_name_never_leads_out_of_its_folder() -> None:
    assert progress._path("../../etc/passwd").parent == settings.CADRE_HOME / "progress"


@pytest.mark.django_db
def test_old_things_are_thrown_away_and_young_or_waiting_ones_kept() -> None:
    now = clock.now()
    long_ago = now - dt.timedelta(days=housekeeping.EVENT_DAYS + 1)
    OutboxEvent.objects.create(name="crm.old", payload={}, at=long_ago, delivered_at=long_ago)
    OutboxEvent.objects.create(name="crm.waiting", payload={}, at=long_ago)
    OutboxEvent.objects.create(name="crm.young", payload={}, at=now, delivered_at=now)
    TaskProgress.objects.create(task="old", title="x", updated_at=now - dt.timedelta(days=housekeeping.TASK_DAYS + 1))
    removed = housekeeping.throw_away.call()
    assert removed["events"] == 1
    assert removed["progress"] == 1
    assert set(OutboxEvent.objects.values_list("name", flat=True)) == {"crm.waiting", "crm.young"}


def test_the_library_still_has_what_the_worker_stands_on() -> None:
    """TaskWorker drives the library's own Worker in batches; an upgrade that changes it must be noticed."""
    assert {"running", "run"} <= set(vars(TaskWorker()._worker)) | set(dir(Worker))
