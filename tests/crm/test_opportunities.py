"""Opportunities on their way, and who may do what to them."""

import datetime as dt

import pytest

from cadre.crm import services
from cadre.crm.models import Opportunity
from cadre.kernel import clock
from cadre.kernel.models import AuditEntry, ExchangeRate
from cadre.kernel.problems import Problem
from cadre.kernel.undo import undo_act
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, deal, product, stage
from tests.support.refusals import refuses


def test_without_an_amount_the_list_price_is_taken_and_marked(cast: Cast) -> None:
    made = deal(cast.rep_lin, amount_minor=None)
    assert (made.amount_minor, made.amount_is_estimate) == (482_100, True)
    changed = services.change_opportunity(
        actor=actor(cast.rep_lin), opportunity_id=made.pk, expected_version=made.version, amount_minor=500_000
    )
    assert (changed.amount_minor, changed.amount_is_estimate) == (500_000, False)


def test_a_foreign_amount_is_kept_beside_its_worth_in_the_companys_currency(cast: Cast) -> None:
    ExchangeRate.objects.create(currency="TWD", currency_number=1, rate="0.031", valid_from=dt.date(2020, 1, 1))
    made = deal(cast.rep_lin, amount_minor=100_000, currency="TWD")
    assert (made.amount_minor, made.currency, made.base_minor) == (100_000, "TWD", 310_000)


def test_an_unknown_exchange_rate_is_refused_and_says_whom_to_ask(cast: Cast) -> None:
    with refuses("kernel.no_exchange_rate"):
        deal(cast.rep_lin, amount_minor=1, currency="EUR")


def test_a_rep_cannot_give_a_deal_to_a_colleague_but_his_manager_can(cast: Cast) -> None:
    gao = Cast.employee(cast.rep_gao)
    made = deal(cast.rep_lin)
    with refuses("kernel.forbidden"):
        services.reassign_opportunities(actor=actor(cast.rep_lin), opportunity_ids=[made.pk], owner_id=gao.pk)
    assert (
        services.reassign_opportunities(actor=actor(cast.manager_chen), opportunity_ids=[made.pk], owner_id=gao.pk) == 1
    )
    assert Opportunity.objects.visible_to(actor(cast.rep_lin)).count() == 0


def test_a_mass_update_that_touches_a_foreign_deal_changes_nothing(cast: Cast) -> None:
    mine, foreign = deal(cast.rep_lin), deal(cast.rep_hsu)
    with refuses("kernel.not_found"):
        services.reschedule_opportunities(
            actor=actor(cast.rep_lin), opportunity_ids=[mine.pk, foreign.pk], expected_close_on=clock.today()
        )
    assert Opportunity.objects.get(pk=mine.pk).expected_close_on is None


def test_a_forward_move_needs_the_criteria_of_every_stage_it_leaves(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    with pytest.raises(Problem) as refused:
        services.move_stage(actor=actor(cast.rep_lin), opportunity_id=made.pk, stage_id=stage("negotiation").pk)
    assert refused.value.params["missing_ids"] == criteria("needs", "proposal")
    moved = services.move_stage(
        actor=actor(cast.rep_lin),
        opportunity_id=made.pk,
        stage_id=stage("negotiation").pk,
        met=criteria("needs", "proposal"),
    )
    assert moved.stage.key == "negotiation"
    assert (
        services.move_stage(actor=actor(cast.rep_lin), opportunity_id=made.pk, stage_id=stage("lead").pk).stage.key
        == "lead"
    )


def test_each_later_closing_date_counts_as_a_slip(cast: Cast) -> None:
    made = deal(cast.rep_lin, expected_close_on=clock.today())
    for days in (10, 5, 20):
        made = services.change_opportunity(
            actor=actor(cast.rep_lin),
            opportunity_id=made.pk,
            expected_version=made.version,
            expected_close_on=clock.today() + dt.timedelta(days=days),
        )
    assert made.slipped == 2


def test_a_product_off_sale_cannot_be_offered(cast: Cast) -> None:
    off = product("Old", is_active=False)
    with refuses("crm.product.not_on_sale"):
        services.create_opportunity(actor=actor(cast.rep_lin), product_id=off.pk)


def test_a_stage_move_can_be_undone_by_its_maker_only_while_nobody_built_on_it(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    services.move_stage(actor=actor(cast.rep_lin), opportunity_id=made.pk, stage_id=stage("needs").pk)
    act = AuditEntry.objects.filter(verb="crm.opportunity.move").first().act
    with refuses("kernel.not_found"):
        undo_act(actor=actor(cast.manager_chen), act=act)
    undo_act(actor=actor(cast.rep_lin), act=act)
    made.refresh_from_db()
    assert made.stage.key == "lead"
    assert made.stage_changes.count() == 1
    with refuses("kernel.undo_built_upon"):
        undo_act(actor=actor(cast.rep_lin), act=act)


def test_an_account_is_seen_by_its_owner_his_managers_and_who_works_on_it(cast: Cast) -> None:
    from cadre.crm.models import Account

    where = account(cast.rep_lin)
    seen = {
        user.email: Account.objects.visible_to(actor(user)).filter(pk=where.pk).exists() for user in cast.everyone()
    }
    sees = {name for name in vars(cast) if seen[getattr(cast, name).email]}
    assert {"rep_lin", "manager_chen", "director_shen"} <= sees
    assert not {"rep_gao", "manager_wu", "hr_fang"} & sees
    services.reassign_opportunities(
        actor=actor(cast.director_shen),
        opportunity_ids=[deal(cast.rep_lin, where=where).pk],
        owner_id=Cast.employee(cast.rep_hsu).pk,
    )
    assert Account.objects.visible_to(actor(cast.rep_hsu)).filter(pk=where.pk).exists()
