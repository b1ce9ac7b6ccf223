"""How many questions a page asks the database: as many as are written in query_counts.json, however many rows there are.

A new page, or one that became leaner, is written down with CADRE_QUERY_COUNTS=write; the diff is looked at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadre.crm import services as crm
from cadre.kernel.models import User
from tests.support.deals import account, actor, deal
from tests.support.walk.visits import ADDRESSES, OPERATIONS, World, standing_world

FILE = Path(__file__).with_name("query_counts.json")
VISITORS = ("director_shen", "rep_lin")
MORE = 12

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the questions are the same on both databases


def pages() -> list[str]:
    """Everything that answers GET for somebody who is signed in."""
    return sorted(name for name, address in ADDRESSES.items() if address.get and not address.open_to_all)


def lists() -> list[str]:
    return sorted(name for name in OPERATIONS if name.endswith(".list"))


def asked(world: World, person: str, path: str) -> int | None:
    """Questions of a request; of the second one, since the first fills what is kept between requests."""
    client = world.clients[person]
    if client.get(path).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def crowd(world: World) -> None:
    """More of everything that lists show."""
    lin = User.objects.get(email="rep_lin@test.example")
    for number in range(MORE):
        customer = account(lin, f"Customer {number}")
        crm.create_contact(actor=actor(lin), account_id=customer.pk, name=f"Person {number}")
        made = deal(lin, where=customer)
        for about in (made.pk, world.records["opportunity"]):
            crm.record_activity(actor=actor(lin), kind="call", body="a word", opportunity_id=about)


def path_of(world: World, name: str) -> str:
    from cadre.api.root import openapi

    if name in OPERATIONS:
        found = {
            operation["operationId"]: path
            for path, methods in openapi()["paths"].items()
            for operation in methods.values()
        }
        return found[name]
    address = ADDRESSES[name]
    path = reverse(name, kwargs=world.keys(address.keys))
    return f"{path}?{urlencode(world.filled(address.query))}"


class Crowded:
    """A world that has grown, and what each page had asked before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.before = {name: self.questions(name) for name in [*pages(), *lists()]}
        crowd(world)

    def questions(self, name: str) -> dict[str, int | None]:
        path = path_of(self.world, name)
        return {person: asked(self.world, person, path) for person in VISITORS}


@pytest.fixture(scope="module")
def crowded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Crowded]:
    with standing_world(django_db_blocker) as world:
        yield Crowded(world)


@pytest.mark.parametrize("name", [*pages(), *lists()])
def test_a_page_asks_as_often_as_written_down_and_not_once_per_row(name: str, crowded: Crowded) -> None:
    few, many = crowded.before[name], crowded.questions(name)
    grown = {person: (few[person], count) for person, count in many.items() if count and count > (few[person] or 0) + 1}
    assert grown == {}, "asks more often when there are more rows"
    _compare({f"{name} as {person}": count for person, count in many.items() if count is not None})


def _compare(found: dict[str, int]) -> None:
    known: dict[str, Any] = json.loads(FILE.read_text()) if FILE.exists() else {}
    if os.environ.get("CADRE_QUERY_COUNTS") == "write":
        FILE.write_text(json.dumps(dict(sorted({**known, **found}.items())), indent=2) + "\n")
        return
    worse = {name: (count, known.get(name)) for name, count in found.items() if count > known.get(name, 0)}
    assert worse == {}, "more questions than query_counts.json says; CADRE_QUERY_COUNTS=write takes it over"
