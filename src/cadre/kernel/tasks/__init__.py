"""Background tasks: declared with `@task`, enqueued in the caller's transaction, run by `cadre worker`.

A task that a dead worker left is given to another one if it is `repeatable` (doing it twice does no
harm), else it fails with a clear reason. Arguments are ids and plain values.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import django_tasks
from django_tasks.base import Task

P = ParamSpec("P")
R = TypeVar("R")

__all__ = ["LOST", "REPEATABLE", "Task", "result_of", "task"]

REPEATABLE: set[str] = set()
LOST: dict[str, Callable[..., None]] = {}


def task(
    *, repeatable: bool = False, priority: int = 0, lost: Callable[..., None] | None = None
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a module-level function a background task: `f.enqueue(…)`. Higher priorities (-100 to 100) run first.

    `lost` is called with the task's arguments when it failed because its worker died, to tell whoever waits for it.
    """

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        made: Task[P, R] = django_tasks.task(priority=priority)(function)
        if repeatable:
            REPEATABLE.add(made.module_path)
        if lost is not None:
            LOST[made.module_path] = lost
        return made

    return decorate


def result_of(task_id: str) -> Any:
    """The state of an enqueued task, by the id that `enqueue` gave."""
    return django_tasks.default_task_backend.get_result(task_id)
