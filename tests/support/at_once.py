"""Two people at once, on PostgreSQL: the second begins while the first has not ended yet."""

import threading
from collections.abc import Callable

from django.db import connection, transaction

from cadre.kernel.problems import Problems

HOLD_SECONDS = 0.5


def codes_of_the_second(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """The codes of what the second is refused; none where both succeed."""
    refused: list[str] = []

    def other() -> None:
        try:
            second()
        except Problems as problems:
            refused.extend(problem.code for problem in problems.problems)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(HOLD_SECONDS)  # it waits for this transaction, or has seen nothing of it
    thread.join()
    return refused
