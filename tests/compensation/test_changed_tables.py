"""A new table of assignments, splits, reporting lines, people, quotas or measures re-pays what it touches, like a full run."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from cadre.compensation.engine.store_changes import NeedsFullRun
from tests.compensation.scenarios import engine_lines, engine_paid, plans, scenarios, tables

CHANGING = ("assignments", "splits", "tree", "participants", "quotas", "measures")
LATE = """
plan: p
currency: USD
clawback: [{on: return, within: 90 days}]
components:
  - id: own
    quota: 1000
    pays: {marginal: [{to: 100%, rate: 10%}, {rate: 20%}]}
    pay: [{share: 50%}, {share: 50%, on: paid_on}]
  - id: lead
    credit: {roll_up: {levels: 1}}
    pays: {rate: 1%}
"""


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_changed_tables_equal_a_full_run(data: Any) -> None:
    plan, teams = data.draw(plans())
    first, second = tables(data.draw(scenarios(teams))), tables(data.draw(scenarios(teams)))
    store = Store(plan, first)
    for names in data.draw(st.lists(st.sets(st.sampled_from(CHANGING), min_size=1), min_size=1, max_size=2)):
        fresh = {name: second[name] for name in names if name in second and name in first}
        try:
            store.replace(**fresh)
        except NeedsFullRun:
            continue
        first = {**first, **fresh}
        full = calculate(plan, first)
        assert store.digest() == full.digests()["output"]
        assert engine_paid(store.result) == engine_paid(full)
        assert engine_lines(store.full_result()) == engine_lines(full)
        assert [vars(p) for p in store.result.problems] == [vars(p) for p in full.problems]


def _late_inputs(amounts: list[int], paid: list[int]) -> dict[str, Any]:
    people = ["ann", "bob", "cho"]
    rows = [
        {
            "id": f"t{i}",
            "date": f"2026-0{1 + i % 3}-05",
            "amount": str(amount),
            "payee": people[i % 3],
            "paid_on": f"2026-04-{day:02d}",
        }
        for i, (amount, day) in enumerate(zip(amounts, paid, strict=True))
    ]
    events = [{"transaction": "t0", "kind": "return", "date": "2026-03-20"}]
    tree = [{"payee": name, "manager": "cho"} for name in people[:2]]
    return {"transactions": rows, "events": events, "tree": tree}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(-900, 3000), st.integers(1, 28)), min_size=3, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(-900, 3000), st.integers(1, 28)), min_size=1, max_size=3),
)
def test_late_pay_and_clawback_of_a_changed_transaction_equal_a_full_run(
    rows: list[tuple[int, int]], changes: list[tuple[int, int, int]]
) -> None:
    plan, _ = parse_plan(LATE)
    inputs = _late_inputs([amount for amount, _ in rows], [day for _, day in rows])
    store = Store(plan, inputs)
    for place, amount, day in changes:
        number = place % len(rows)
        inputs["transactions"][number] = {
            **inputs["transactions"][number],
            "amount": str(amount),
            "paid_on": f"2026-04-{day:02d}",
        }
        store.apply([inputs["transactions"][number]])
        full = calculate(plan, inputs)
        assert store.digest() == full.digests()["output"]
        assert engine_paid(store.result) == engine_paid(full)
        assert store.result.balances == full.balances
        assert engine_lines(store.full_result()) == engine_lines(full)


def test_a_table_that_cannot_be_used_leaves_the_store_as_it_was() -> None:
    plan, _ = parse_plan(LATE)
    inputs = _late_inputs([100, 200, 300], [1, 2, 3])
    store = Store(plan, inputs)
    before = store.digest()
    with pytest.raises(NeedsFullRun):
        store.replace(tree=[{"payee": "ann", "manager": "new"}])
    with pytest.raises(ValueError, match="manager"):
        store.replace(tree=[{"payee": "ann"}])
    assert store.digest() == before
    assert store.apply([]).differences == {}


def test_after_another_table_changed_who_is_not_in_the_plan_yet_is_still_not_paid() -> None:
    plan, _ = parse_plan(LATE)
    inputs = _late_inputs([100, 200, 300], [1, 2, 3])
    inputs["participants"] = [{"payee": "ann", "from": "2026-02-15"}, {"payee": "bob"}, {"payee": "cho"}]
    store = Store(plan, inputs)
    store.replace(events=[])
    inputs["transactions"].append({**inputs["transactions"][0], "id": "n"})
    store.apply([inputs["transactions"][-1]])
    full = calculate(plan, {**inputs, "events": []})
    assert engine_lines(store.full_result()) == engine_lines(full)
    assert store.digest() == full.digests()["output"]
