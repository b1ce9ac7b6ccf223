"""What an open deal expects lies neither long back nor beyond any plan."""

import datetime as dt

import pytest

from cadre.crm import services
from cadre.crm.models import Opportunity
from cadre.crm.rules.expected import AHEAD_YEARS, PAST_DAYS
from cadre.kernel import clock, write
from cadre.kernel.problems import Problems
from tests.support.cast import Cast
from tests.support.deals import actor, criteria, deal
from tests.support.pages import Reader, text_of

LONG_AGO, FAR_AHEAD = dt.date(1900, 1, 1), dt.date(9999, 12, 31)


def back(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


@pytest.mark.parametrize(("day", "code"), [(LONG_AGO, "expected_long_past"), (FAR_AHEAD, "day_too_far")])
def test_a_new_deal_cannot_expect_an_impossible_day(cast: Cast, day: dt.date, code: str) -> None:
    with pytest.raises(Problems) as refused:
        deal(cast.rep_lin, expected_close_on=day, next_step_on=day)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        (f"crm.opportunity.{code}", "expected_close_on"),
        (f"crm.opportunity.{code}", "next_step_on"),
    ]


def test_a_deal_may_be_overdue_by_as_much_as_the_rule_says_and_not_a_day_more(cast: Cast) -> None:
    assert deal(cast.rep_lin, expected_close_on=back(PAST_DAYS)).expected_close_on == back(PAST_DAYS)
    last = dt.date(clock.today().year + AHEAD_YEARS, 12, 31)
    assert deal(cast.rep_lin, expected_close_on=last).expected_close_on == last
    with pytest.raises(Problems):
        deal(cast.rep_lin, expected_close_on=back(PAST_DAYS + 1))


def test_an_old_date_that_stands_there_already_hinders_no_other_change(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    Opportunity.objects.filter(pk=made.pk).update(expected_close_on=LONG_AGO)
    sent = {"expected_close_on": LONG_AGO, "next_step": "Call again"}
    changed = services.change_opportunity(
        actor=actor(cast.rep_lin), opportunity_id=made.pk, expected_version=made.version, **sent
    )
    assert changed.next_step == "Call again"


def test_many_deals_at_once_obey_the_same_rule(cast: Cast) -> None:
    made, lin = deal(cast.rep_lin), actor(cast.rep_lin)
    with pytest.raises(Problems):
        services.reschedule_opportunities(actor=lin, opportunity_ids=[made.pk], expected_close_on=LONG_AGO)
    with pytest.raises(Problems):
        services.set_next_steps(actor=lin, opportunity_ids=[made.pk], next_step_on=FAR_AHEAD)
    with pytest.raises(Problems):
        services.record_activity(actor=lin, kind="call", body="x", opportunity_id=made.pk, next_step_on=FAR_AHEAD)
    assert not write.plain_value(Opportunity.objects.get(pk=made.pk), "next_step_on")


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "已過去超過 90 天"), ("en", "more than 90 days back")])
def test_the_form_says_so_at_the_field_in_the_readers_language(cast: Cast, language: str, words: str) -> None:
    made = deal(cast.rep_lin)
    sent = {"account": made.account_id, "product": made.product_id, "amount_minor": "5", "forecast": "pipeline"}
    answer = Reader(cast.rep_lin, language).send("crm:opportunity-create", **sent, expected_close_on="1900-01-01")
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert b'value="1900-01-01"' in answer.content


def test_a_deal_cannot_have_been_closed_in_a_mistyped_year(cast: Cast) -> None:
    for close in (
        lambda pk: services.win_opportunity(
            actor=actor(cast.rep_lin), opportunity_id=pk, closed_on=LONG_AGO, met=criteria()
        ),
        lambda pk: services.lose_opportunity(
            actor=actor(cast.rep_lin), opportunity_id=pk, closed_on=LONG_AGO, loss_reason="price"
        ),
    ):
        with pytest.raises(Problems) as refused:
            close(deal(cast.rep_lin, engaged_on=None).pk)
        assert [(one.code, one.field) for one in refused.value.problems] == [
            ("crm.opportunity.day_too_long_ago", "closed_on")
        ]
