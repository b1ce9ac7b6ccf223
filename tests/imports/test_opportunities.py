"""Deals from a file: all rows or none, found again by their number, with a history."""

import datetime as dt
from decimal import Decimal

import pytest

from cadre.crm.models import Activity, Opportunity
from cadre.imports import queries, services
from cadre.imports.mapping import Fix
from cadre.imports.models import ImportRun, SavedMapping
from cadre.kernel import clock, search
from cadre.kernel.access import Actor
from cadre.kernel.models import AuditEntry, ExchangeRate, OutboxEvent
from cadre.kernel.models.company import number_of
from cadre.kernel.problems import Problems
from tests.support.cast import Cast
from tests.support.deals import account, product
from tests.support.files import upload

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


@pytest.fixture
def ops(cast: Cast) -> Actor:
    product("GTX Pro", 4_821_00)
    account(cast.rep_lin, "Cancity")
    return Cast.actor(cast.ops_tsai)


def begin(ops: Actor, rows: str, cast: Cast) -> ImportRun:
    text = HEAD + rows.replace("LIN", cast.rep_lin.name).replace("GAO", cast.rep_gao.name)
    return services.start_import(actor=ops, kind="opportunities", upload=upload(text))


def run(ops: Actor, rows: str, cast: Cast, *fixes: Fix) -> ImportRun:
    made = begin(ops, rows, cast)
    for fix in fixes:
        services.apply_fix(actor=ops, run_id=made.pk, fix=fix)
    return services.perform_import(actor=ops, run_id=made.pk)


def test_rows_become_deals_with_state_amount_and_history(ops: Actor, cast: Cast) -> None:
    done = run(
        ops,
        "A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-03,4514\nA2,GAO,GTX Pro,,Lost,2026-01-02,2026-03-01,0\n",
        cast,
    )
    assert (done.state, done.made, done.changed) == ("done", 2, 0)
    won = Opportunity.objects.get(external_id="A1")
    assert (won.state, won.amount_minor, won.base_minor, won.closed_on) == (
        "won",
        451_400,
        451_400,
        dt.date(2026, 2, 3),
    )
    steps = [(step.to_stage.key, step.on.isoformat(), step.days_in_stage) for step in won.stage_changes.order_by("id")]
    assert steps == [("lead", "2026-01-02", 0), ("won", "2026-02-03", 32)]


def test_an_open_deal_without_an_amount_carries_the_list_price_and_says_so(ops: Actor, cast: Cast) -> None:
    run(ops, "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,\n", cast)
    deal = Opportunity.objects.get()
    assert (deal.amount_minor, deal.amount_is_estimate, deal.closed_on) == (482_100, True, None)


def test_one_faulty_row_stops_all_and_is_named(ops: Actor, cast: Cast) -> None:
    made = begin(
        ops,
        "A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-03,1\nA2,LIN,GTXPro,Cancity,Won,2026-01-02,2026-02-03,1\n",
        cast,
    )
    checked = queries.checked(made)
    assert (checked.faulty, checked.good) == (1, 1)
    group = checked.findings.groups[0]
    assert (group.field, group.value, group.doubt.suggestions, group.rows) == ("product", "GTXPro", ("GTX Pro",), [1])
    with pytest.raises(Problems) as refused:
        services.perform_import(actor=ops, run_id=made.pk)
    assert refused.value.problems[0].code == "imports.faulty_rows"
    assert not Opportunity.objects.exists()


def test_a_decision_holds_for_all_rows_and_is_remembered_for_files_of_this_shape(ops: Actor, cast: Cast) -> None:
    rows = "A1,LIN,GTXPro,Cancity,Won,2026-01-02,2026-02-03,1\n"
    done = run(ops, rows, cast, Fix("product", "GTXPro", "replace", "GTX Pro"))
    assert (done.made, done.handled[0]["to"], done.handled[0]["count"]) == (1, "GTX Pro", 1)
    assert SavedMapping.objects.count() == 1
    assert queries.checked(begin(ops, rows, cast)).faulty == 0


def test_rows_are_left_out_only_by_decision_and_are_counted(ops: Actor, cast: Cast) -> None:
    rows = "A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-03,1\nA2,LIN,Anvil,Cancity,Won,2026-01-02,2026-02-03,1\n"
    done = run(ops, rows, cast, Fix("product", "Anvil", "skip"))
    assert (done.rows, done.made, done.skipped) == (2, 1, 1)


