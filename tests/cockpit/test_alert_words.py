"""An alert says in the reader's language what is the matter, what to do next, and whose rule told him."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cadre.cockpit import services
from cadre.cockpit.alert_forms import limit_text
from cadre.cockpit.models import Alert, AlertRule
from cadre.cockpit.notices import said
from cadre.cockpit.tasks import watch
from cadre.kernel.models import Notification
from cadre.kernel.notices import sentence
from tests.cockpit.conftest import today
from tests.cockpit.test_alerts import rule, silent
from tests.metrics.conftest import Company

LANGUAGES = ("en", "zh-hant", "zh-hans")
NUMBER = {"metric": "bookings.amount", "now": "123400", "limit": "200000", "currency": "USD"}
RATE = {"metric": "win_rate", "now": "1/2", "usual": "2/3", "currency": "USD"}
PACE = {"metric": "bookings.amount", "name": "Lin Rep", "points": "12.8", "period": "2026-Q4"}
TOLD: dict[str, tuple[dict[str, Any], list[str]]] = {
    "idle": ({"account": "Cancity", "product": "GTX Pro", "days": 40}, ["Cancity · GTX Pro", "40"]),
    "slipped": ({"account": "Cancity", "product": "GTX Pro", "times": 2}, ["Cancity · GTX Pro", "2"]),
    "pace": (PACE, ["Lin Rep", "2026-Q4", "12.8"]),
    "drop": (RATE, ["50.0%", "66.7%"]),
    "below": (NUMBER, ["$1,234", "$2,000"]),
    "above": (NUMBER, ["$1,234", "$2,000"]),
    "several": ({"count": 6}, ["6"]),
}
NEXT = {
    "idle": ("Plan the next step", "下一步", "下一步"),
    "slipped": ("Ask what still has to happen", "還", "弄清还差什么"),
    "pace": ("decide what closes first", "決定先成交哪些", "决定先成交哪些"),
    "drop": ("Look at what was lost", "請檢視失去了哪些", "请看看丢了哪些"),
    "below": ("decide what to do first", "決定先做什麼", "决定先做什么"),
    "above": ("find where it comes from", "找出從哪裡來", "找出来源"),
    "several": ("Begin with the first", "第一", "第一"),
}
WON = {"en": "Won amount", "zh-hant": "成交金額", "zh-hans": "成交金额"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(TOLD))
def test_every_kind_says_what_is_the_matter_and_what_to_do_next(db: None, kind: str, language: str) -> None:
    params, shown = TOLD[kind]
    with translation.override(language):
        text = said(kind, params)
    assert all(one in text for one in [*shown, NEXT[kind][LANGUAGES.index(language)]]), text
    assert "%(" not in text
    assert (re.search("[A-Za-z]{3,} [a-z]{3,}", text) is not None) is (language == "en")


def test_every_condition_has_its_words() -> None:
    assert set(TOLD) == {*AlertRule.Condition.values, "several"}


def test_an_alert_keeps_keys_and_values_and_reads_in_the_language_of_the_reader(company: Company) -> None:
    company.won("rep_lin", amount=123_400, on=today())
    with translation.override("en"):
        rule(company, "rep_lin", "below", 200_000, metric="bookings.amount", period="month")
        watch.call()
    (alert,), (notice,) = Alert.objects.all(), Notification.objects.filter(code="cockpit.below")
    assert (alert.params["now"], alert.params["limit"]) == ("123400", "200000")
    for language, name in WON.items():
        with translation.override(language):
            assert said("below", alert.params).startswith(name)
            assert "$1,234" in said("below", alert.params)
        assert sentence(notice, language).startswith(name)


def test_an_alert_told_before_values_were_kept_still_reads(company: Company) -> None:
    with translation.override("zh-hant"):
        assert "US$1,234" in said("below", {"metric": "bookings.amount", "now": "US$1,234", "limit": "US$2,000"})


def test_a_deal_without_a_customer_is_named_in_the_language_of_the_reader(company: Company) -> None:
    company.deal("rep_lin", engaged_on=today() - dt.timedelta(days=40), account=-1)
    rule(company, "rep_lin", "idle", 30)
    watch.call()
    with translation.override("zh-hant"):
        assert said("idle", Alert.objects.get().params).startswith("未指定客戶 · GTX Pro")


def page(company: Company, name: str, address: str) -> str:
    client = Client()
    client.force_login(getattr(company.cast, name))
    return client.get(reverse(address)).content.decode()


def test_who_is_told_by_anothers_rule_reads_whose_it_is_and_why(company: Company) -> None:
    silent(company)
    rule(company, "manager_chen", "idle", 30, audience="owner", by_mail=True)
    watch.call()
    why = "Rule of Chen Manager: you are told because it is yours to act on"
    assert why in page(company, "rep_lin", "cockpit:alert-list")
    rules = page(company, "rep_lin", "cockpit:rule-list")
    assert "No rules of your own yet" in rules
    assert why in rules
    assert why in mail.outbox[0].body
    assert "Rule of" not in page(company, "rep_gao", "cockpit:rule-list")


def test_a_rule_for_a_role_is_known_to_it_before_it_fires(company: Company) -> None:
    rule(company, "director_shen", "idle", 900, audience="role", role="rep")
    assert "for the role" in page(company, "rep_lin", "cockpit:rule-list")
    assert "for the role" not in page(company, "manager_chen", "cockpit:rule-list")


def test_what_a_rule_watches_is_not_shown_any_more_to_whom_it_no_longer_tells(company: Company) -> None:
    silent(company)
    made = rule(company, "manager_chen", "idle", 30, audience="owner")
    watch.call()
    services.change_rule(actor=company.actor("manager_chen"), rule_id=made.pk, audience="self", most=77)
    assert "77 days" not in page(company, "rep_lin", "cockpit:rule-list")
    assert "Rule of Chen Manager; it no longer tells you" in page(company, "rep_lin", "cockpit:alert-list")


def test_a_mute_can_be_taken_back(company: Company) -> None:
    silent(company)
    rule(company, "rep_lin", "idle", 30)
    watch.call()
    alert, client = Alert.objects.get(), Client()
    client.force_login(company.cast.rep_lin)
    muted = client.post(reverse("cockpit:alert-mute", args=[alert.pk]), HTTP_HX_REQUEST="true")
    back = reverse("cockpit:alert-unmute", args=[alert.pk])
    assert back in muted["HX-Trigger"]
    assert back in page(company, "rep_lin", "cockpit:alert-list")
    stranger = Client()
    stranger.force_login(company.cast.rep_gao)
    assert stranger.post(back).status_code == 404
    assert client.post(back, HTTP_HX_REQUEST="true").status_code == 204
    alert.refresh_from_db()
    assert alert.muted_at is None


def test_a_list_of_alerts_begins_with_the_worst(company: Company) -> None:
    for days in (40, 90, 60):
        silent(company, days=days)
    rule(company, "rep_lin", "idle", 30)
    watch.call()
    assert [alert.params["days"] for alert in Alert.objects.all()] == [90, 60, 40]


def test_a_rule_says_over_which_days_it_watches_and_a_drop_is_in_points(company: Company) -> None:
    rule(company, "rep_lin", "below", 200_000, metric="bookings.amount", period="month")
    rule(company, "rep_lin", "drop", 550, metric="win_rate")
    text = page(company, "rep_lin", "cockpit:rule-list")
    assert "Won amount · This month" in text
    assert "5.5 points" in text


@pytest.mark.parametrize(("most", "shown"), [(100, "1 point"), (150, "1.5 points"), (1_225, "12.25 points")])
def test_points_are_as_many_as_they_are(most: int, shown: str) -> None:
    assert limit_text(AlertRule(condition="drop", most=most)) == shown
