"""What migrations put into the tables is there for every test, also after one that had emptied them."""

from __future__ import annotations

import pytest

from cadre.people.models import Position

SEEN: list[int] = []


@pytest.mark.django_db
def test_what_migrations_put_in_is_there() -> None:
    SEEN.append(Position.objects.count())
    assert SEEN[0] > 0


@pytest.mark.django_db(transaction=True)
def test_it_is_there_with_real_transactions() -> None:
    assert Position.objects.count() > 0


@pytest.mark.django_db(transaction=True)
def test_it_is_there_a_second_time() -> None:
    assert Position.objects.count() > 0
