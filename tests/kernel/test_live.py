"""The live stream tells ids soon after the commit, misses nothing, and tells strangers nothing."""

import asyncio
import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from cadre.kernel import clock
from cadre.kernel.live import stream, tail
from cadre.kernel.live.cursor import GAP_SECONDS, Cursor
from cadre.kernel.live.tail import RESYNC, Tail, Told, missed, recent, told
from cadre.kernel.models import OutboxEvent, User


def happened(name: str = "crm.opportunity_won", **payload: Any) -> OutboxEvent:
    return OutboxEvent.objects.create(name=name, payload=payload or {"opportunity_id": 7}, at=clock.now())


def session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ann@example.com", "Ann", "long enough password")


def test_an_id_that_commits_late_is_read_once() -> None:
    cursor = Cursor(last=10)
    assert [cursor.take(row, now=0) for row in (11, 14)] == [True, True]
    assert cursor.safe == 11
    assert cursor.take(13, now=1)
    assert not cursor.take(13, now=1)
    assert cursor.safe == 11
    assert cursor.take(12, now=2)
    assert cursor.safe == 14
    assert not cursor.take(14, now=3)


def test_an_id_that_was_rolled_back_is_given_up() -> None:
    cursor = Cursor(last=1)
    cursor.take(3, now=0)
    cursor.forget_old_gaps(now=GAP_SECONDS - 1)
    assert cursor.safe == 1
    cursor.forget_old_gaps(now=GAP_SECONDS)
    assert cursor.safe == 3


def test_only_ids_are_told_and_only_of_events_that_may_be_told() -> None:
    payload = {"opportunity_id": 7, "amount_minor": 100, "name": "Acme", "account_id": None, "odd_id": "text"}
    assert told((1, "crm.opportunity_won", payload), 1) == Told(
        1, "crm.opportunity_won", {"opportunity_id": 7, "account_id": None}
    )
    assert told((1, "crm.opportunity_won", json.dumps(payload)), 1) is not None
    assert told((1, "compensation.statement_made", {"employee_id": 1}), 1) is None


def test_an_event_with_recipients_reaches_these_alone() -> None:
    message = told((1, "kernel.notified", {"recipient_ids": [2]}), 1)
    assert message is not None
    mine, other = stream.Viewer(2), stream.Viewer(3)
    for viewer in (mine, other):
        viewer.tell(message)
    assert (mine.waiting.qsize(), other.waiting.qsize()) == (1, 0)


def test_a_viewer_who_does_not_keep_up_is_told_to_fetch_all_again() -> None:
    viewer = stream.Viewer(1)
    for number in range(stream.WAITING_MESSAGES + 1):
        viewer.tell(Told(number, "crm.x", {}))
    assert [viewer.waiting.get_nowait() for _ in range(viewer.waiting.qsize())] == [
        Told(stream.WAITING_MESSAGES, RESYNC, {})
    ]


@pytest.mark.django_db
def test_who_comes_back_hears_what_he_missed() -> None:
    first, second = happened(opportunity_id=1), happened(opportunity_id=2)
    happened("compensation.statement_made", statement_id=3)
    assert [message.ids for message in missed(first.pk)] == [{"opportunity_id": 2}]
    assert missed(second.pk + 1) == []


