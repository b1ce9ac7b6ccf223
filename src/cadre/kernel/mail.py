"""Mail goes out in the background, so that no page waits for a mail server."""

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation

from cadre.kernel import clock
from cadre.kernel.models import Notification
from cadre.kernel.notices import KINDS, sentence
from cadre.kernel.tasks import task

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 9
"""Waiting 2, 4, 8 … minutes: about eight hours."""


@task(repeatable=True)
def send_notifications(ids: list[int], attempt: int = 1) -> int:
    """Mail notifications that were not mailed yet, each in its reader's language. Returns how many went out.

    When the mail server does not answer, the rest is tried again later, `MOST_ATTEMPTS` times in all.
    """
    waiting = Notification.objects.filter(pk__in=ids, mailed_at=None, recipient__is_active=True)
    sent = 0
    try:
        with get_connection() as connection:
            for notification in waiting.select_related("recipient"):
                connection.send_messages([message_of(notification)])
                notification.mailed_at = clock.now()
                notification.save(update_fields=["mailed_at"])
                sent += 1
    except (OSError, SMTPException) as error:
        if attempt >= MOST_ATTEMPTS:
            raise
        logger.warning("mail is tried again later: %s", error)
        later = clock.now() + dt.timedelta(minutes=2**attempt)
        send_notifications.using(run_after=later).enqueue(ids, attempt + 1)
    return sent


def message_of(notification: Notification) -> EmailMessage:
    """The mail of a notification."""
    language = notification.recipient.language
    kind = KINDS.get(notification.code)
    with translation.override(language):
        subject = str(kind.title) if kind else notification.code
    body = sentence(notification, language)
    address: str = settings.CADRE_ADDRESS
    if notification.url and address:
        body += f"\n\n{address.rstrip('/')}{notification.url}"
    return EmailMessage(" ".join(subject.split()), body, to=[notification.recipient.email])
