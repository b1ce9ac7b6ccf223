"""A creation that is sent twice happens once."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from cadre.api.tasks import throw_away_replies
from cadre.crm.models import Account
from cadre.kernel import clock
from cadre.kernel.models import StoredReply
from tests.support.api import Caller
from tests.support.cast import Cast, assemble


def test_the_same_key_gives_the_same_answer_and_one_record(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    first = caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1")
    again = caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert Account.objects.count() == 1


def test_the_same_key_for_another_request_is_refused(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1")
    other = caller.post("accounts", {"name": "B"}, IDEMPOTENCY_KEY="k1")
    assert (other.status_code, other.json()["code"]) == (422, "api.idempotency_key_reused")
    assert Account.objects.count() == 1


def test_keys_of_different_callers_do_not_meet(cast: Cast) -> None:
    for user in (cast.rep_lin, cast.rep_lin, cast.rep_gao):
        assert Caller(user).post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1").status_code == 201
    assert Account.objects.count() == 3


def test_a_refused_creation_leaves_the_key_free(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    assert caller.post("accounts", {"name": "A", "parent_id": 999}, IDEMPOTENCY_KEY="k1").status_code == 422
    assert not StoredReply.objects.exists()
    assert caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é"])
def test_a_key_that_is_none_is_refused(cast: Cast, key: str) -> None:
    response = Caller(cast.rep_lin).post("accounts", {"name": "A"}, IDEMPOTENCY_KEY=key)
    assert (response.status_code, response.json()["code"]) == (400, "api.bad_idempotency_key")
    assert not Account.objects.exists()


def test_a_key_is_forgotten_after_a_day(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1")
    caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k2")
    with time_machine.travel(clock.now() + dt.timedelta(hours=25)):
        assert caller.post("accounts", {"name": "A"}, IDEMPOTENCY_KEY="k1").status_code == 201
        assert throw_away_replies.call() == 1
    assert Account.objects.count() == 3
    assert StoredReply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize("external_id", [None, "E1"])
def test_two_at_the_same_time_create_once(external_id: str | None) -> None:
    caller = Caller(assemble().rep_lin)
    answers = []

    def send() -> None:
        try:
            answers.append(caller.post("accounts", {"name": "A", "external_id": external_id}, IDEMPOTENCY_KEY="k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Account.objects.count() == 1
