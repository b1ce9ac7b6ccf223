"""Whatever a plan says and whatever changes, in any order: the store pays what a full run pays, and re-pays no others."""

from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from cadre.compensation.engine.store_changes import NeedsFullRun
from tests.compensation.scenarios import (
    FAR,
    PAYEES,
    START,
    engine_lines,
    engine_paid,
    engine_settled,
    plans,
    scenarios,
    tables,
)
from tests.reference.compensation import Scenario

TABLES = ("splits", "assignments", "tree", "participants", "quotas", "measures", "leave", "events", "receipts", "rates")
days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.booleans())
def test_any_change_of_any_plan_equals_a_full_run(data: Any, wide: bool) -> None:
    plan, teams = data.draw(plans(wide=wide))
    scenario, other = data.draw(scenarios(teams, wide=wide)), data.draw(scenarios(teams, wide=wide))
    if data.draw(st.integers(0, 3)) == 0:
        scenario.tree, other.tree = [], []
    store = Store(plan, tables(scenario))
    for _ in range(data.draw(st.integers(1, 4))):
        before = deepcopy(scenario)
        change = data.draw(st.sampled_from([_transaction, _table]))
        store = change(data, plan, store, scenario, other)
        full = _full(plan, scenario)
        if full is None:
            scenario = before
            continue
        _same(store, full)


def _same(store: Store, full: Any) -> None:
    assert engine_paid(store.result) == engine_paid(full)
    assert store.result.balances == full.balances
    whole = store.full_result()
    assert engine_lines(whole) == engine_lines(full)
    assert engine_settled(whole) == engine_settled(full)
    assert store.digest() == full.digests()["output"]


def _full(plan: Plan, scenario: Scenario) -> Any:
    try:
        return calculate(plan, tables(scenario))
    except InputsRefused:
        return None


def _transaction(data: Any, plan: Plan, store: Store, scenario: Scenario, other: Scenario) -> Store:
    """A transaction is new, changed or deleted; its splits stay or go."""
    how = data.draw(st.sampled_from(["new", "changed", "deleted"]))
    held = data.draw(st.sampled_from(scenario.transactions))
    drawn = data.draw(st.sampled_from(other.transactions))
    row = {**drawn, "id": f"n{drawn['id']}" if how == "new" else held["id"]}
    if how == "changed" and data.draw(st.booleans()):
        row = {**held, "amount": row["amount"]}
    if how == "deleted" and len(scenario.transactions) == 1:
        how = "changed"
    rest = [one for one in scenario.transactions if one["id"] != row["id"]]
    keeps = how != "deleted" and data.draw(st.booleans())
    splits = [one for one in scenario.splits if one["transaction"] == row["id"] and keeps]
    scenario.splits = [one for one in scenario.splits if one["transaction"] != row["id"]] + splits
    scenario.transactions = rest if how == "deleted" else [*rest, row]
    one = Scenario()
    one.transactions, one.splits = [row], splits
    changed = tables(one)
    bound = store.calculation.payees_of({row["id"]})
    try:
        change = (
            store.apply(deletes=[row["id"]])
            if how == "deleted"
            else store.apply(changed["transactions"], splits=changed.get("splits"))
        )
    except NeedsFullRun:
        event("calculated again")
        return _again(plan, store, scenario)
    event(f"transaction {how}")
    if _alone(plan):
        bound |= store.calculation.payees_of({row["id"]})
        assert {payee for _, payee, _ in change.touched} <= bound
    return store


def _alone(plan: Plan) -> bool:
    """Whether nobody's pay depends on others' transactions."""
    formulas = any(formula.groups for formula in plan.formulas.values())
    return not formulas and not any(
        component.readings or component.pays.among_all or component.cap.budget for component in plan.components
    )


def _again(plan: Plan, store: Store, scenario: Scenario) -> Store:
    try:
        return Store(plan, tables(scenario))
    except InputsRefused:
        return store


def _table(data: Any, plan: Plan, store: Store, scenario: Scenario, other: Scenario) -> Store:
    """A table is exchanged whole, or one of its rows is changed, ended or taken out."""
    there = [name for name in TABLES if getattr(scenario, name)]
    names = data.draw(st.sets(st.sampled_from(there), min_size=1, max_size=2))
    kept = deepcopy(scenario)
    for name in sorted(names):
        rows = getattr(scenario, name)
        if data.draw(st.booleans()) and getattr(other, name):
            setattr(scenario, name, deepcopy(getattr(other, name)))
        elif isinstance(rows, dict):
            key = data.draw(st.sampled_from(sorted(rows)))
            if name == "rates":
                scenario.rates = {**rows, key: [(day, value + Fraction(1, 8)) for day, value in rows[key]]}
            else:
                rows[key] = Fraction(data.draw(st.sampled_from([0, 1, 70, 300]))) / (100 if name == "measures" else 1)
        else:
            _row(data, name, rows)
    if scenario.splits:
        known = {one["id"] for one in scenario.transactions}
        scenario.splits = [one for one in scenario.splits if one["transaction"] in known]
    given_tables = tables(scenario)
    fresh = {name: given_tables[name] for name in names if name in given_tables}
    if set(fresh) != names:
        scenario.__dict__.update(kept.__dict__)
        return store
    event(f"tables {', '.join(sorted(names))}")
    try:
        store.replace(**fresh)
    except NeedsFullRun:
        event("calculated again")
        return _again(plan, store, scenario)
    except InputsRefused:
        assert _full(plan, scenario) is None
    return store


def _row(data: Any, name: str, rows: list[dict[str, Any]]) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place] = dict(rows[place])
    how = data.draw(st.sampled_from(["out", "ended", "other", "added"]))
    if how == "out" and len(rows) > 1:
        del rows[place]
    elif how == "ended" and "to" in row:
        day = data.draw(days)
        row["to"] = day if row["from"] < day else row["to"]
        if data.draw(st.booleans()) and row["from"] < day and name in ("participants", "tree"):
            rows.append({**row, "from": day, "to": FAR, **_other(data, name, row)})
    elif how == "added" and name in ("leave", "events", "receipts"):
        rows.append(dict(row, **_other(data, name, row)))
    else:
        row.update(_other(data, name, row))


def _other(data: Any, name: str, row: dict[str, Any]) -> dict[str, Any]:
    if name == "participants":
        return {"team": data.draw(st.sampled_from(["north", "south"])) if row["team"] else ""}
    if name == "tree":
        return {"manager": data.draw(st.sampled_from([one for one in PAYEES[2:] if one > row["payee"]] or ["eve"]))}
    if name in ("assignments", "splits"):
        return {"payee": data.draw(st.sampled_from(PAYEES[:4]))}
    if name == "leave":
        end: date = row["to"]
        return {"to": end + timedelta(days=20)}
    return {"date": data.draw(days)}