def test_the_same_file_again_changes_nothing_and_a_changed_row_is_updated_and_audited(ops: Actor, cast: Cast) -> None:
    rows = "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,100\nA2,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,200\n"
    run(ops, rows, cast)
    again = run(ops, rows, cast)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 2)
    third = run(ops, rows.replace("Proposal,2026-01-02,,200", "Won,2026-01-02,2026-02-01,250"), cast)
    assert (third.made, third.changed, third.unchanged) == (0, 1, 1)
    deal = Opportunity.objects.get(external_id="A2")
    assert (deal.state, deal.amount_minor, deal.version) == ("won", 25_000, 2)
    assert deal.stage_changes.order_by("-id")[0].to_stage.key == "won"
    entry = AuditEntry.objects.get(model="crm.opportunity", object_id=deal.pk, action="changed")
    assert entry.fields["amount_minor"] == [20_000, 25_000]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A1,LIN,GTX Pro,Cancity,Won,2026-01-02,,5", "crm.import.closed_without_date"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-03-02,2026-02-01,5", "crm.import.closes_before_begin"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-01,", "crm.import.won_without_amount"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2199-02-01,5", "crm.opportunity.close_in_future"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-01,5.005", "imports.too_many_decimals"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-01,-5", "imports.out_of_range"),
        (",LIN,GTX Pro,Cancity,Won,2026-01-02,2026-02-01,5", "imports.missing"),
        ("A1,Nobody,GTX Pro,Cancity,Won,2026-01-02,2026-02-01,5", "imports.not_found"),
        ("A1,LIN,GTX Pro,Cancity,Engaging,2026-01-02,,5", "imports.nearly"),
        ("A1,LIN,GTX Pro,Cancity,Won,2026-02-30,2026-02-01,5", "imports.not_a_date"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_its_reason(ops: Actor, cast: Cast, row: str, code: str) -> None:
    groups = queries.checked(begin(ops, row + "\n", cast)).findings.groups
    assert [group.doubt.kind.code for group in groups if group.severity == "error"] == [code]


def test_a_number_that_stands_twice_in_the_file_is_refused_on_both_rows(ops: Actor, cast: Cast) -> None:
    row = "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\n"
    checked = queries.checked(begin(ops, row * 2, cast))
    assert checked.faulty == 2


def test_a_closing_date_of_an_open_deal_is_taken_as_the_expected_one(ops: Actor, cast: Cast) -> None:
    run(ops, "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,2026-12-24,5\n", cast)
    deal = Opportunity.objects.get()
    assert (deal.closed_on, deal.expected_close_on) == (None, dt.date(2026, 12, 24))


def test_foreign_money_is_converted_at_the_rate_of_the_closing_day_or_refused(ops: Actor, cast: Cast) -> None:
    text = (
        HEAD.replace("\n", ",Currency\n")
        + f"A1,{cast.rep_lin.name},GTX Pro,Cancity,Won,2026-01-02,2026-02-03,100,EUR\n"
    )
    made = services.start_import(actor=ops, kind="opportunities", upload=upload(text))
    assert [group.doubt.kind.code for group in queries.checked(made).findings.groups] == ["kernel.no_exchange_rate"]
    ExchangeRate.objects.create(
        currency="EUR", currency_number=number_of("EUR"), rate=Decimal("1.25"), valid_from=dt.date(2026, 1, 1)
    )
    services.perform_import(actor=ops, run_id=made.pk)
    assert Opportunity.objects.values_list("amount_minor", "currency", "base_minor").get() == (10_000, "EUR", 12_500)


def test_an_import_tells_once_and_search_finds_its_rows(ops: Actor, cast: Cast) -> None:
    run(ops, "ZQ77,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\nZQ78,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\n", cast)
    names = list(OutboxEvent.objects.filter(name__startswith="imports.").values_list("name", flat=True))
    assert names == ["imports.finished"]
    assert not OutboxEvent.objects.filter(name__startswith="crm.opportunity").exists()
    assert [drift for drift in search.check(["crm.opportunity"]) if not drift.clean] == []


def test_an_import_is_undone_as_long_as_nobody_built_on_it(ops: Actor, cast: Cast) -> None:
    rows = "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\nA2,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\n"
    first = run(ops, rows, cast)
    deal = Opportunity.objects.get(external_id="A2")
    note = Activity.objects.create(
        subject="call", at=clock.now(), on=clock.today(), employee_id=deal.owner_id, opportunity=deal
    )
    with pytest.raises(Problems) as refused:
        services.undo_import(actor=ops, run_id=first.pk)
    assert refused.value.problems[0].code == "imports.cannot_undo"
    assert Opportunity.objects.count() == 2
    note.delete()
    assert services.undo_import(actor=ops, run_id=first.pk).state == "undone"
    assert not Opportunity.objects.exists()
    assert [drift for drift in search.check(["crm.opportunity"]) if not drift.clean] == []
    with pytest.raises(Problems):
        services.undo_import(actor=ops, run_id=first.pk)


def test_a_run_import_does_not_run_again(ops: Actor, cast: Cast) -> None:
    done = run(ops, "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\n", cast)
    with pytest.raises(Problems) as refused:
        services.perform_import(actor=ops, run_id=done.pk)
    assert refused.value.problems[0].code == "imports.not_ready"


def test_a_seller_imports_nothing(ops: Actor, cast: Cast) -> None:
    with pytest.raises(Problems) as refused:
        services.start_import(actor=Cast.actor(cast.rep_lin), kind="opportunities", upload=upload(HEAD + "x\n"))
    assert refused.value.status == 403


def test_hr_imports_people_and_nothing_else(ops: Actor, cast: Cast) -> None:
    hr = Cast.actor(cast.hr_fang)
    assert services.start_import(actor=hr, kind="people", upload=upload("name\nNew Person\n")).pk
    with pytest.raises(Problems):
        services.start_import(actor=hr, kind="products", upload=upload("name\nWidget\n"))
    made = begin(ops, "A1,LIN,GTX Pro,Cancity,Proposal,2026-01-02,,5\n", cast)
    with pytest.raises(Problems) as hidden:
        queries.run_visible_to(hr, made.pk)
    assert hidden.value.status == 404
