"""Amounts in other currencies are read at their own smallest unit and rounded once, after conversion."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadre.compensation.engine import amounts
from cadre.compensation.engine.explain.lines import explain_line
from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.line_columns import lines_table
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from tests.compensation.scenarios import engine_lines, reference_lines, tables
from tests.reference.compensation import Reference, Scenario

CASES = [
    ("JPY", "EUR", "1000.50", "163.27", 163352),
    ("JPY", "EUR", "-1000.50", "163.27", -163352),
    ("EUR", "JPY", "163352", "0.006125", 100053),
    ("JPY", "KWD", "1.505", "500", 753),
    ("JPY", "KWD", "-1.505", "500", -753),
    ("KWD", "JPY", "1000", "0.0019995", 2000),
    ("JPY", "EUR", "0.01", "50", 1),
    ("JPY", "EUR", "-0.01", "50", -1),
    ("USD", "JPY", "1000000000000000", "0.01", 10**15),
    ("JPY", "EUR", "10000000000000.00", "100", 10**15),
]


def plan_in(currency: str, rate: str = "100%") -> Any:
    return parse_plan(
        f"plan: p\ncurrency: {currency}\nnegative: owe\ncomponents:\n  - {{id: c, pays: {{rate: {rate}}}}}"
    )[0]


def inputs(currency: str, amount: str, rate: str) -> dict[str, Any]:
    row = {"id": "a", "date": "2026-01-05", "amount": amount, "currency": currency, "payee": "ann"}
    return {"transactions": [row], "rates": [{"currency": currency, "date": "2026-01-01", "rate": rate}]}


@pytest.mark.parametrize(("home", "currency", "amount", "rate", "value"), CASES)
def test_an_amount_is_rounded_once_after_conversion(
    home: str, currency: str, amount: str, rate: str, value: int
) -> None:
    result = calculate(plan_in(home), inputs(currency, amount, rate))
    assert not [p for p in result.problems if p.level == "error"]
    (row,) = lines_table(result).to_pylist()
    units = Decimal(10) ** {"JPY": 0, "KWD": 3}.get(home, 2)
    assert row["credit"] * units == value
    assert row["original_amount"] == Decimal(amount)
    assert (row["original_currency"], row["exchange_rate"]) == (currency, Decimal(rate))


@pytest.mark.parametrize(
    ("currency", "amount", "said"),
    [("EUR", "1000.5", "1,000.50 EUR"), ("KWD", "1.5", "1.500 KWD"), ("KRW", "1000", "1,000 KRW")],
)
def test_the_explanation_shows_the_original_at_its_own_decimals(currency: str, amount: str, said: str) -> None:
    result = calculate(plan_in("JPY"), inputs(currency, amount, "163.27"))
    assert f"{said} were converted at 163.27" in explain_line(lines_table(result).to_pylist()[0], "en")["text"]


@pytest.mark.parametrize(
    ("currency", "amount", "rate"), [("EUR", "1.005", "1"), ("KRW", "1.5", "1"), ("EUR", "10000000000000.00", "101")]
)
def test_too_many_decimals_for_its_own_currency_or_too_large_is_refused(currency: str, amount: str, rate: str) -> None:
    rows = inputs(currency, amount, rate)
    rows["transactions"].append({**rows["transactions"][0], "id": "b", "amount": "1"})
    result = calculate(plan_in("JPY"), rows)
    assert [(p.row, p.code) for p in result.problems] == [(1, "bad-number")]


@settings(max_examples=40, deadline=None)
@given(
    currency=st.sampled_from(["JPY", "EUR", "KWD"]),
    whole=st.integers(-(10**12), 10**12).filter(bool),
    rate=st.integers(1, 10**11),
)
def test_the_lines_equal_the_reference(currency: str, whole: int, rate: int) -> None:
    plan, digits = plan_in("USD", "12.5%"), amounts.minor_digits(currency)
    value, price = Fraction(whole, 10**digits), Fraction(rate, 10**9)
    cents = int(abs(value * price) * 100 + Fraction(1, 2)) * (1 if whole > 0 else -1)
    scenario = Scenario([{"id": "a", "date": date(2026, 1, 5), "amount": Fraction(cents, 100), "payee": "ann"}])
    given_in = inputs(currency, str(Decimal(whole).scaleb(-digits)), f"{Decimal(rate).scaleb(-9):f}")
    expected = reference_lines(Reference(plan, scenario).run())
    assert engine_lines(calculate(plan, given_in)) == expected
    assert engine_lines(calculate(plan, tables(scenario))) == expected


RATES = [{"currency": code, "date": "2026-01-01", "rate": rate} for code, rate in (("EUR", "163.27"), ("KWD", "500"))]


def in_units(**units: tuple[int, str]) -> pa.Table:
    """Transactions by id with amounts in the smallest units of their own currencies."""
    whole = pa.array([value for value, _ in units.values()], pa.int64())
    codes = [currency for _, currency in units.values()]
    dates, payees = ["2026-01-05"] * len(units), ["ann"] * len(units)
    return pa.table({"id": list(units), "date": dates, "amount_minor": whole, "currency": codes, "payee": payees})


def test_whole_smallest_units_of_a_foreign_row_are_those_of_its_own_currency() -> None:
    given_in = in_units(a=(100_050, "EUR"), b=(1505, "KWD"), c=(700, "JPY"))
    rows = lines_table(calculate(plan_in("JPY"), {"transactions": given_in, "rates": RATES})).to_pylist()
    assert [row["credit"] for row in rows] == [163_352, 753, 700]
    assert [row["original_amount"] for row in rows] == [Decimal("1000.5"), Decimal("1.505"), None]
    assert given_in["amount_minor"].to_pylist() == [100_050, 1505, 700]


@pytest.mark.parametrize("changed", [(1, "EUR"), (3125, "KWD"), (12, "JPY")])
def test_a_changed_foreign_row_of_a_store_is_converted_like_in_a_full_run(changed: tuple[int, str]) -> None:
    plan, held = plan_in("JPY"), {"a": (100_050, "EUR"), "b": (1505, "KWD"), "c": (700, "JPY")}
    for name in held:
        store = Store(plan, {"transactions": in_units(**held), "rates": RATES})
        change = store.apply(in_units(**{name: changed}))
        full = calculate(plan, {"transactions": in_units(**{**held, name: changed}), "rates": RATES})
        assert change.digest == full.digests()["output"]
        assert engine_lines(store.full_result()) == engine_lines(full)
        assert lines_table(store.full_result()).to_pylist() == lines_table(full).to_pylist()


def test_a_store_of_amounts_takes_no_smallest_units() -> None:
    store = Store(plan_in("JPY"), {**inputs("EUR", "1000.50", "163.27")})
    before = store.digest()
    with pytest.raises(InputsRefused, match="amount of the store is missing"):
        store.apply(in_units(a=(1, "EUR")))
    assert store.digest() == before


@pytest.mark.spark
def test_spark_equals_duckdb() -> None:
    pytest.importorskip("pyspark")
    from cadre.compensation.engine.spark import Spark

    spark = Spark("local[1]")
    try:
        for home, currency, amount, rate, _ in CASES:
            one, rows = plan_in(home), inputs(currency, amount, rate)
            assert calculate(one, rows, engine=spark).digests() == calculate(one, rows).digests()
    finally:
        spark.close()
