"""The mails of this room: an alert, and a dashboard with its figures as text and its tiles as a workbook."""

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cadre.cockpit import queries
from cadre.cockpit.exports import file_name, xlsx_of
from cadre.cockpit.letters import letters
from cadre.cockpit.models import Alert, Subscription
from cadre.cockpit.notices import said
from cadre.cockpit.reasons import why_told
from cadre.cockpit.rules.asking import Chosen
from cadre.kernel import clock
from cadre.kernel.access import actor_of
from cadre.kernel.notices import KINDS
from cadre.kernel.problems import Problems

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mail_of_alert(alert_id: int) -> int:
    """Send an alert to its recipient. 0 when it is over, he has muted it meanwhile, or he has left."""
    still_open = Alert.objects.filter(pk=alert_id, ended_at=None, muted_at=None)
    alert = still_open.select_related("rule__owner", "recipient").first()
    if alert is None or not alert.recipient.is_active:
        return 0
    with translation.override(alert.recipient.language):
        subject = str(KINDS[f"cockpit.{alert.rule.condition}"].title)
        reason = why_told(alert.rule, alert.recipient_id)
        body = said(alert.rule.condition, alert.params) + _link(alert.url) + f"\n\n{reason}"
    return EmailMessage(subject, body, to=[alert.recipient.email]).send()


def mail_of_dashboard(subscription_id: int) -> int:
    """Send a dashboard over the reader's rows. 0 when it is no longer shared with him."""
    found = Subscription.objects.select_related("user", "dashboard").filter(pk=subscription_id).first()
    if found is None or not found.user.is_active:
        return 0
    actor = actor_of(found.user)
    with translation.override(found.user.language):
        try:
            dashboard = queries.dashboard_by_id(actor, found.dashboard_id)
        except Problems:
            return 0
        chosen = Chosen(dashboard.period, tuple((key, value) for key, value in dashboard.filters.items()))
        tiles = queries.shown_tiles(actor, list(dashboard.tiles.all()), chosen)
        title = queries.title_of(dashboard)
        link = _link(reverse("cockpit:dashboard-page", args=[dashboard.pk]))
        written = letters(tiles)
        body = "\n\n".join(letter.text for letter in written) + link
        mail = EmailMultiAlternatives(" ".join(title.split()), body, to=[found.user.email])
        shown = {"title": title, "name": found.user, "day": clock.today(), "letters": written, "link": link.strip()}
        mail.attach_alternative(render_to_string("cockpit/mail_dashboard.html", shown), "text/html")
        mail.attach(file_name(title, "xlsx"), xlsx_of(title, tiles, str(found.user)), XLSX)
    return mail.send()


def _link(path: str) -> str:
    address: str = settings.CADRE_ADDRESS
    return f"\n\n{address.rstrip('/')}{path}" if address and path else ""
