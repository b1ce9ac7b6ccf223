"""A changed transaction re-pays only what it touches, and the result equals a full run."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from cadre.compensation.engine.store_changes import NeedsFullRun
from tests.compensation.scenarios import engine_lines, engine_paid, engine_settled, plans, scenarios, tables

PLAN = """
plan: p
currency: USD
components:
  - id: own
    quota: 1000
    pays: {marginal: [{to: 100%, rate: 10%}, {rate: 20%}]}
  - id: team
    credit: {team: true}
    quota: 2000
    gates: [{attainment: own, of: team, at_least: 50%}]
    pays: {rate: 1%}
"""
ROWS = [
    {"id": "a", "date": "2026-01-05", "amount": "900", "payee": "ann"},
    {"id": "b", "date": "2026-01-06", "amount": "300", "payee": "bob"},
    {"id": "c", "date": "2026-02-07", "amount": "500", "payee": "ann"},
]
PEOPLE = [{"payee": "ann", "team": "north"}, {"payee": "bob", "team": "north"}]


def _full(rows: list[dict[str, str]]) -> Any:
    return calculate(parse_plan(PLAN)[0], {"transactions": rows, "participants": PEOPLE})


def test_a_change_through_a_team_gate_equals_a_full_run() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    changed = {**ROWS[1], "amount": "1500"}
    change = store.apply([changed])
    full = _full([ROWS[0], changed, ROWS[2]])
    assert change.digest == full.digests()["output"]
    assert engine_paid(store.result) == engine_paid(full)
    assert change.differences == {("ann", "2026-01"): 1200, ("bob", "2026-01"): 18200}


def test_what_would_this_transaction_add_changes_nothing() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    before = store.digest()
    change = store.estimate({"id": "z", "date": "2026-02-20", "amount": "1000", "payee": "ann"})
    assert change.differences[("ann", "2026-02")] == 15000 + 1000 - 0 + 500
    assert store.digest() == before
    assert store.apply([]).differences == {}


def test_a_deleted_transaction_leaves_no_trace() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    assert store.apply(deletes=["b"]).digest == _full([ROWS[0], ROWS[2]]).digests()["output"]


def test_credits_written_again_in_order_take_further_changes() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    first, second = {**ROWS[0], "amount": "100"}, {**ROWS[1], "amount": "1500"}
    store.apply([first])
    store.compact()
    assert store.apply([second]).digest == _full([first, second, ROWS[2]]).digests()["output"]


def test_a_new_payee_needs_a_full_run() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    with pytest.raises(NeedsFullRun):
        store.apply([{"id": "z", "date": "2026-02-20", "amount": "1", "payee": "new"}])


def test_a_new_quota_repays_the_lines_it_changes() -> None:
    plan, _ = parse_plan(PLAN.replace("quota: 1000", "quota: input"))
    quotas = [{"payee": name, "period": m, "quota": "1000"} for name in ("ann", "bob") for m in ("2026-01", "2026-02")]
    store = Store(plan, {"transactions": ROWS, "participants": PEOPLE, "quotas": quotas})
    quotas[0]["quota"] = "500"
    change = store.replace(quotas=quotas)
    full = calculate(plan, {"transactions": ROWS, "participants": PEOPLE, "quotas": quotas})
    assert change.digest == full.digests()["output"]


@pytest.mark.parametrize("how", ["nearest", "down", "up"])
def test_the_line_that_rounds_pay_changes_with_what_it_rounds(how: str) -> None:
    plan, _ = parse_plan(PLAN.replace("components:", f"round_to: 10\nround: {how}\ncomponents:"))
    store = Store(plan, {"transactions": ROWS, "participants": PEOPLE})
    for amount in ("1503.33", "900.01", "1000"):
        changed = {**ROWS[1], "amount": amount}
        change = store.apply([changed])
        full = calculate(plan, {"transactions": [ROWS[0], changed, ROWS[2]], "participants": PEOPLE})
        assert change.digest == full.digests()["output"]
        assert engine_settled(store.full_result()) == engine_settled(full)
    assert {line[2] for line in engine_settled(full)} <= {"rounded"}


@pytest.mark.parametrize("formula", ["nth(payee, 'month')", "running(amount, payee, 'year')"])
def test_a_formula_over_other_transactions_pays_those_anew_that_a_change_moves(formula: str) -> None:
    text = PLAN.replace("components:", f'columns: {{place: "{formula}"}}\ncomponents:')
    plan, _ = parse_plan(text.replace("  - id: own\n", "  - id: own\n    measure: {value: place, unit: money}\n"))
    rows = [*ROWS, {"id": "d", "date": "2026-01-20", "amount": "100", "payee": "ann"}]
    store = Store(plan, {"transactions": rows, "participants": PEOPLE})
    for change in (
        store.apply([{**rows[0], "amount": "1"}]),
        store.apply([{**rows[0], "payee": "bob"}]),
        store.apply(deletes=["a"]),
    ):
        assert {payee for _, payee, _ in change.touched} <= {0, 1}
    full = calculate(plan, {"transactions": rows[1:], "participants": PEOPLE})
    assert store.digest() == full.digests()["output"]
    assert engine_lines(store.full_result()) == engine_lines(full)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_incremental_equals_full(data: Any) -> None:
    plan, teams = data.draw(plans())
    scenario, other = data.draw(scenarios(teams)), data.draw(scenarios(teams))
    store = Store(plan, tables(scenario))
    for drawn in other.transactions[:3]:
        fresh = data.draw(st.booleans())
        row = {**drawn, "id": f"n{drawn['id']}" if fresh else drawn["id"]}
        splits = [] if fresh else [s for s in scenario.splits if s["transaction"] == row["id"]]
        texts = [{**s, "share": f"{s['share'].numerator}/{s['share'].denominator}"} for s in splits]
        given_row = {**row, "amount": f"{float(row['amount']):.2f}", "date": str(row["date"])}
        try:
            store.apply([given_row], splits=texts or None)
        except NeedsFullRun:
            return
        scenario.transactions = [one for one in scenario.transactions if one["id"] != row["id"]] + [row]
        full = calculate(plan, tables(scenario))
        ledger = store.calculation.ledger
        if (full.ledger.first_day, full.ledger.end_day) != (ledger.first_day, ledger.end_day):
            return
        assert store.digest() == full.digests()["output"]
        assert engine_paid(store.result) == engine_paid(full)
        assert engine_lines(store.full_result()) == engine_lines(full)
        assert engine_settled(store.full_result()) == engine_settled(full)


POOL = """
plan: p
currency: USD
components:
  - id: pool
    pays: {pool: {amount: 100, by: equal, among: everyone}}
