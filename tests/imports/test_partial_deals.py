"""A file of deals that are here already may hold only what changes; what is new needs everything."""

import datetime as dt

import pytest

from cadre.crm.models import Opportunity
from cadre.imports import queries, services
from cadre.imports.models import ImportRun
from cadre.imports.telling import sentence
from cadre.kernel.access import Actor
from cadre.kernel.models import ExchangeRate
from cadre.kernel.models.company import number_of
from tests.support.cast import Cast
from tests.support.deals import account, product
from tests.support.files import upload

pytestmark = pytest.mark.django_db
HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


@pytest.fixture
def ops(cast: Cast) -> Actor:
    product("GTX Pro", 4_821_00)
    account(cast.rep_lin, "Cancity")
    actor = Cast.actor(cast.ops_tsai)
    lin = cast.rep_lin.name
    run(
        actor,
        f"{HEAD}A1,{lin},GTX Pro,Cancity,Proposal,2026-01-02,,100\nA2,{lin},GTX Pro,Cancity,Won,2026-01-02,2026-02-03,250\n",
    )
    return actor


def begin(actor: Actor, text: str) -> ImportRun:
    return services.start_import(actor=actor, kind="opportunities", upload=upload(text))


def run(actor: Actor, text: str) -> ImportRun:
    return services.perform_import(actor=actor, run_id=begin(actor, text).pk)


def deals() -> dict[str, tuple[str, int, dt.date | None, str]]:
    return {
        number: rest
        for number, *values in Opportunity.objects.values_list(
            "external_id", "stage__key", "amount_minor", "closed_on", "next_step"
        )
        if (rest := tuple(values))
    }  # type: ignore[return-value]


def test_a_file_with_only_a_number_and_a_next_step_changes_just_that(ops: Actor) -> None:
    before = deals()
    done = run(ops, "opportunity_id,Next Step\nA1,Call the CIO\nA2,Ask for a reference\n")
    assert (done.made, done.changed) == (0, 2)
    after = deals()
    assert after["A1"] == (*before["A1"][:3], "Call the CIO")
    assert after["A2"] == (*before["A2"][:3], "Ask for a reference")


def test_an_amount_alone_changes_the_amount_and_nothing_else(ops: Actor) -> None:
    run(ops, "opportunity_id,Amount\nA1,120\n")
    assert deals()["A1"][:2] == ("proposal", 12_000)


def test_an_empty_owner_product_or_stage_of_a_deal_that_is_here_leaves_it_alone(ops: Actor) -> None:
    owner = Opportunity.objects.get(external_id="A1").owner_id
    run(ops, f"{HEAD}A1,,,Cancity,,2026-01-02,,130\n")
    found = Opportunity.objects.get(external_id="A1")
    assert (found.owner_id, found.stage.key, found.amount_minor) == (owner, "proposal", 13_000)


def test_rows_that_are_new_are_named_when_the_file_lacks_what_they_need(ops: Actor) -> None:
    checked = queries.checked(begin(ops, "opportunity_id,Next Step\nA1,Call\nB1,Call\nB2,Call\n"))
    assert checked.faulty == 2
    told = {group.field: sentence(group) for group in checked.findings.groups if group.severity == "error"}
    assert told.keys() == {"owner", "product", "stage"}
    assert "B1, B2" in told["owner"]
    assert "A1" not in told["owner"]


def test_winning_by_file_needs_the_day_unless_the_deal_has_one(ops: Actor) -> None:
    codes = [
        group.doubt.kind.code
        for group in queries.checked(begin(ops, "opportunity_id,Stage\nA1,Won\nA2,Won\n")).findings.groups
    ]
    assert codes == ["crm.import.closed_without_date"]
    run(ops, "opportunity_id,Stage,Close Date\nA1,Won,2026-03-04\n")
    assert deals()["A1"][:3] == ("won", 10_000, dt.date(2026, 3, 4))


def test_a_foreign_deal_won_by_file_takes_the_rate_of_the_closing_day(ops: Actor) -> None:
    for day, until, rate in ((1, 3, "0.5"), (3, None, "2")):
        ExchangeRate.objects.create(
            currency="EUR", currency_number=number_of("EUR"), rate=rate,
            valid_from=dt.date(2026, day, 1), valid_to=dt.date(2026, until, 1) if until else None,
        )  # fmt: skip
    run(ops, "opportunity_id,Amount,Currency\nA1,100,EUR\n")
    run(ops, "opportunity_id,Stage,Close Date\nA1,Won,2026-02-01\n")
    assert Opportunity.objects.values_list("base_minor", "closed_on").get(external_id="A1") == (
        5_000,
        dt.date(2026, 2, 1),
    )


def test_a_deal_that_a_file_opens_again_has_no_closing_day(ops: Actor) -> None:
    run(ops, "opportunity_id,Stage\nA2,Negotiation\n")
    assert deals()["A2"][:3] == ("negotiation", 25_000, None)
