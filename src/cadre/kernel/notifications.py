"""Tell people something: on the page at once, by mail if they wish, in their language when they read it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.acts import Act, OutsideVerbError, current_act
from cadre.kernel.events import append, event
from cadre.kernel.mail import send_notifications
from cadre.kernel.models import Notification, NotificationPreference, User
from cadre.kernel.notices import KINDS, NoticeKind, register, sentence

MOST_SHOWN = 50
"""How many a list shows at once."""

__all__ = [
    "KINDS",
    "MOST_SHOWN",
    "NoticeKind",
    "Notified",
    "mark_read",
    "notifications_of",
    "notify",
    "preferences_of",
    "register",
    "sentence",
    "set_preference",
    "unread_count",
]


@event("kernel.notified")
class Notified:
    """People have new messages. The live stream tells these people only."""

    recipient_ids: list[int]


def notify(users: Iterable[int], code: str, params: Mapping[str, Any], url: str = "") -> int:
    """Tell users (by id) of `code`, each once; in the caller's transaction. Returns how many are told.

    `params` are plain values, put into the kind's sentence at reading. KeyError for an unknown code.
    """
    kind = KINDS[code]
    recipients = sorted(set(users))
    wishes = {wish.user_id: wish for wish in NotificationPreference.objects.filter(user__in=recipients, code=code)}
    told = [user for user in recipients if user not in wishes or wishes[user].on_page or wishes[user].by_mail]
    at = clock.now()
    rows = [
        # Who wants mail alone finds nothing unread on the page
        Notification(
            recipient_id=user,
            code=code,
            params=dict(params),
            url=url,
            at=at,
            read_at=at if user in wishes and not wishes[user].on_page else None,
        )
        for user in told
    ]
    made = Notification.objects.bulk_create(rows, batch_size=1000)
    if not made:
        return 0
    _publish(Notified(recipient_ids=told))
    mailed = [
        row.pk for row in made if (wishes[row.recipient_id].by_mail if row.recipient_id in wishes else kind.by_mail)
    ]
    if mailed:
        send_notifications.enqueue(mailed)
    return len(told)


def notifications_of(actor: Actor) -> QuerySet[Notification, Notification]:
    """The actor's own, newest first; nobody reads another's."""
    if actor.user_id is None:
        return Notification.objects.none()
    return Notification.objects.filter(recipient_id=actor.user_id).order_by("-id")


def unread_count(actor: Actor) -> int:
    """How many the actor has not read."""
    return notifications_of(actor).filter(read_at=None).count()


def mark_read(actor: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark the actor's own as read: those with the ids, or all. Returns how many were unread."""
    unread = notifications_of(actor).filter(read_at=None).order_by()
    return (unread if ids is None else unread.filter(pk__in=list(ids))).update(read_at=clock.now())


def set_preference(actor: Actor, code: str, *, on_page: bool, by_mail: bool) -> None:
    """Keep how the actor wants to be told of one kind. KeyError for an unknown code."""
    KINDS[code]
    NotificationPreference.objects.update_or_create(
        user_id=actor.user_id or 0, code=code, defaults={"on_page": on_page, "by_mail": by_mail}
    )


def preferences_of(user: User) -> list[tuple[NoticeKind, bool, bool]]:
    """Every kind with (on page, by mail) as the user has it now."""
    wishes = {wish.code: wish for wish in NotificationPreference.objects.filter(user=user)}
    return [
        (kind, wishes[kind.code].on_page, wishes[kind.code].by_mail)
        if kind.code in wishes
        else (kind, True, kind.by_mail)
        for kind in KINDS.values()
    ]


def _publish(happened: Notified) -> None:
    try:
        current_act().events.append(happened)
    except OutsideVerbError:  # handlers and periodic jobs tell people too
        append(Act("kernel.notify", SYSTEM, events=[happened]))
