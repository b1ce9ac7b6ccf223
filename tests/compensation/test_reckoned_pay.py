"""What is taken back of pay is taken back of what was reckoned on it: an override on what the reports are paid."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from cadre.compensation.engine.explain.lines import explain_line
from cadre.compensation.engine.line_columns import lines_table
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from tests.compensation.test_plan_language import by_period, run, table
from tests.reference.compensation import Reference, Scenario
from tests.reference.exact import half_away
from tests.reference.periods import period_of

HEAD = "negative: owe\nclawback: [{on: return}]"
COMMISSION = "  - {id: commission, roles: [rep], pays: {rate: 10%}}\n"
OVERRIDE = (
    "  - {id: override, roles: [manager], measure: {reading: {payout: commission, of: reports}}, pays: {rate: 10%}"
)
SALES = "id date amount payee\n1 2026-01-05 5000 ann\n2 2026-02-05 3000 bob\n3 2026-01-06 2000 bob"
TREE = "payee manager\nann mia\nbob mia\nmia zoe"
PEOPLE = "payee role\nann rep\nbob rep\nmia manager\nzoe director"
WHOLE = "transaction kind date\n1 return 2026-02-10"
HALVES = "transaction kind date share\n1 return 2026-02-10 50%\n1 return 2026-03-10 50%"


def _run(more: str = "}", events: str = WHOLE, sales: str = SALES, head: str = HEAD, **inputs: str) -> Any:
    return run(COMMISSION + OVERRIDE + more, sales, head=head, tree=TREE, participants=PEOPLE, events=events, **inputs)


def _lines(result: Any) -> list[dict[str, Any]]:
    return list(lines_table(result).to_pylist())


def _of(result: Any, payee: str) -> dict[str, float]:
    return {period: paid for (name, period), paid in by_period(result).items() if name == payee and paid}


def test_the_override_on_a_sale_that_is_returned_is_taken_back_when_the_commission_is() -> None:
    result = _run()
    assert _of(result, "ann") == {"2026-01": 500, "2026-02": -500}
    assert _of(result, "mia") == {"2026-01": 70, "2026-02": 30 - 50}
    line = next(row for row in _lines(result) if row["payee"] == "mia" and row["kind"] == "clawback")
    assert (line["period"], line["paid_in"], line["transaction"], line["source"]) == ("2026-01", "2026-02", "1", "ann")


def test_two_halves_are_the_whole() -> None:
    assert _of(_run(events=HALVES), "mia") == {"2026-01": 70, "2026-02": 30 - 25, "2026-03": -25}


def test_no_more_is_taken_back_than_the_cap_let_be_paid() -> None:
    capped = ", cap: {payout: 55}}"
    assert _of(_run(capped), "mia") == {"2026-01": 55, "2026-02": 30 - 35}
    assert _of(_run(capped, events=HALVES), "mia") == {"2026-01": 55, "2026-02": 30 - 10, "2026-03": -25}


def test_room_below_a_cap_of_the_year_is_not_filled_again() -> None:
    assert _of(_run(", cap: {payout: 80, per: year}}"), "mia") == {"2026-01": 70, "2026-02": 10 - 50}


def test_what_is_held_back_is_cancelled_and_what_was_paid_is_taken_back() -> None:
    later = SALES + "\n4 2026-03-05 1000 bob"
    result = _run(", pay: [{share: 50%}, {share: 50%, at_end_of: quarter}]}", sales=later)
    assert _of(result, "mia") == {"2026-01": 35, "2026-02": 15 - 25, "2026-03": 5 + 35 + 15 + 5 - 25}
    kinds = [row["kind"] for row in _lines(result) if row["payee"] == "mia" and row["transaction"]]
    assert sorted(kinds) == ["cancelled", "clawback"]


def test_an_override_on_the_override_follows() -> None:
    above = (
        "\n  - {id: above, roles: [director], measure: {reading: {payout: override, of: reports}}, pays: {rate: 10%}}"
    )
    assert _of(_run("}" + above), "zoe") == {"2026-01": 7, "2026-02": 3 - 5}


def test_the_least_pay_stays() -> None:
    only = "id date amount payee\n1 2026-01-05 5000 ann\n2 2026-02-05 4000 bob"
    assert _of(_run(", minimum: 20}", sales=only), "mia") == {"2026-01": 50, "2026-02": 40 - 30}


def test_a_gate_is_not_decided_again() -> None:
    gated = ", gates: [{payout: commission, of: reports, at_least: 300}]}"
    assert _of(_run(gated), "mia") == {"2026-01": 70, "2026-02": 30 - 50}


def test_what_was_only_shown_is_not_taken_back() -> None:
    component = "  - {id: commission, roles: [rep], informational: true, pays: {rate: 10%}}\n"
    result = run(component + OVERRIDE + "}", SALES, head=HEAD, tree=TREE, participants=PEOPLE, events=WHOLE)
    assert _of(result, "ann") == {}
    assert _of(result, "mia") == {"2026-01": 70, "2026-02": 30 - 50}


def test_a_month_that_was_paid_is_not_paid_again_by_the_return() -> None:
    paid = "payee component period transaction amount\nann commission 2026-01 1 500\nbob commission 2026-01 3 200\n"
    plan = parse_plan(f"plan: p\ncurrency: USD\n{HEAD}\ncomponents:\n{COMMISSION}{OVERRIDE}}}")[0]
    given = {"transactions": SALES, "tree": TREE, "participants": PEOPLE, "events": WHOLE}
    history = table(paid + "mia override 2026-01 - 70")
    tables = {name: table(text) for name, text in given.items()} | {"history": history}
    result = calculate(plan, tables, closed_through="2026-01")
    assert _of(result, "mia") == {"2026-02": 30 - 50}
    assert _of(calculate(plan, tables, period="2026-02"), "mia") == {"2026-02": 30 - 50}


def test_a_changed_sale_gives_what_a_whole_run_gives() -> None:
    plan = parse_plan(f"plan: p\ncurrency: USD\n{HEAD}\ncomponents:\n{COMMISSION}{OVERRIDE}}}")[0]
    given = {"transactions": SALES, "tree": TREE, "participants": PEOPLE, "events": WHOLE}
    store = Store(plan, {name: table(text) for name, text in given.items()})
    changed = {"id": "3", "date": "2026-01-06", "amount": "4000", "payee": "bob"}
    change = store.apply([changed])
    rows = [row for row in table(SALES) if row["id"] != "3"]
    full = calculate(plan, {**{name: table(text) for name, text in given.items()}, "transactions": [*rows, changed]})
    assert change.digest == full.digests()["output"]
    assert change.differences == {("bob", "2026-01"): 20000, ("mia", "2026-01"): 2000}


@pytest.mark.parametrize(("language", "said"), [("en", "reckoned on"), ("zh-Hant", "計算"), ("zh-Hans", "计算")])
def test_the_line_says_on_whose_pay_it_was_reckoned(language: str, said: str) -> None:
    line = next(row for row in _lines(_run()) if row["payee"] == "mia" and row["kind"] == "clawback")
    text = explain_line(line, language)["text"]
    assert said in text
    assert "ann" in text


PAYEES = {"ann": "mia", "bob": "mia", "mia": "zoe"}
LAST = date(2026, 12, 31)


@st.composite
def _scenarios(draw: Any) -> Scenario:
    days = st.integers(0, 100).map(lambda n: date.fromordinal(date(2026, 1, 1).toordinal() + n))
    sales = [
        {"id": f"t{n}", "date": draw(days), "amount": Fraction(draw(st.integers(-30_000, 90_000)), 100), "payee": who}
        for n, who in enumerate(draw(st.lists(st.sampled_from(["ann", "bob", "mia"]), min_size=1, max_size=8)))
    ]
    found = Scenario(sales)
    found.tree = [
        {"payee": name, "manager": above, "from": date(2020, 1, 1), "to": date(2030, 1, 1)}
        for name, above in PAYEES.items()
    ]
    for sale in sales:
        for day in draw(st.lists(days, max_size=2, unique=True)):
            share = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)]))
            found.events.append({"transaction": sale["id"], "kind": "return", "date": day, "share": share})
    return found


def _below(name: str) -> set[str]:
    own = {one for one, above in PAYEES.items() if above == name}
    return own | {deeper for one in own for deeper in _below(one)}


def _expected(reference: Reference, cap: int) -> list[tuple[Any, ...]]:
    """Each override by hand: a tenth of what those below are left with, at most the cap, never more than before."""
    found = []
    for manager in ("mia", "zoe"):
        for month in sorted({line["period"] for line in reference.lines}):
            own = [line for line in reference.lines if line["period"] == month and line["payee"] in _below(manager)]
            left = sum(line["amount"] for line in own if line["kind"] == "earned")
            paid = now = min(half_away(Fraction(left, 10)), cap)
            if paid:
                found.append((manager, month, month, "bonus", paid))
            later = [line for line in own if line["kind"] in ("clawback", "cancelled")]
            order = sorted({(line["day"], line["tx"], "return") for line in later})
            for day, tx, _ in order:
                left += sum(line["amount"] for line in later if (line["day"], line["tx"]) == (day, tx))
                then = min(half_away(Fraction(left, 10)), cap)
                then = max(min(then, paid), 0) if paid > 0 else min(max(then, paid), 0)
                when = period_of("month", day).label
                kind = "clawback" if month <= when else "cancelled"
                if then != now:
                    found.append((manager, month, when if kind == "clawback" else month, kind, then - now))
                now = then
    return sorted(found)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_scenarios(), st.sampled_from([10**9, 2000]))
def test_every_taken_override_equals_one_worked_out_by_hand(scenario: Scenario, cap: int) -> None:
    head = f"plan: p\ncurrency: USD\n{HEAD}\ncomponents:\n"
    commission = "  - {id: commission, pays: {marginal: [{to: 500, rate: 10%}, {rate: 12.5%}]}}\n"
    override = OVERRIDE.replace("roles: [manager], ", "") + f", cap: {{payout: {cap // 100}}}}}"
    tables = {
        "transactions": [{k: str(float(v)) if k == "amount" else v for k, v in row.items()} for row in scenario.transactions],
        "events": [{**row, "share": f"{row['share'].numerator}/{row['share'].denominator}"} for row in scenario.events],
        "tree": scenario.tree,
    }  # fmt: skip
    note(str(tables))
    result = calculate(
        parse_plan(head + commission + override)[0], {name: rows for name, rows in tables.items() if rows}
    )
    reference = Reference(parse_plan(head + commission)[0], scenario).run()
    found = [
        (row["payee"], row["period"], row["paid_in"], row["kind"], int(Fraction(str(row["amount"])) * 100))
        for row in _lines(result)
        if row["component"] == "override"
    ]
    assert sorted(found) == _expected(reference, cap)
