"""Mail goes out in the background, so that no page waits for a mail server."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation

from cadre.kernel import clock
from cadre.kernel.models import Notification
from cadre.kernel.notices import KINDS, sentence
from cadre.kernel.tasks import task


@task(repeatable=True)
def send_notifications(ids: list[int]) -> int:
    """Mail notifications that were not mailed yet, each in its reader's language. Returns how many went out."""
    waiting = Notification.objects.filter(pk__in=ids, mailed_at=None, recipient__is_active=True)
    sent = 0
    with get_connection() as connection:
        for notification in waiting.select_related("recipient"):
            connection.send_messages([message_of(notification)])
            notification.mailed_at = clock.now()
            notification.save(update_fields=["mailed_at"])
            sent += 1
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
