"""Rules speak up once per matter, after quiet hours, to who may see it."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cadre.cockpit import services
from cadre.cockpit.metric_uses import places
from cadre.cockpit.models import Alert
from cadre.cockpit.notices import said
from cadre.cockpit.queries import open_alert_count
from cadre.cockpit.services.alerts import is_quiet
from cadre.cockpit.tasks import watch
from cadre.crm import services as crm
from cadre.kernel import clock, events
from cadre.kernel.models import Notification
from cadre.targets.queries.periods import running
from tests.cockpit.conftest import today
from tests.metrics.conftest import Company
from tests.support.deals import deal
from tests.support.refusals import refuses
from tests.targets.quotas import quota

ALWAYS = {"quiet_from": 0, "quiet_to": 0}


def rule(company: Company, name: str, condition: str, most: int, **fields: Any) -> Any:
    return services.create_rule(actor=company.actor(name), condition=condition, most=most, **ALWAYS | fields)


def silent(company: Company, owner: str = "rep_lin", days: int = 40) -> Any:
    return company.deal(owner, engaged_on=today() - dt.timedelta(days=days))


def test_a_silent_deal_is_told_once_and_ends_with_the_next_activity(company: Company) -> None:
    made = silent(company)
    rule(company, "rep_lin", "idle", 30)
    assert [watch.call(), watch.call()] == [1, 0]
    (alert,) = Alert.objects.all()
    assert (alert.recipient, alert.opportunity, alert.params["days"]) == (company.cast.rep_lin, made, 40)
    assert Notification.objects.filter(recipient=company.cast.rep_lin, code="cockpit.idle").count() == 1
    activity = company.activity("rep_lin", on=today())
    activity.opportunity = made
    activity.save()
    watch.call()
    alert.refresh_from_db()
    assert alert.ended_at is not None


def test_a_deal_with_something_planned_is_not_silent(company: Company) -> None:
    planned = company.activity("rep_lin", on=today(), state="planned")
    planned.opportunity = silent(company)
    planned.save()
    rule(company, "rep_lin", "idle", 30)
    assert watch.call() == 0


def test_owner_and_manager_are_told_of_what_the_maker_of_the_rule_sees(company: Company) -> None:
    silent(company)
    silent(company, "rep_hsu")
    rule(company, "manager_chen", "idle", 30, audience="owner")
    rule(company, "director_shen", "idle", 30, audience="manager")
    watch.call()
    told = sorted(Alert.objects.values_list("recipient__email", flat=True))
    assert told == ["manager_chen@test.example", "manager_wu@test.example", "rep_lin@test.example"]


def test_a_role_is_told_by_each_members_own_rows(company: Company) -> None:
    silent(company)
    rule(company, "ops_tsai", "idle", 30, audience="role", role="rep")
    watch.call()
    assert [alert.recipient for alert in Alert.objects.all()] == [company.cast.rep_lin]


def test_in_quiet_hours_an_alert_waits(company: Company) -> None:
    silent(company)
    hour = timezone.localtime(clock.now()).hour
    made = rule(company, "rep_lin", "idle", 30, quiet_from=hour, quiet_to=(hour + 2) % 24)
    watch.call()
    assert Notification.objects.count() == 0
    services.change_rule(actor=company.actor("rep_lin"), rule_id=made.pk, **ALWAYS)
    watch.call()
    assert Notification.objects.count() == 1


@pytest.mark.parametrize(("hour", "quiet"), [(19, False), (20, True), (23, True), (0, True), (7, True), (8, False)])
def test_quiet_hours_run_over_midnight(hour: int, quiet: bool) -> None:
    assert is_quiet(hour, 20, 8) is quiet


def test_a_muted_matter_is_not_told_again(company: Company) -> None:
    silent(company)
    rule(company, "rep_lin", "idle", 30, quiet_from=0, quiet_to=23)
    watch.call()
    alert = Alert.objects.get()
    with refuses("kernel.not_found"):
        services.mute_alert(actor=company.actor("rep_gao"), alert_id=alert.pk)
    services.mute_alert(actor=company.actor("rep_lin"), alert_id=alert.pk)
    watch.call()
    assert Alert.objects.count() == 1


def test_many_new_alerts_are_one_message(company: Company) -> None:
    for _ in range(6):
        silent(company)
    rule(company, "rep_lin", "idle", 30)
    assert watch.call() == 6
    (notice,) = Notification.objects.all()
    assert (notice.code, notice.params) == ("cockpit.several", {"count": 6})


def test_a_deal_that_slips_twice_is_told_with_the_change(company: Company) -> None:
    lin = company.actor("rep_lin")
    rule(company, "rep_lin", "slipped", 2)
    made = deal(company.cast.rep_lin, expected_close_on=today())
    for days in (10, 20):
        made.refresh_from_db()
        later = today() + dt.timedelta(days=days)
        crm.change_opportunity(
            actor=lin, opportunity_id=made.pk, expected_version=made.version, expected_close_on=later
        )
        events.deliver_pending()
    alert = Alert.objects.get()
    assert (alert.matter, alert.params["times"]) == (f"deal:{made.pk}", 2)


def test_a_threshold_is_compared_exactly_and_ends_when_it_is_met(company: Company) -> None:
    company.won("rep_lin", amount=99_999, on=today())
    rule(company, "rep_lin", "below", 100_000, metric="bookings.amount", period="month", by_mail=True)
    assert watch.call() == 1
    assert "below" in mail.outbox[0].body
    company.won("rep_lin", amount=1, on=today())
    watch.call()
    assert Alert.objects.get().ended_at is not None


def test_an_alert_names_its_number_in_the_language_of_who_reads_it(company: Company) -> None:
    company.won("rep_lin", amount=1, on=today())
    rule(company, "rep_lin", "below", 100_000, metric="bookings.amount", period="month")
    watch.call()
    alert = Alert.objects.get()
    for language, name in {"en": "Won amount", "zh-hant": "成交金額", "zh-hans": "成交金额"}.items():
        with translation.override(language):
            assert said(alert.rule.condition, alert.params).startswith(name)
            assert said(alert.rule.condition, alert.params | {"metric": "An old one"}).startswith("An old one")


def test_a_dashboard_that_comes_with_the_product_is_named_in_the_language_of_the_reader(company: Company) -> None:
    with translation.override("zh-hant"):
        names = {use.place for use in places(company.actor("director_shen"))}
    assert "銷售總監" in names
    assert "Sales director" not in names


def test_a_rate_that_drops_against_its_own_history_is_told(company: Company) -> None:
    for n in range(12):
        company.won("rep_lin", on=today() - dt.timedelta(days=60 + n))
        company.lost("rep_lin", on=today() - dt.timedelta(days=n))
    rule(company, "manager_chen", "drop", 1000, metric="win_rate")
    assert watch.call() == 1
    alert = Alert.objects.get()
    assert (alert.params["usual"], "100.0%" in said("drop", alert.params)) == ("1", True)


def test_a_rate_of_few_cases_says_nothing(company: Company) -> None:
    company.won("rep_lin", on=today() - dt.timedelta(days=60))
    company.lost("rep_lin", on=today())
    rule(company, "manager_chen", "drop", 1000, metric="win_rate")
    assert watch.call() == 0


def test_who_is_behind_the_pace_of_his_target_is_told_with_his_manager(company: Company) -> None:
    quota(company.cast.rep_lin, 100_000)
    for audience in ("owner", "manager"):
        rule(company, "director_shen", "pace", 1, metric="bookings.amount", period="quarter", audience=audience)
    expected = running("quarter").passed(today()) > 0  # on the first morning of a quarter nobody is behind
    assert watch.call() == (2 if expected else 0)
    told = set(Alert.objects.values_list("recipient__email", flat=True))
    assert told == ({"rep_lin@test.example", "manager_chen@test.example"} if expected else set())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"condition": "idle", "most": 0}, "cockpit.bad_limit"),
        ({"condition": "below", "most": 5}, "cockpit.needs_metric"),
        ({"condition": "drop", "most": 5, "metric": "bookings.amount"}, "cockpit.not_a_rate"),
        ({"condition": "below", "most": 5, "metric": "win_rate", "audience": "owner"}, "cockpit.nobodys_deal"),
        ({"condition": "below", "most": 5, "metric": "bookings.profit"}, "metrics.unknown_metric"),
        ({"condition": "below", "most": 5, "metric": "win_rate", "period": "soon"}, "cockpit.bad_period"),
        ({"condition": "pace", "most": 5, "metric": "bookings.amount", "period": "30-day"}, "cockpit.running_only"),
    ],
)
def test_a_bad_rule_is_refused_in_words(company: Company, fields: dict[str, Any], code: str) -> None:
    with refuses(code):
        services.create_rule(actor=company.actor("rep_lin"), **fields)


def test_a_rule_whose_number_is_gone_is_switched_off(company: Company) -> None:
    made = rule(company, "rep_lin", "below", 5, metric="win_rate")
    type(made).objects.filter(pk=made.pk).update(metric="gone.metric")
    watch.call()
    made.refresh_from_db()
    assert made.is_active is False


def test_a_stranger_cannot_change_a_rule(company: Company) -> None:
    made = rule(company, "rep_lin", "idle", 30)
    with refuses("kernel.not_found"):
        services.change_rule(actor=company.actor("manager_chen"), rule_id=made.pk, most=2)


def several(company: Company, count: int = 3) -> list[Alert]:
    """Open alerts of rep_lin."""
    for _ in range(count):
        silent(company)
    rule(company, "rep_lin", "idle", 30)
    watch.call()
    return list(Alert.objects.order_by("pk"))


def test_many_alerts_are_muted_at_once_and_undo_opens_those_that_were_open(company: Company) -> None:
    first, second, third = several(company)
    lin = company.actor("rep_lin")
    services.mute_alert(actor=lin, alert_id=first.pk)
    assert services.mute_alerts(actor=lin, alert_ids=[first.pk, second.pk, third.pk]) == [second.pk, third.pk]
    assert open_alert_count(lin) == 0
    services.unmute_alerts(actor=lin, alert_ids=[second.pk, third.pk])
    assert set(Alert.objects.filter(muted_at=None)) == {second, third}


def test_where_one_of_many_alerts_is_anothers_none_is_muted(company: Company) -> None:
    mine = several(company, 2)
    other = Alert.objects.create(rule=mine[0].rule, recipient=company.cast.rep_gao, matter="deal:0")
    for act in (services.mute_alerts, services.unmute_alerts):
        with refuses("kernel.not_found"):
            act(actor=company.actor("rep_lin"), alert_ids=[mine[0].pk, other.pk])
    assert not Alert.objects.exclude(muted_at=None).exists()


def test_the_page_mutes_what_was_chosen_and_its_undo_takes_just_that_back(company: Company) -> None:
    first, second, third = several(company)
    client = Client()
    client.force_login(company.cast.rep_lin)
    services.mute_alert(actor=company.actor("rep_lin"), alert_id=first.pk)
    done = client.post(reverse("cockpit:alert-mute-many"), {"ids": f"{first.pk},{second.pk},x"}, HTTP_HX_REQUEST="true")
    assert f"?ids={second.pk}" in done.headers["HX-Trigger"]
    assert list(Alert.objects.filter(muted_at=None)) == [third]
    client.post(f"{reverse('cockpit:alert-unmute-many')}?ids={second.pk}", HTTP_HX_REQUEST="true")
    assert set(Alert.objects.filter(muted_at=None)) == {second, third}


def test_an_open_alert_is_not_hidden_behind_a_hundred_that_are_over(company: Company) -> None:
    (alert,) = several(company, 1)
    over = [
        Alert(
            rule=alert.rule, recipient=alert.recipient, matter=f"deal:-{n}", params=alert.params, ended_at=clock.now()
        )
        for n in range(120)
    ]
    Alert.objects.bulk_create(over)
    client = Client()
    client.force_login(company.cast.rep_lin)
    page = client.get(reverse("cockpit:alert-list"))
    assert [row[0] for row in page.context["open"]] == [alert]
