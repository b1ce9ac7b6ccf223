"""The world with a browser for each person of the cast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.support.cast import Cast, assemble
from tests.support.walk import EVERYONE
from tests.support.walk.cockpit import ADDRESSES as COCKPIT
from tests.support.walk.customers import ADDRESSES as CUSTOMERS
from tests.support.walk.front import ADDRESSES as FRONT
from tests.support.walk.imports import ADDRESSES as IMPORTS
from tests.support.walk.imports import OPERATIONS_OF_IMPORTS
from tests.support.walk.operations import OPERATIONS_OF_THE_API
from tests.support.walk.organisation import ADDRESSES as ORGANISATION
from tests.support.walk.organisation import OPERATIONS_OF_THE_ORGANISATION
from tests.support.walk.targets import ADDRESSES as TARGETS
from tests.support.walk.targets import OPERATIONS_OF_TARGETS
from tests.support.walk.voice import ADDRESSES as VOICE
from tests.support.walk.world import build

ADDRESSES = {
    address.name: address for address in [*FRONT, *CUSTOMERS, *ORGANISATION, *COCKPIT, *IMPORTS, *TARGETS, *VOICE]
}
OPERATIONS = {
    operation.name: operation
    for operation in [
        *OPERATIONS_OF_THE_API,
        *OPERATIONS_OF_THE_ORGANISATION,
        *OPERATIONS_OF_TARGETS,
        *OPERATIONS_OF_IMPORTS,
    ]
}


class World:
    """The cast, its records, and a browser for each person and one for nobody."""

    def __init__(self, cast: Cast) -> None:
        self.records = build(cast)
        self.clients: dict[str, Client] = {"signed out": Client(raise_request_exception=False)}
        for person in sorted(EVERYONE):
            client = self.clients[person] = Client(raise_request_exception=False)
            client.force_login(getattr(cast, person))
        self.cookies = {
            person: {name: morsel.value for name, morsel in client.cookies.items()}
            for person, client in self.clients.items()
        }

    def filled(self, value: Any) -> Any:
        """Strings that begin with @ become the key of that record."""
        if isinstance(value, str) and value.startswith("@"):
            return self.records[value[1:]]
        if isinstance(value, Mapping):
            return {name: self.filled(inner) for name, inner in value.items()}
        return [self.filled(inner) for inner in value] if isinstance(value, list) else value

    def keys(self, keys: Mapping[str, str]) -> dict[str, Any]:
        return {name: self.records[record] for name, record in keys.items()}

    def send(self, person: str, method: str, path: str, **options: Any) -> HttpResponse:
        """One request whose changes are taken back, so that each person finds the same world."""
        with transaction.atomic():
            # Cookies, too: a person who signed out stays signed in for the next question
            self.clients[person].cookies = SimpleCookie(self.cookies[person])
            response = self.clients[person].generic(method, path, **options)
            transaction.set_rollback(True)
        return response


@contextmanager
def standing_world(blocker: Any) -> Iterator[World]:
    """One world for a whole module of tests that change nothing that stays: building it takes longer than asking it.

    `blocker` is pytest-django's `django_db_blocker`. The tests are marked `django_db`, so what they change is taken back, too.
    """
    with blocker.unblock(), transaction.atomic():
        yield World(assemble())
        transaction.set_rollback(True)
