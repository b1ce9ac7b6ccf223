"""Bad input is refused or reported with its row and the reason; nothing is guessed."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from cadre.compensation.engine.cli import main
from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.plan.loading import PlanRefused, json_schema, parse_plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.run import calculate

FLAT = "plan: p\ncurrency: USD\n%scomponents:\n  - {id: c, pays: {rate: 10%%}}\n"


def flat(rows: Any, head: str = "", **more: Any) -> Result:
    """A flat plan on some transactions."""
    return calculate(parse_plan(FLAT % head)[0], {"transactions": rows, **more})


def found(result: Result) -> list[tuple[str, int, str]]:
    """Problems as table, row, code."""
    return [(p.table, p.row, p.code) for p in result.problems]


def one(**cells: Any) -> dict[str, Any]:
    """A good transaction with some cells changed."""
    return {"id": "a", "date": "2026-01-05", "amount": "100", "payee": "ann", **cells}


GOOD = one(id="good")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (one(amount="NaN"), "bad-number"),
        (one(amount="1e3"), "bad-number"),
        (one(amount="12,34"), "bad-number"),
        (one(amount="10.001"), "bad-number"),
        (one(amount="10000000000000.01"), "bad-number"),
        (one(amount=""), "bad-number"),
        (one(date="03/04/2026"), "bad-date"),
        (one(date="2026-02-30"), "bad-date"),
        (one(date=""), "bad-date"),
        (one(id=""), "no-id"),
        (one(payee=""), "nobody"),
        (one(currency="EUR"), "no-rate"),
        (one(currency="EURO"), "currency"),
    ],
)
def test_a_bad_row_is_reported_with_its_row_and_left_out(bad: dict[str, Any], code: str) -> None:
    rows = [{"currency": "USD", **GOOD}, {"currency": "USD", **bad}]
    result = flat(rows)
    assert found(result) == [("transactions", 2, code)]
    assert result.paid() == {"ann": 1000}


@pytest.mark.parametrize(
    "text", ["2026-01-05", "2026/1/5", "20260105", "2026年1月5日", "05.01.2026", "31/01/2026", "2026-01-05T10:00:00"]
)
def test_dates_are_read_in_several_forms(text: str) -> None:
    assert flat([one(date=text)]).paid() == {"ann": 1000}


def test_repeated_ids_are_all_left_out() -> None:
    result = flat([GOOD, one(), one(amount="7")])
    assert found(result) == [("transactions", 2, "duplicate-id"), ("transactions", 3, "duplicate-id")]
    numbers = pa.table({"id": [1, 2, 2], "date": ["2026-01-05"] * 3, "amount": [1.5, 2.5, 2.5], "payee": ["ann"] * 3})
    assert flat(numbers).paid() == {"ann": 15}


def test_negative_amounts_and_the_largest_amount_are_exact() -> None:
    result = flat([one(amount="-100.05"), one(id="b", amount="9999999999999.99")], "negative: owe\n")
    assert result.paid() == {"ann": -1001 + 100_000_000_000_000}


def test_floats_that_are_not_numbers_or_have_more_decimals_are_refused() -> None:
    table = pa.table(
        {"id": ["a", "b", "c"], "date": ["2026-01-05"] * 3, "amount": [0.1, float("nan"), 0.001], "payee": ["ann"] * 3}
    )
    assert found(flat(table)) == [("transactions", 2, "bad-number"), ("transactions", 3, "bad-number")]


def test_a_transaction_before_the_plan_began() -> None:
    result = flat([GOOD, one(date="2025-12-31")], "from: 2026-01-01\n")
    assert found(result) == [("transactions", 2, "before-plan")]


def test_a_payee_without_plan() -> None:
    result = flat([GOOD, one(payee="bob")], participants=[{"payee": "ann"}])
    assert found(result) == [("participants", 0, "not-in-plan")]
    assert result.paid() == {"ann": 1000}


@pytest.mark.parametrize("quota", ["0", "-5", "x", ""])
def test_a_quota_of_zero_or_none(quota: str) -> None:
    plan, _ = parse_plan(
        "plan: p\ncurrency: USD\ncomponents:\n  - {id: c, quota: input, pays: {marginal: [{to: 100%, rate: 1%}, {rate: 2%}]}}"
    )
    result = calculate(
        plan, {"transactions": [GOOD], "quotas": [{"payee": "ann", "period": "2026-01", "quota": quota}]}
    )
    assert ("quotas", 1) in [(p.table, p.row) for p in result.problems]
    assert "no-quota" in [p.code for p in result.problems]
    assert result.paid() == {"ann": 0}


def test_a_million_rows_with_one_bad_row() -> None:
    count = 1_000_000
    amounts = np.full(count, 12.5)
    amounts[777_777] = np.nan
    table = pa.table(
        {
            "id": np.arange(count),
            "date": pa.array(np.full(count, 20_500, np.int32)).cast(pa.date32()),
            "amount": amounts,
            "payee": pa.array(["ann"]).take(pa.array(np.zeros(count, np.int32))),
        }
    )
    result = flat(table)
    assert found(result) == [("transactions", 777_778, "bad-number")]
    assert result.paid() == {"ann": 125 * (count - 1)}


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([{"id": "a", "amount": "1", "payee": "x"}], "date is missing"),
        ([{"id": "a", "date": "2026-01-01", "payee": "x"}], "'amount'"),
    ],
)
def test_a_missing_column_is_refused(rows: Any, text: str) -> None:
    with pytest.raises(InputsRefused, match=text):
        flat(rows)


BAD_PLANS = [
    ("marginal: [{to: 100, rate: 1%}, {from: 50, to: 200, rate: 2%}, {rate: 3%}]", "overlap", 6),
    ("marginal: [{to: 100, rate: 1%}, {from: 150, rate: 2%}]", "nothing is said between 100 and 150", 6),
    ("marginal: [{from: 10, rate: 1%}]", "nothing is said below 10", 6),
    ("marginal: [{to: 100%, rate: 1%}, {rate: 2%}]", "without a quota", 6),
    ("marginal: [{rate: 1%}, {rate: 2%}]", "only the last tier", 6),
    ("rate: 8", "percent sign", 6),
    ("rate: -8%", "cannot be negative", 6),
    ("rate: 8%\n      steps: [{from: 1, amount: 2}]", "name exactly one of", 5),
    ("of: target\n      rate: 100%", "no target", 5),
    ("amount: 10.001", "more decimals than USD", 6),
    ("rats: 8%", "Did you mean 'rates'", 6),
]


@pytest.mark.parametrize(("pays", "text", "line"), BAD_PLANS)
def test_a_wrong_plan_is_refused_at_its_line(pays: str, text: str, line: int) -> None:
    with pytest.raises(PlanRefused, match=text) as refused:
        parse_plan(f"plan: p\ncurrency: USD\ncomponents:\n  - id: c\n    pays:\n      {pays}\n")
    assert line in [finding.line for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("rest", "text"),
    [
        ("    gates: [{measure: csat, at_least: 4}]", "the plan has no measure 'csat'"),
        ("    gates: [{attainment: other, at_least: 4}]", "no component 'other'"),
        ("    gates: [{attainment: self, at_least: 4}]", "has no quota"),
        ("    gates: [{attainment: self}]", "say when the gate is open"),
        ("    weight: 80%", "the weights sum to 80%"),
        ("    pay: [{share: 40%}]", "the parts sum to 40%"),
        ("    quota: 0", "the quota is zero"),
        ("    multipliers: [{payout: self}]", "reads its own payout"),
        ("cap: 100\nguarantee: {amount: 200}", "the cap of 100 is below the guarantee of 200"),
        ("    quotas: 3", "the word 'quotas' is not known here. Did you mean 'quota'"),
        ("    credit: {shares: {a: 50%, b: 40%}}", "the shares by role sum to 90%"),
        ("from: 2026-02-01\nto: 2026-01-01", "ends before it begins"),
        ("clawback: [{on: a}, {on: a, within: 3 days}]", "never reached"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(rest: str, text: str) -> None:
    with pytest.raises(PlanRefused, match=text):
        parse_plan(f"plan: p\ncurrency: USD\ncomponents:\n  - id: c\n    pays: {{rate: 1%}}\n{rest}\n")


def test_components_that_read_each_other_are_refused() -> None:
    with pytest.raises(PlanRefused, match="circle"):
        parse_plan(
            "plan: p\ncurrency: USD\ncomponents:\n"
            "  - {id: a, multipliers: [{payout: b}], pays: {rate: 1%}}\n  - {id: b, multipliers: [{payout: a}], pays: {rate: 1%}}"
        )


def test_json_plans_and_the_schema() -> None:
    plan, _ = parse_plan('{"plan": "p", "currency": "USD", "components": [{"id": "c", "pays": {"rate": "10%"}}]}')
    assert plan == parse_plan(FLAT % "")[0]
    assert json_schema()["properties"]["components"]["type"] == "array"
    with pytest.raises(PlanRefused, match="line 2"):
        parse_plan('{"plan": "p",\n "currency": }')


def test_the_command_tells_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text(FLAT % "")
    (tmp_path / "transactions.csv").write_text("id;date;amount;payee\na;2026-01-05;100;ann\nb;2026-01-05;x;ann\n")
    arguments = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path)]
    assert main([*arguments, "--out", str(tmp_path / "out" / "lines.parquet")]) == 3
    assert "transactions row 2" in capsys.readouterr().err
    assert main(["explain", "1", "--lines", str(tmp_path / "out" / "lines.parquet"), "--language", "zh-Hant"]) == 0
    assert "ann" in capsys.readouterr().out
    assert main([*arguments, "--transactions", str(tmp_path / "nothing.csv")]) == 2
    assert "there is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("running(amount, account, 'year')", [100, 200]),
        ("nth(account)", [1, 2]),
        ("if(nth(account) < 2, 7, 9)", [7, 9]),
    ],
)
@pytest.mark.parametrize(
    "refused",
    [
        [one(id="x"), one(id="x")],
        [one(id="x", date="2026-13-40")],
        [one(id="x", currency="EUR")],
        [one(id="x", currency="?")],
    ],
)
def test_a_refused_row_has_no_place_and_adds_nothing_to_a_running_sum(
    formula: str, expected: list[int], refused: list[dict[str, Any]]
) -> None:
    text = f'plan: p\ncurrency: USD\ncolumns: {{s: "{formula}"}}\ncomponents:\n'
    plan, _ = parse_plan(text + "  - {id: c, measure: {value: s, unit: money}, pays: {rate: 100%}}\n")
    rows = [one(id="w"), *refused, one(id="z", date="2026-01-06")]
    result = calculate(plan, {"transactions": [{"currency": "", **row, "account": "acme"} for row in rows]})
    assert [amount // 100 for block in result.blocks for amount in block.column("amount").tolist()] == expected


def test_what_was_sold_before_the_plan_began_has_a_place_and_adds_to_a_running_sum() -> None:
    text = "plan: p\ncurrency: USD\nfrom: 2026-01-01\ncolumns: {n: nth(account), s: 'running(amount, account)'}\ncomponents:\n"
    text += "  - {id: n, measure: {value: n, unit: money}, pays: {rate: 100%}}\n"
    plan, _ = parse_plan(text + "  - {id: s, measure: {value: s, unit: money}, pays: {rate: 100%}}\n")
    rows = [one(id="old", date="2025-12-31"), one(id="new", date="2026-01-06")]
    result = calculate(plan, {"transactions": [{**row, "account": "acme"} for row in rows]})
    assert [amount // 100 for block in result.blocks for amount in block.column("amount").tolist()] == [2, 200]
    assert found(result) == [("transactions", 1, "before-plan")]


@pytest.mark.parametrize("label", ["2026-13", "2026-00", "2026-W54", "2026-Q5", "soon"])
def test_a_period_that_no_calendar_knows_is_refused_and_not_taken_for_another(label: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        calculate(parse_plan(FLAT % "")[0], {"transactions": [GOOD]}, period=label)
    result = flat([GOOD], quotas=[{"payee": "ann", "period": label, "quota": "5"}])
    assert found(result) == [("quotas", 1, "bad-period")]
