"""Spark gives the same digest as DuckDB, from the same SQL text."""

import json
from pathlib import Path

import pytest

from cadre.compensation.engine.inputs.loading import sources_in
from cadre.compensation.engine.plan.loading import PlanRefused, parse_plan, read_plan
from cadre.compensation.engine.run import calculate

pytestmark = pytest.mark.spark
CASES = sorted((Path(__file__).parent / "cases").glob("*/case.json"))
SAMPLE = (
    "jd-split-roles",
    "prowi-override-flat",
    "jd-cap-period",
    "ora-flat-lookup",
    "ora-step-indiv",
    "jd-team-weight",
)


def test_the_text_reaches_spark_with_its_integer_division_and_order() -> None:
    sqlglot = pytest.importorskip("sqlglot")
    text = "SELECT a // 3 AS x, SUM(b) OVER (PARTITION BY p ORDER BY o ROWS UNBOUNDED PRECEDING) AS s FROM t ORDER BY x"
    assert "DIV 3" in sqlglot.transpile(text, read="duckdb", write="spark")[0]


def test_spark_equals_duckdb() -> None:
    pytest.importorskip("pyspark")
    from cadre.compensation.engine.spark import Spark

    spark = Spark("local[2]")
    try:
        for path in (path for path in CASES if path.parent.name in SAMPLE):
            try:
                plan, _ = read_plan(path.parent / "plan.yaml")
            except PlanRefused:
                continue
            arguments = json.loads(path.read_text(encoding="utf-8"))["arguments"]
            period = arguments[1] if arguments else None
            inputs = sources_in(path.parent)
            one = calculate(plan, inputs, period=period).digests()
            assert calculate(plan, inputs, period=period, engine=spark).digests() == one, path.parent.name
        plan, _ = parse_plan(
            "plan: p\ncurrency: USD\ncomponents:\n  - {id: c, quota: 333.33, target: 100, pays: {of: target, rate: 100%}}"
        )
        rows = [{"id": f"t{i}", "date": "2026-01-05", "amount": f"{i}.07", "payee": "ann"} for i in range(-20, 50)]
        one = calculate(plan, {"transactions": rows}).digests()
        assert calculate(plan, {"transactions": rows}, engine=spark).digests() == one
    finally:
        spark.close()
