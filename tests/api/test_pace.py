"""A key, and a person, may make so many requests in a minute; all processes together."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cadre.kernel import clock, limits
from cadre.kernel.models import RequestWindow
from tests.support.api import Caller
from tests.support.cast import Cast


@pytest.fixture(autouse=True)
def _nothing_held(settings, monkeypatch) -> Iterator[None]:
    limits.forget()
    settings.CADRE_API_PER_MINUTE, settings.CADRE_API_PER_MINUTE_USER = 5, 8
    noon = dt.datetime(2026, 3, 2, 12, 0, 20, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    yield
    limits.forget()


def test_the_request_after_the_last_allowed_one_is_refused_and_told_when_to_come_back(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    answers = [caller.get("me") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert answers[0]["RateLimit-Policy"] == '"default";q=5;w=60'
    assert [one["RateLimit"] for one in answers[3:]] == [f'"default";r={left};t=40' for left in (1, 0, 0)]
    refused = answers[-1]
    assert (refused["Content-Type"], refused["Retry-After"]) == ("application/problem+json", "40")
    assert refused.json()["code"] == "api.too_many_requests"
    assert "40" in refused.json()["detail"]


def test_a_new_minute_begins_anew(cast: Cast, monkeypatch) -> None:
    caller = Caller(cast.rep_lin)
    assert [caller.get("me").status_code for _ in range(6)][-1] == 429
    later = clock.now() + dt.timedelta(seconds=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert caller.get("me").status_code == 200


def test_many_keys_of_one_person_share_what_he_may(cast: Cast) -> None:
    callers = [Caller(cast.rep_lin), Caller(cast.rep_lin)]
    answers = [callers[n % 2].get("me").status_code for n in range(9)]
    assert answers == [200] * 8 + [429]
    assert Caller(cast.rep_gao).get("me").status_code == 200


def test_a_key_beyond_its_limit_takes_nothing_from_the_other_keys_of_its_owner(cast: Cast) -> None:
    hasty, calm = Caller(cast.rep_lin), Caller(cast.rep_lin)
    assert [hasty.get("me").status_code for _ in range(20)] == [200] * 5 + [429] * 15
    assert [calm.get("me").status_code for _ in range(4)] == [200] * 3 + [429]


def test_a_refused_request_counts_too_and_an_unknown_key_is_nobodys(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    assert [caller.get("accounts?nonsense=1").status_code for _ in range(6)] == [422] * 5 + [429]
    caller.secret = "cadre_wrong"
    assert caller.get("me").status_code == 401


def test_nought_is_no_limit(cast: Cast, settings) -> None:
    settings.CADRE_API_PER_MINUTE = settings.CADRE_API_PER_MINUTE_USER = 0
    answer = Caller(cast.rep_lin).get("me")
    assert (answer.status_code, "RateLimit" in answer) == (200, False)


@pytest.mark.django_db
def test_two_processes_grant_together_what_one_may() -> None:
    granted = 0
    for turn in range(200):
        if turn % 3 == 0:
            limits.forget()  # what another process knows: nothing of what this one holds
        granted += not limits.spend({"b": 120}).is_over
    assert granted <= 120
    assert RequestWindow.objects.get(bucket="b").used <= 120


@pytest.mark.django_db
def test_most_requests_ask_the_database_nothing() -> None:
    with CaptureQueriesContext(connection) as caught:
        for _ in range(100):
            limits.spend({"c": 600})
    statements = [one for one in caught if "INSERT" in one["sql"]]
    assert len(statements) == 10


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_long_writer() -> None:
    answers = []

    def ask() -> None:
        answers.append(limits.spend({"d": 5}))
        connections.close_all()

    with transaction.atomic():
        RequestWindow.objects.create(bucket="e", window=1, used=1)
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(5)
    assert [one.is_over for one in answers] == [False]


@pytest.mark.django_db
def test_past_minutes_are_thrown_away() -> None:
    RequestWindow.objects.create(bucket="old", window=1, used=1)
    limits.spend({"now": 600})
    assert limits.forget_windows() == 1
    assert [row.bucket for row in RequestWindow.objects.all()] == ["now"]
