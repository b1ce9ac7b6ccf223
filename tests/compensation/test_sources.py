"""One plan, the same rows from every kind of source, the same digest of what is paid."""

import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate

PLAN, _ = parse_plan(
    """
plan: p
negative: owe
currency: USD
columns: {profit: amount - cost}
components:
  - id: c
    measure: {value: profit, unit: money}
    pays: {rates: [{where: {product: a}, rate: 10%}, {rate: 5%}]}
"""
)
ROWS: list[dict[str, Any]] = [
    {"id": "t1", "date": "2026-01-05", "amount": "1234.50", "cost": "200", "product": "a", "payee": "ann"},
    {"id": "t2", "date": "2026-01-06", "amount": "99.99", "cost": "0.01", "product": "b", "payee": "bob"},
    {"id": "t3", "date": "2026-02-07", "amount": "-50", "cost": "0", "product": "a", "payee": "ann"},
]
PAID = {"ann": 103_45 - 5_00, "bob": 5_00}


def _csv(folder: Path, encoding: str = "utf-8", delimiter: str = ",", end: str = "\n") -> Path:
    path = folder / "transactions.csv"
    lines = [delimiter.join(ROWS[0]), *(delimiter.join(row.values()) for row in ROWS)]
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def _typed() -> list[dict[str, Any]]:
    """The rows as a program holds them."""
    return [
        {**row, "date": date.fromisoformat(row["date"]), "amount": Decimal(row["amount"]), "cost": float(row["cost"])}
        for row in ROWS
    ]


def _pandas(_: Path) -> Any:
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(_typed()).astype({"amount": float}).assign(date=lambda f: pandas.to_datetime(f["date"]))


def _polars(_: Path) -> Any:
    return pytest.importorskip("polars").DataFrame(_typed())


def _parquet(folder: Path) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(_typed()), folder / "transactions.parquet")
    return folder / "transactions.parquet"


def _duckdb(_: Path) -> Any:
    import duckdb

    rows = pa.Table.from_pylist(_typed())  # noqa: F841 - DuckDB finds it by its name
    return duckdb.connect().execute("SELECT * FROM rows")


def _cursor(_: Path) -> Any:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (id, date, amount, cost, product, payee)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in ROWS])
    return connection.execute("SELECT * FROM t")


SOURCES: dict[str, Callable[[Path], Any]] = {
    "rows as text": lambda _: ROWS,
    "rows as values": lambda _: _typed(),
    "Arrow": lambda _: pa.Table.from_pylist(_typed()),
    "pandas": _pandas,
    "Polars": _polars,
    "Parquet": _parquet,
    "CSV": _csv,
    "CSV as Excel writes it: byte order mark and CRLF": lambda f: _csv(f, "utf-8-sig", end="\r\n"),
    "CSV with semicolons": lambda f: _csv(f, delimiter=";"),
    "CSV with tabs": lambda f: _csv(f, delimiter="\t"),
    "DuckDB": _duckdb,
    "a database cursor": _cursor,
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_pays_the_same(name: str, tmp_path: Path) -> None:
    result = calculate(PLAN, {"transactions": SOURCES[name](tmp_path)})
    assert result.problems == []
    assert result.paid() == PAID


@pytest.mark.parametrize(
    "day", ["2026-03-15", "2026/3/15", "20260315", "2026年3月15日", "15.03.2026", "２０２６／０３／１５"]
)
def test_dates_in_every_form_are_the_same_day(day: str) -> None:
    rows = [{**ROWS[0], "date": day}]
    result = calculate(PLAN, {"transactions": rows})
    assert result.plan_calendar().label(result.payouts[0].period) == "2026-03"


@pytest.mark.parametrize("amount", ["1,234.50", "１２３４．５０", " 1234.5 ", "１，２３４．５"])
def test_amounts_with_thousands_and_full_width_digits_are_read(amount: str) -> None:
    result = calculate(PLAN, {"transactions": [{**ROWS[0], "amount": amount}]})
    assert result.paid() == {"ann": 103_45}


def test_a_day_that_could_be_two_days_is_refused_with_its_row() -> None:
    result = calculate(PLAN, {"transactions": [ROWS[0], {**ROWS[1], "date": "03/04/2026"}]})
    assert [(p.code, p.row, p.column) for p in result.problems] == [("bad-date", 2, "date")]


def test_a_source_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputsRefused, match="cannot read"):
        calculate(PLAN, {"transactions": 7})