@pytest.mark.django_db
def test_a_new_stream_begins_with_what_happened_while_its_page_was_made() -> None:
    old = happened(opportunity_id=1)
    OutboxEvent.objects.filter(pk=old.pk).update(at=clock.now() - dt.timedelta(seconds=tail.RECENT_SECONDS + 1))
    first, second = happened(opportunity_id=2), happened(opportunity_id=3)
    happened("compensation.statement_made", statement_id=3)
    assert [(message.resume_from, message.ids["opportunity_id"]) for message in recent()] == [
        (first.pk, 2),
        (second.pk, 3),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("events", [tail.MOST_ROWS + 1])
def test_who_missed_too_much_or_asks_nonsense_fetches_all_again(events: int) -> None:
    first = happened()
    OutboxEvent.objects.bulk_create([OutboxEvent(name="crm.x", payload={}, at=clock.now()) for _ in range(events)])
    assert [message.name for message in missed(first.pk)] == [RESYNC]
    assert [message.name for message in missed(10**15)] == [RESYNC]
    OutboxEvent.objects.filter(pk__lt=first.pk + 100).delete()
    assert [message.name for message in missed(first.pk)] == [RESYNC]


def test_the_session_alone_says_who_looks(user: User) -> None:
    key = session_of(user)
    assert stream.signed_in_user(key) == user.pk
    assert stream.signed_in_user("") is None
    assert stream.signed_in_user("x" * 32) is None
    user.set_password("another long password")
    user.save()
    assert stream.signed_in_user(key) is None


def test_a_blocked_user_hears_nothing(user: User) -> None:
    key = session_of(user)
    user.is_active = False
    user.save()
    assert stream.signed_in_user(key) is None


def test_the_session_key_is_found_in_any_cookie_header() -> None:
    name = settings.SESSION_COOKIE_NAME
    assert stream.session_key_in(f"a=b; {name}=abc; c=d") == "abc"
    assert stream.session_key_in("") == ""
    assert stream.session_key_in("\x00;;=;") == ""


def asked(path: str = "/live/", method: str = "GET", cookie: str = "") -> dict[str, Any]:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return {"type": "http", "path": path, "method": method, "headers": headers}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("scope", "status"),
    [(asked(), 401), (asked("/live/other"), 404), (asked(method="POST"), 405), (asked(cookie="cadre_session=no"), 401)],
)
def test_who_is_not_signed_in_gets_no_stream(scope: dict[str, Any], status: int) -> None:
    sent: list[dict[str, Any]] = []

    async def answer() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        await stream.LiveApplication()(scope, receive, send)

    # A browser test before this one leaves a loop running in this thread
    thread = threading.Thread(target=lambda: asyncio.run(answer()))
    thread.start()
    thread.join()
    assert sent[0]["status"] == status


def heard_while(act: Callable[[], None], wanted: int, seconds: float = 8.0) -> list[Told]:
    """Follow the outbox on a loop of its own while `act` writes in this thread."""
    heard: list[Told] = []
    following, done = threading.Event(), threading.Event()

    async def follow() -> None:
        following_tail = Tail(heard.append)
        task = asyncio.create_task(following_tail.follow())
        while following_tail.position is None:
            await asyncio.sleep(0.02)
        following.set()
        for _ in range(int(seconds / 0.05)):
            if len(heard) >= wanted and done.is_set():
                break
            await asyncio.sleep(0.05)
        task.cancel()

    thread = threading.Thread(target=lambda: asyncio.run(follow()))
    thread.start()
    assert following.wait(seconds)
    act()
    done.set()
    thread.join()
    return heard


@pytest.mark.django_db(transaction=True)
def test_a_committed_event_is_heard_and_a_rolled_back_one_is_not() -> None:
    happened(opportunity_id=1)

    def act() -> None:
        with transaction.atomic():
            happened(opportunity_id=2)
            transaction.set_rollback(True)
        happened(opportunity_id=3)

    assert [message.ids["opportunity_id"] for message in heard_while(act, wanted=1)] == [3]


@pytest.mark.django_db(transaction=True)
def test_very_many_events_at_once_are_told_as_one() -> None:
    def act() -> None:
        rows = [OutboxEvent(name="crm.x", payload={}, at=clock.now()) for _ in range(tail.MOST_ROWS * 2)]
        OutboxEvent.objects.bulk_create(rows)

    assert [message.name for message in heard_while(act, wanted=1)] == [RESYNC]


@pytest.fixture
def second_connection() -> Iterator[Any]:
    other = connection.copy()
    yield other
    other.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_after_a_later_one_is_heard(second_connection: Any) -> None:
    columns = "INSERT INTO kernel_outboxevent (name, payload, at, attempts, next_try_at)"
    insert = columns + " VALUES ('crm.slow', '{\"slow_id\": 1}', now(), 0, now())"

    def act() -> None:
        with second_connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(insert)
            happened("crm.fast", fast_id=2)
            cursor.execute("COMMIT")

    assert {message.name for message in heard_while(act, wanted=2)} == {"crm.slow", "crm.fast"}
