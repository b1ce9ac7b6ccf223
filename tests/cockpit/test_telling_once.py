"""One alert per matter and one mail of it: over runs, over workers, over midnight, where the company is."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cadre.cockpit import services
from cadre.cockpit.mails import mail_of_alert
from cadre.cockpit.models import Alert
from cadre.cockpit.tasks import watch
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import Notification
from tests.cockpit.test_alerts import ALWAYS, rule, silent
from tests.metrics.conftest import Company
from tests.support.at_once import codes_of_the_second


def test_a_matter_is_mailed_once_however_often_the_rules_are_looked_at(company: Company) -> None:
    silent(company)
    rule(company, "rep_lin", "idle", 30, by_mail=True)
    for _run in range(3):
        watch.call()
    (message,) = mail.outbox
    assert message.to == ["rep_lin@test.example"]


def test_what_was_muted_before_its_mail_went_out_is_not_mailed(company: Company) -> None:
    silent(company)
    made = rule(company, "rep_lin", "idle", 30, by_mail=True)
    services.raise_alerts(actor=SYSTEM, rule_id=made.pk)
    (alert,) = services.tell_alerts(actor=SYSTEM)
    services.mute_alert(actor=company.actor("rep_lin"), alert_id=alert)
    assert mail_of_alert(alert) == 0
    assert mail.outbox == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_a_rule_at_once_make_one_alert(company: Company) -> None:
    silent(company)
    made = rule(company, "rep_lin", "idle", 30)
    counts: list[int] = []

    def look() -> None:
        counts.append(services.raise_alerts(actor=SYSTEM, rule_id=made.pk))

    assert codes_of_the_second(look, look) == []
    assert counts == [1, 0]
    assert Alert.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_tell_at_once_tell_each_alert_once(company: Company) -> None:
    silent(company)
    made = rule(company, "rep_lin", "idle", 30, by_mail=True)
    services.raise_alerts(actor=SYSTEM, rule_id=made.pk)
    told: list[list[int]] = []

    def tell() -> None:
        told.append(services.tell_alerts(actor=SYSTEM))

    assert codes_of_the_second(tell, tell) == []
    assert sorted(map(len, told)) == [0, 1]
    assert Notification.objects.filter(code="cockpit.idle").count() == 1


@pytest.mark.parametrize(
    ("zone", "utc", "told"),
    [
        ("Asia/Taipei", "2026-03-10 11:59", True),  # 19:59
        ("Asia/Taipei", "2026-03-10 12:00", False),  # 20:00
        ("Asia/Taipei", "2026-03-10 23:59", False),  # 07:59 of the next day
        ("Asia/Taipei", "2026-03-11 00:00", True),  # 08:00
        ("America/New_York", "2026-03-06 12:30", False),  # 07:30, two days before the clocks go forward
        ("America/New_York", "2026-03-09 12:30", True),  # 08:30 on the day after
    ],
)
def test_quiet_hours_are_those_of_the_companys_clock(company: Company, zone: str, utc: str, told: bool) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(f"{utc}+00:00"), tick=False), timezone.override(zone):
        silent(company)
        rule(company, "rep_lin", "idle", 30, **ALWAYS | {"quiet_from": 20, "quiet_to": 8})
        watch.call()
        assert Alert.objects.filter(told_at=None).count() == (0 if told else 1)
        assert Notification.objects.count() == (1 if told else 0)
