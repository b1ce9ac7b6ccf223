"""What the cockpit does by itself: looks at the rules, tells people, mails dashboards."""

import logging

from cadre.cockpit import services
from cadre.cockpit.mails import mail_of_alert, mail_of_dashboard
from cadre.kernel.access import SYSTEM
from cadre.kernel.periodic import every
from cadre.kernel.tasks import task

log = logging.getLogger(__name__)


@every(minutes=10)
@task(repeatable=True)
def watch() -> int:
    """Look at every rule, then tell what is new. Returns how many alerts are new."""
    new = sum(services.raise_alerts(actor=SYSTEM, rule_id=rule.pk) for rule in services.active_rules())
    mailed = services.tell_alerts(actor=SYSTEM)
    if mailed:
        mail_alerts.enqueue(mailed)
    return new


@task()
def mail_alerts(ids: list[int]) -> int:
    """One mail per alert whose rule asks for it."""
    return sum(mail_of_alert(alert_id) for alert_id in ids)


@every(hours=1)
@task(repeatable=True)
def mail_dashboards() -> int:
    """Mail the dashboards whose day has come, each over the rows of who gets it. Returns how many were due."""
    due = services.send_due_dashboards(actor=SYSTEM)
    for subscription_id in due:
        mail_dashboard.enqueue(subscription_id)
    return len(due)


@task()
def mail_dashboard(subscription_id: int) -> int:
    return mail_of_dashboard(subscription_id)