"""


def test_the_cent_that_is_left_over_of_a_pool_goes_where_a_full_run_gives_it() -> None:
    plan, _ = parse_plan(POOL)
    rows = [{**ROWS[0], "id": name, "payee": name} for name in ("ann", "bob", "cho")]
    store = Store(plan, {"transactions": rows})
    changed = {**rows[0], "amount": "77"}
    store.apply([changed])
    full = calculate(plan, {"transactions": [changed, *rows[1:]]})
    assert engine_paid(store.result) == engine_paid(full)
    assert sorted(engine_paid(full).values()) == [3333, 3333, 3334]


BUDGET = """
plan: p
currency: USD
components:
  - id: own
    cap: {budget: 100}
    pays: {rate: 10%}
  - id: year
    cap: {payout: 30, per: year}
    pays: {rate: 5%}
"""


def test_a_change_before_the_others_leaves_them_less_of_a_shared_budget_and_of_a_yearly_cap() -> None:
    plan, _ = parse_plan(BUDGET)
    store = Store(plan, {"transactions": ROWS})
    changed = {**ROWS[0], "amount": "950"}
    change = store.apply([changed])
    full = calculate(plan, {"transactions": [changed, *ROWS[1:]]})
    assert change.digest == full.digests()["output"]
    assert engine_lines(store.full_result()) == engine_lines(full)
    assert change.differences == {("ann", "2026-01"): 500, ("bob", "2026-01"): -500}


def test_a_split_of_an_unmoved_transaction_stands_once_after_a_change_of_its_group() -> None:
    text = PLAN.replace("components:", "columns: {place: \"nth(account, 'year')\"}\ncomponents:")
    plan, _ = parse_plan(text.replace("  - id: own\n", "  - id: own\n    measure: {value: place, unit: money}\n"))
    rows = [{**row, "account": "x"} for row in ROWS]
    splits = [{"transaction": "a", "payee": name, "share": "50%"} for name in ("ann", "bob")]
    store = Store(plan, {"transactions": rows, "participants": PEOPLE, "splits": splits})
    people = [PEOPLE[0], {"payee": "bob", "team": "south"}]
    store.apply([{**rows[2], "amount": "7"}])
    store.replace(participants=people)
    full = calculate(
        plan, {"transactions": [*rows[:2], {**rows[2], "amount": "7"}], "participants": people, "splits": splits}
    )
    assert store.digest() == full.digests()["output"]


def test_a_customer_of_a_later_transaction_can_be_assigned_afterwards() -> None:
    plan, _ = parse_plan(PLAN.replace("- id: own", "- id: own\n    credit: {by: account}"))
    rows = [{**row, "account": "x"} for row in ROWS]
    held = [{"account": "x", "payee": "ann"}]
    store = Store(plan, {"transactions": rows, "participants": PEOPLE, "assignments": held})
    new = {**rows[0], "id": "n", "account": "y"}
    store.apply([new])
    held.append({"account": "y", "payee": "bob"})
    store.replace(assignments=held)
    full = calculate(plan, {"transactions": [*rows, new], "participants": PEOPLE, "assignments": held})
    assert store.digest() == full.digests()["output"]


def test_who_is_named_no_more_has_no_draw_left() -> None:
    plan, _ = parse_plan(PLAN + "draw: {amount: 100, recoverable: false}\n")
    store = Store(plan, {"transactions": ROWS})
    with pytest.raises(NeedsFullRun, match="bob"):
        store.apply(deletes=["b"])
    assert store.apply([{**ROWS[1], "amount": "5"}]).differences == {}


def test_changed_splits_by_role_credit_like_in_a_full_run() -> None:
    plan, _ = parse_plan(PLAN.replace("- id: own", "- id: own\n    credit: {by: account, roles: [ae]}"))
    rows = [{**row, "account": "x"} for row in ROWS]
    people = [{"payee": "ann", "role": "ae"}, {"payee": "bob", "role": "se"}]
    held = [{"account": "x", **one, "share": "50%"} for one in reversed(people)]
    tables = {"participants": [{**one, "team": "north"} for one in people], "assignments": held}
    store = Store(plan, {"transactions": rows, **tables})
    splits = [{"transaction": "a", **one, "share": "50%"} for one in people]
    store.apply([rows[0]], splits=splits)
    full = calculate(plan, {"transactions": rows, "splits": splits, **tables})
    assert engine_lines(store.full_result()) == engine_lines(full)


def test_the_last_transaction_of_the_last_period_takes_its_period_with_it() -> None:
    store = Store(parse_plan(PLAN)[0], {"transactions": ROWS, "participants": PEOPLE})
    before = store.digest()
    with pytest.raises(NeedsFullRun, match="periods"):
        store.apply(deletes=["c"])
    assert store.digest() == before
    assert store.apply([{**ROWS[2], "date": "2026-02-28"}]).differences == {}
