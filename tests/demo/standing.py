"""The demo company, loaded once for all tests of a module: loading takes seconds, asking does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from cadre.demo import loading


@contextmanager
def standing_demo(blocker: Any, *, as_is: bool) -> Iterator[None]:
    """`blocker` is pytest-django's `django_db_blocker`; at the end the tables are as they were."""
    with blocker.unblock(), transaction.atomic():
        loading.load(as_is=as_is)
        yield
        transaction.set_rollback(True)
