"""Every address and every API operation as every person of the cast, and signed out: nothing breaks, nothing leaks.

What is expected is data: tests/support/walk/. A stranger's record is not found; a page one's role has no part in is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cadre.api.root import openapi
from tests.support.api import Upload
from tests.support.walk import Address, Operation, People, role_of
from tests.support.walk.visits import ADDRESSES, OPERATIONS, World, standing_world
from tests.support.walk.world import SECRETS

DOCUMENTS = {"openapi", "reference"}  # of the API, but addresses like any other
INLINE = re.compile(
    rb"<[^>]+\s(?:style|on[a-z]+)\s*=\s*[\"'][^>]*>|<script(?![^>]*(?:\ssrc=|application/json|\snonce=))"
)


def routes(patterns: list[Any], space: str = "") -> Iterator[str]:
    """The full names of all addresses; operations of the API have names of their own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and (space != "api" or pattern.name in DOCUMENTS):
            yield f"{space}:{pattern.name}"


def operations() -> dict[str, tuple[str, str]]:
    """Operation id → method and path, from the API's own description."""
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in openapi()["paths"].items()
        for method, operation in methods.items()
    }


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with standing_world(django_db_blocker) as world:
        yield world


def faults(
    person: str, through: People, response: HttpResponse, *, signed_out: set[int], foreign: int = 404
) -> list[str]:
    """What is wrong with an answer, seen from who asked and who may."""
    status = response.status_code
    if status >= 500:
        error = getattr(response, "exc_info", None)
        return [f"{person}: {status} {error[1]!r}" if error else f"{person}: {status}"]
    if person == "signed out":
        return [] if status in signed_out else [f"signed out: {status}"]
    if person in through:
        return [f"{person}: {status}, but may"] if status in {401, 403, 404, 405} else []
    # Whose role has a part in this must not learn that the record exists; to all others a plain refusal will do
    known = {foreign} if role_of(person) in {role_of(other) for other in through} else {403, 404}
    return [] if status in known else [f"{person}: {status}, not one of {sorted(known)}"]


def leaks(person: str, response: HttpResponse, shows: tuple[str, ...]) -> list[str]:
    """Words of records that the person may not see, and those that should be here and are not."""
    content = response.getvalue() if response.streaming else response.content
    found = []
    for name, secret in SECRETS.items():
        is_there = secret.word.encode() in content
        if is_there and person not in secret.seen_by:
            found.append(f"{person} sees the {name}")
        if name in shows and not is_there and person in secret.seen_by and response.status_code == 200:
            found.append(f"{person} does not find the {name}")
    if "html" in response.get("Content-Type", ""):
        found += [f"{person}: an unrendered component" for _ in re.findall(rb"<c-[a-z]", content)[:1]]
        found += [f"{person}: inline {match.group()[:80]!r}" for match in [INLINE.search(content)] if match]
    return found


@pytest.mark.parametrize("name", sorted(set(routes(get_resolver().url_patterns)) | set(ADDRESSES)))
def test_an_address_lets_in_who_may_and_shows_nobody_a_strangers_record(name: str, world: World) -> None:
    if name not in ADDRESSES:
        pytest.fail(f"say in tests/support/walk who gets through at {name}", pytrace=False)
    address: Address = ADDRESSES[name]
    path = reverse(name, kwargs=world.keys(address.keys))
    found = []
    for method, through in (("GET", address.get), ("POST", address.post)):
        for person in world.clients:
            found += [f"{method} {fault}" for fault in _visit(world, address, method, path, person, through)]
    assert found == [], "\n".join(found)


def _visit(world: World, address: Address, method: str, path: str, person: str, through: People | None) -> list[str]:
    options = {"QUERY_STRING": urlencode(world.filled(address.query))}
    if method == "POST":
        options |= {"data": urlencode(world.filled(address.body)), "content_type": "application/x-www-form-urlencoded"}
    response = world.send(person, method, path, **options)
    if through is None:
        known = {405} if person in (address.get or address.post or ()) else {302, 403, 404, 405}
        return [] if response.status_code in known else [f"{person}: {response.status_code}, not 405"]
    shows = address.shows if method == "GET" else ()
    found = faults(person, through, response, signed_out=_without_a_name(address, response))
    if method == "GET" and person in through and not address.leads_on and response.status_code != 200:
        found.append(f"{person}: {response.status_code} to {response.get('Location', '')}, not the page")
    return found + leaks(person, response, shows)


def _without_a_name(address: Address, response: HttpResponse) -> set[int]:
    """What somebody who is signed out may be answered: the page itself where it is open, else the way to the sign-in page."""
    if address.open_to_all:
        return set(range(200, 500)) - {401, 403, 404, 405}
    return {302} if "/sign-in/" in response.get("Location", "") else {401, 403, 404}


@pytest.mark.parametrize("name", sorted(set(operations()) | set(OPERATIONS)))
def test_an_operation_lets_in_who_may_and_tells_nobody_of_a_strangers_record(name: str, world: World) -> None:
    if name not in OPERATIONS:
        pytest.fail(f"say in tests/support/walk/operations.py who gets through at {name}", pytrace=False)
    operation: Operation = OPERATIONS[name]
    method, path = operations()[name]
    for part, key in world.keys(operation.keys).items():
        path = path.replace(f"{{{part}}}", str(key))
    found = []
    data, kind = _sent(world, operation, method)
    for person in world.clients:
        response = world.send(
            person,
            method,
            path,
            data=data,
            content_type=kind,
            QUERY_STRING=urlencode(operation.query),
            HTTP_IDEMPOTENCY_KEY="walk",
        )
        found += faults(person, operation.by, response, signed_out={401}, foreign=operation.foreign)
        if operation.body and person in operation.by and response.status_code not in {200, 201, 204, 409}:
            found.append(f"{person}: {response.status_code} {response.content[:200]!r}")
        found += leaks(person, response, operation.shows)
    assert found == [], "\n".join(found)


def _sent(world: World, operation: Operation, method: str) -> tuple[bytes, str]:
    if isinstance(operation.body, Upload):
        return operation.body.encoded()
    return b"" if method == "GET" else json.dumps(world.filled(operation.body)).encode(), "application/json"
