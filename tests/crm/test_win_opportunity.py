"""Winning a deal: book ch. 6, 銷售流程."""

import datetime as dt

import pytest

from cadre.crm import services
from cadre.crm.models import Opportunity, StageChange
from cadre.kernel import clock
from cadre.kernel.models import AuditEntry, OutboxEvent
from cadre.kernel.problems import Problem
from tests.support.cast import Cast
from tests.support.deals import actor, criteria, deal, stage
from tests.support.refusals import refuses


def win(user, made: Opportunity, **fields) -> Opportunity:
    return services.win_opportunity(actor=actor(user), opportunity_id=made.pk, **{"met": criteria()} | fields)


def test_a_won_opportunity_has_its_date_amount_and_history(cast: Cast) -> None:
    made = win(cast.rep_lin, deal(cast.rep_lin), closed_on=clock.today(), amount_minor=123_400)
    made.refresh_from_db()
    assert (made.state, made.closed_on, made.amount_minor, made.base_minor) == ("won", clock.today(), 123_400, 123_400)
    assert [step.to_stage.key for step in StageChange.objects.filter(opportunity=made).order_by("id")] == [
        "lead",
        "won",
    ]


def test_a_won_opportunity_cannot_be_won_again(cast: Cast) -> None:
    made = win(cast.rep_lin, deal(cast.rep_lin))
    with refuses("crm.opportunity.already_closed"):
        win(cast.rep_lin, made)
    assert OutboxEvent.objects.filter(name="crm.opportunity_won").count() == 1


def test_a_stranger_does_not_learn_that_the_opportunity_exists(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    with refuses("kernel.not_found"):
        win(cast.stranger_wang, made)


def test_a_manager_may_win_for_his_people_and_not_for_others(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    with refuses("kernel.not_found"):
        win(cast.manager_wu, made)
    assert win(cast.manager_chen, made).state == "won"


def test_a_role_that_does_not_sell_is_refused(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    for user in (cast.hr_fang, cast.marketing_yu, cast.executive_qiu, cast.service_bao):
        with refuses("kernel.forbidden"):
            win(user, made)


def test_open_exit_criteria_are_named(cast: Cast) -> None:
    made = deal(cast.rep_lin, stage_id=stage("negotiation").pk)
    with pytest.raises(Problem) as refused:
        win(cast.rep_lin, made, met=())
    assert refused.value.params["missing_ids"] == criteria("negotiation")
    assert "Payment terms discussed" in refused.value.message
    assert Opportunity.objects.get(pk=made.pk).state == "open"


def test_who_was_slower_is_told_who_changed_it_meanwhile(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    services.change_opportunity(
        actor=actor(cast.manager_chen), opportunity_id=made.pk, expected_version=made.version, next_step="Call"
    )
    with pytest.raises(Problem) as refused:
        win(cast.rep_lin, made, expected_version=made.version)
    assert refused.value.code == "kernel.changed_meanwhile"
    assert "Chen Manager" in refused.value.message


def test_a_closing_date_in_the_future_is_refused(cast: Cast) -> None:
    with refuses("crm.opportunity.close_in_future"):
        win(cast.rep_lin, deal(cast.rep_lin), closed_on=clock.today() + dt.timedelta(days=1))


def test_closing_before_it_began_is_refused_by_the_table(cast: Cast) -> None:
    made = deal(cast.rep_lin, engaged_on=clock.today())
    with refuses("kernel.invalid"):
        win(cast.rep_lin, made, closed_on=clock.today() - dt.timedelta(days=1))
    assert Opportunity.objects.get(pk=made.pk).state == "open"


def test_the_audit_tells_every_changed_field(cast: Cast) -> None:
    made = win(cast.rep_lin, deal(cast.rep_lin, amount_minor=100), amount_minor=200)
    entry = AuditEntry.objects.get(verb="crm.opportunity.win", model="crm.opportunity", object_id=made.pk)
    assert entry.user == cast.rep_lin
    assert entry.fields["amount_minor"] == [100, 200]
    assert entry.fields["state"] == ["open", "won"]
