"""Lines, totals and statements are explained from the stored files alone, in three languages."""

import json
from pathlib import Path

import pytest

from cadre.compensation.engine import output
from cadre.compensation.engine.cli import main
from cadre.compensation.engine.explain.files import explain_from_files, read_rows
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.words import LANGUAGES
from tests.compensation.test_plan_language import table

PLAN = """
plan: p
currency: USD
negative: owe
measures: {score: percent}
clawback: [{on: return}]
draw: {amount: 900, recoverable: true}
components:
  - id: c
    title: {en: Commission, zh-Hant: 佣金, zh-Hans: 提成}
    quota: 1000
    gates: [{measure: score, at_least: 80%}]
    multipliers: [{measure: score, steps: [{from: 0, value: 90%}, {from: 90%, value: 1}]}]
    cap: {payout: 150}
    pays: {marginal: [{to: 100%, rate: 10%}, {rate: 20%}]}
  - id: up
    credit: {roll_up: {levels: 1}}
    pays: {rate: 0.333%}
"""


@pytest.fixture(scope="module", params=[".csv", ".json", ".parquet"])
def lines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of one run."""
    path = tmp_path_factory.mktemp("run") / f"lines{request.param}"
    result = calculate(
        parse_plan(PLAN)[0],
        {
            "transactions": table(
                "id date amount currency payee\na 2026-01-05 800 EUR ann\nb 2026-01-06 400 USD ann\nc 2026-01-09 77 USD bob"
            ),
            "rates": table("currency date rate\nEUR 2026-01-01 1.1"),
            "tree": table("payee manager\nann max"),
            "measures": table("payee period measure value\n* 2026-01 score 85%\n* 2026-02 score 85%"),
            "events": table("transaction kind date\nb return 2026-02-03"),
            "splits": table("transaction payee share\nb ann 50%\nb bob 50%"),
        },
    )
    output.write(result, path)
    return path


def test_a_line_tells_transaction_rate_currency_edge_gate_cap_and_rounding(lines: Path) -> None:
    found = [explain_from_files(lines, str(n), "en")["text"] for n in (1, 2)]
    assert found[0] == (
        "a of 2026-01-05 (880) credits ann with 880. 800.00 EUR were converted at 1.10. It moves attainment from 0% to 88% of "
        "the quota of 1,000. At the rate 10% of tier 1 it earns 79.20. Gate measure:score: 0.85 (>= 0.8) gives 100%. "
        "Multiplier measure:score: 0.85 gives 90%. All factors together: 90%. Paid in 2026-01: 79.20."
    )
    assert "credits ann with 200 (a share of 50%)" in found[1]
    assert "It crosses an edge: 120 × 10% = 12; 80 × 20% = 16." in found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_total_and_statement_is_explained(lines: Path, language: str) -> None:
    rows = read_rows(lines)
    kinds = set()
    for row in rows:
        found = explain_from_files(lines, str(row["line"]), language)
        assert found["text"]
        assert "%(" not in found["text"]
        assert found["steps"][-1]["step"] == "amount"
        kinds.add(row["kind"])
    assert kinds >= {"earned", "clawback", "draw"}
    total = explain_from_files(lines, "ann/c/2026-01", language)
    assert "佣金" in total["text"] if language == "zh-Hant" else total["text"]
    assert explain_from_files(lines, "ann/2026-01", language)["lines"]


def test_the_steps_of_a_line_sum_up(lines: Path) -> None:
    steps = {step["step"]: step["value"] for step in explain_from_files(lines, "1", "en")["steps"]}
    assert (steps["value"], steps["credit"], steps["attainment"], steps["factor"], steps["amount"]) == (
        "880",
        "880",
        "88%",
        "90%",
        "79.20",
    )


def test_what_is_not_there_is_told(lines: Path) -> None:
    for which in ("999", "nobody/2026-01", "ann/c/2030-01", "a/b/c/d"):
        with pytest.raises(ValueError, match=r"no line|no payout|no total|name a line"):
            explain_from_files(lines, which, "en")


def test_the_command_prints_json(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "1", "--lines", str(lines), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["line"] == 1
