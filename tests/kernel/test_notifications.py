"""People are told once, in their language, in the way they wish, and read only their own."""

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from cadre.kernel import clock, notifications
from cadre.kernel.access import Actor
from cadre.kernel.mail import MOST_ATTEMPTS, send_notifications
from cadre.kernel.models import Notification, OutboxEvent, User

QUIET = "kernel.test_quiet"
LOUD = "kernel.test_loud"


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: dict[str, notifications.NoticeKind] = {}
    for module in ("notices", "mail", "notifications"):
        monkeypatch.setattr(f"cadre.kernel.{module}.KINDS", kinds)
    title = _("January")
    notifications.register(notifications.NoticeKind(QUIET, title, "%(who)s gave you %(what)s"))
    notifications.register(notifications.NoticeKind(LOUD, title, title, by_mail=True))


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann@example.com", "Ann", language="zh-hant")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", "Bob")


def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, employee_id=None, roles=frozenset())


def test_each_is_told_once_and_the_stream_names_them(ann: User, bob: User) -> None:
    told = notifications.notify([ann.pk, bob.pk, ann.pk], QUIET, {"who": "Eve", "what": "Acme"}, "/accounts/1/")
    assert told == 2
    (row,) = notifications.notifications_of(actor(ann))
    assert (notifications.sentence(row), row.url) == ("Eve gave you Acme", "/accounts/1/")
    event = OutboxEvent.objects.get(name="kernel.notified")
    assert event.payload == {"recipient_ids": sorted([ann.pk, bob.pk])}
    assert mail.outbox == []


def test_a_person_reads_and_marks_only_his_own(ann: User, bob: User) -> None:
    notifications.notify([ann.pk, bob.pk], LOUD, {})
    notifications.notify([ann.pk], LOUD, {})
    assert notifications.unread_count(actor(ann)) == 2
    others = Notification.objects.filter(recipient=bob).values_list("pk", flat=True)
    assert notifications.mark_read(actor(ann), others) == 0
    assert notifications.mark_read(actor(ann)) == 2
    assert (notifications.unread_count(actor(ann)), notifications.unread_count(actor(bob))) == (0, 1)


def test_mail_speaks_the_readers_language(ann: User, settings: object) -> None:
    settings.CADRE_ADDRESS = "https://cadre.example.com/"  # type: ignore[attr-defined]
    notifications.notify([ann.pk], LOUD, {}, "/deals/1/")
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.com"]
    assert sent.subject == "一月"
    assert sent.body.endswith("https://cadre.example.com/deals/1/")


def test_nobody_is_mailed_twice_though_the_task_runs_twice(bob: User) -> None:
    notifications.notify([bob.pk], LOUD, {})
    ids = list(Notification.objects.values_list("pk", flat=True))
    assert send_notifications.call(ids) == 0
    assert len(mail.outbox) == 1


def test_a_wish_is_kept(ann: User, bob: User) -> None:
    notifications.set_preference(actor(ann), LOUD, on_page=True, by_mail=False)
    notifications.set_preference(actor(bob), QUIET, on_page=False, by_mail=False)
    notifications.notify([ann.pk], LOUD, {})
    assert mail.outbox == []
    assert notifications.notify([bob.pk], QUIET, {"who": "x", "what": "y"}) == 0
    notifications.set_preference(actor(bob), QUIET, on_page=False, by_mail=True)
    notifications.notify([bob.pk], QUIET, {"who": "x", "what": "y"})
    assert len(mail.outbox) == 1
    assert notifications.unread_count(actor(bob)) == 0
    assert [row[1:] for row in notifications.preferences_of(bob)] == [(False, True), (True, True)]


def test_an_unknown_kind_is_a_mistake_and_a_removed_one_still_reads(ann: User) -> None:
    with pytest.raises(KeyError):
        notifications.notify([ann.pk], "kernel.unknown", {})
    assert notifications.sentence(Notification(code="gone.kind", params={})) == "gone.kind"


def test_a_mail_server_that_does_not_answer_is_asked_again(bob: User, settings: object) -> None:
    notifications.notify([bob.pk], QUIET, {"who": "x", "what": "y"})
    ids = list(Notification.objects.values_list("pk", flat=True))
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    assert send_notifications.call(ids) == 0
    later = DBTaskResult.objects.get()
    assert later.args_kwargs["args"] == [ids, 2]
    assert later.run_after > clock.now()
    with pytest.raises(OSError):
        send_notifications.call(ids, attempt=MOST_ATTEMPTS)
    assert Notification.objects.get().mailed_at is None
