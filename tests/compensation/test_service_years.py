"""Credit may add up over each payee's own year of service, counted as awards for long service count it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.compensation.engine import calendar
from cadre.compensation.engine.backends import Duck
from cadre.compensation.engine.plan.loading import PlanRefused, parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from tests.compensation.test_plan_language import by_period, run, table
from tests.reference.periods import whole_months

PLAN = "  - {id: c, accumulate: service_year, %s}"
TIERS = "pays: {marginal: [{to: 1000, rate: 10%}, {rate: 20%}]}"
DAYS = st.integers(0, 30_000)


def test_the_period_with_the_anniversary_begins_the_new_year() -> None:
    text = "id date amount payee\na 2026-03-05 1000 ann\nb 2026-04-01 1000 ann\nc 2026-05-05 1000 ann"
    result = run(PLAN % TIERS, text, participants="payee hired_on\nann 2020-04-30")
    assert by_period(result) == {("ann", "2026-03"): 100, ("ann", "2026-04"): 100, ("ann", "2026-05"): 200}


def test_the_award_of_an_anniversary_falls_in_the_first_period_of_the_year() -> None:
    award = "\n  - {id: award, pays: {anniversaries: [{at: 1 year, amount: 7, every: true}]}}"
    text = "id date amount payee\na 2025-02-05 1000 ann\nb 2025-03-05 1000 ann\nc 2026-02-05 1000 ann"
    result = run(PLAN % TIERS + award, text, participants="payee hired_on\nann 2024-02-29")
    assert by_period(result) == {("ann", "2025-02"): 107, ("ann", "2025-03"): 200, ("ann", "2026-02"): 107}


def test_weights_of_a_quota_are_for_the_periods_of_the_own_year() -> None:
    own = "quota: {amount: 1000, per: year, basis: to_date, weights: [40%, 30%, 20%, 10%]}, target: 100, "
    plan = PLAN % f"period: quarter, {own} pays: {{steps: [{{from: 100%, pays: 100%}}]}}"
    text = "id date amount payee\na 2026-04-05 400 ann\nb 2026-04-05 400 bob\nc 2026-07-05 300 ann"
    result = run(plan, text, participants="payee hired_on\nann 2024-05-10\nbob 2024-02-10")
    cells = result.ledger.cells["c"]
    assert [cells[0, calendar.Calendar("quarter").parse(q)].quota for q in ("2026-Q2", "2026-Q3")] == [400_00, 700_00]
    assert cells[1, calendar.Calendar("quarter").parse("2026-Q2")].quota == 700_00


def test_what_only_the_history_knows_counts_in_its_own_year() -> None:
    text = "id date amount payee\nb 2026-05-05 1000 ann"
    history = "payee component period credit amount\nann c 2026-03 900 90\nann c 2026-04 900 90"
    result = run(PLAN % TIERS, text, history=history, participants="payee hired_on\nann 2020-04-15")
    assert by_period(result) == {("ann", "2026-05"): 10 + 180}


def test_a_cap_is_reached_over_the_own_year() -> None:
    text = "id date amount payee\na 2026-03-05 1000 ann\nb 2026-04-05 1000 ann\nc 2026-05-05 1000 ann"
    plan = PLAN % "cap: {payout: 150}, pays: {rate: 10%}"
    result = run(plan, text, participants="payee hired_on\nann 2020-04-15")
    assert by_period(result) == {("ann", "2026-03"): 100, ("ann", "2026-04"): 100, ("ann", "2026-05"): 50}


def test_where_nobody_says_when_a_payee_was_hired_nothing_is_paid_and_it_is_told() -> None:
    text = "id date amount payee\na 2026-03-05 1000 ann\nb 2026-03-05 1000 bob"
    result = run(PLAN % TIERS, text, participants="payee hired_on\nann 2020-04-15\nbob -")
    assert by_period(result) == {("ann", "2026-03"): 100, ("bob", "2026-03"): 0}
    told = [(p.table, p.code, p.message) for p in result.problems]
    assert told == [("participants", "no-value", "hired_on is not known for bob in 2026-03; c is not paid until it is")]


@pytest.mark.parametrize("changed", ["2026-03-06", "2026-04-06", "2026-05-06"])
def test_a_changed_transaction_pays_the_own_year_anew_as_a_full_run_does(changed: str) -> None:
    plan, _ = parse_plan(f"plan: p\ncurrency: USD\ncomponents:\n{PLAN % TIERS}")
    rows: list[dict[str, Any]] = [
        {"id": f"{name}{month}", "date": f"2026-0{month}-06", "amount": "700", "payee": name}
        for name in ("ann", "bob")
        for month in (3, 4, 5)
    ]
    tables = {"participants": table("payee hired_on\nann 2020-04-15\nbob 2020-01-01")}
    store = Store(plan, {"transactions": rows, **tables})
    other = [row | {"amount": "5000"} if row["date"] == changed else row for row in rows]
    change = store.apply([row for row in other if row["date"] == changed])
    assert change.digest == calculate(plan, {"transactions": other, **tables}).digests()["output"]


@pytest.mark.parametrize("own", ["", "period: period, "])
def test_all_time_as_one_period_has_no_years_of_service(own: str) -> None:
    with pytest.raises(PlanRefused, match="has no years of service"):
        parse_plan(f"plan: p\ncurrency: USD\nperiod: once\ncomponents:\n{PLAN % (own + TIERS)}")


class _Away(Duck):
    """An engine that keeps the credits, as one in another process does."""

    in_process = False


def test_an_engine_that_keeps_the_credits_pays_the_same() -> None:
    plan, _ = parse_plan(f"plan: p\ncurrency: USD\ncomponents:\n{PLAN % TIERS}")
    rows = [{"id": str(m), "date": f"2026-{m:02d}-06", "amount": "700", "payee": "ann"} for m in range(1, 13)]
    tables = {"transactions": rows, "participants": table("payee hired_on\nann 2020-04-15")}
    assert calculate(plan, tables, engine=_Away()).digests() == calculate(plan, tables).digests()


@given(DAYS, DAYS)
def test_a_day_lies_in_the_year_of_service_that_its_completed_years_name(hired: int, day: int) -> None:
    begin = calendar.service_year(hired, day)
    years = whole_months(calendar.day_of(hired), calendar.day_of(day)) // 12
    assert begin == calendar.add_months(hired, 12 * years)
    assert begin <= day < calendar.add_months(hired, 12 * (years + 1))
