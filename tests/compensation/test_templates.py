"""The documented templates: the book's three cases and a plan per role of a software vendor."""

from pathlib import Path

import pytest

from cadre.compensation.engine import reference
from cadre.compensation.engine.plan import points, sentences
from cadre.compensation.engine.plan.loading import read_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.words import LANGUAGES
from tests.compensation.test_plan_language import by_period, table

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "src/cadre/compensation/engine/templates").glob("*.yaml"))


def template(name: str):
    """A template by its short name."""
    return read_plan(next(path for path in TEMPLATES if path.stem == name))[0]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_reads_as_sentences(path: Path, language: str) -> None:
    plan, findings = read_plan(path)
    assert not findings
    said = sentences.plan_sentences(plan, language)
    assert len(said) > len(plan.components)
    assert points.curve_points(plan).keys() == {component.id for component in plan.components}


def test_the_book_case_1_pays_only_if_the_team_makes_it() -> None:
    people = table("payee team\nann north\nbob north\ncho south")
    deals = table(
        "id date amount payee\na 2026-01-05 900 ann\nb 2026-05-15 200 bob\nc 2026-01-16 10 cho\nd 2026-12-30 5 ann"
    )
    quotas = table(
        "payee period quota\nnorth 2026-Q1 900\nnorth 2026-Q2 300\nnorth 2026-Q3 1\nnorth 2026-Q4 4\n"
        "north 2026 1100\nsouth 2026-Q1 100\nsouth 2026-Q2 1\nsouth 2026-Q3 1\nsouth 2026-Q4 1\nsouth 2026 100"
    )
    result = calculate(template("team-goal"), {"transactions": deals, "participants": people, "quotas": quotas})
    paid = {key: value * 100 for key, value in by_period(result).items() if value}
    assert paid == {
        ("ann", "2026-Q1"): 20000, ("bob", "2026-Q1"): 20000,
        ("ann", "2026-Q4"): 130000, ("bob", "2026-Q4"): 130000,
    }  # fmt: skip


def test_the_book_case_2_ranks_and_shares() -> None:
    deals = table(
        "id date amount payee\na 2026-01-05 900000 ann\nb 2026-01-15 500000 bob\nc 2026-01-16 500000 cho\nd 2026-01-16 99999 dai"
    )
    result = calculate(template("individual-contest"), {"transactions": deals})
    assert {key[0]: value * 100 for key, value in by_period(result).items()} == {
        "ann": 30000,
        "bob": 15000,
        "cho": 15000,
        "dai": 0,
    }


def test_the_book_case_3_pays_by_length_of_service() -> None:
    people = table("payee hired_on\nann 2021-02-10\nbob 2024-01-01")
    result = calculate(template("long-service"), {"participants": people}, period="2026-Q1")
    assert {key: value * 100 for key, value in by_period(result).items()} == {
        ("ann", "2026-01"): 1000, ("ann", "2026-02"): 52000, ("ann", "2026-03"): 2000,
    }  # fmt: skip


def test_an_account_executive_is_paid_half_at_order_and_half_at_cash() -> None:
    people = table("payee role from target\nann ae 2025-01-01 120000")
    quotas = table("payee period quota\nann 2026 1200000")
    deals = table(
        "id date amount type paid_on payee\na 2026-01-05 600000 new 2026-02-01 ann\nb 2026-02-05 720000 new - ann\n"
        "c 2026-02-06 400000 renewal - ann"
    )
    result = calculate(
        template("account-executive"),
        {"transactions": deals, "participants": people, "quotas": quotas},
        period="2026-Q1",
    )
    # 600,000 of 1,200,000 pays 60,000; the next 720,000: 60,000 + 120,000 × 150 % of 0.1; renewals are capped
    assert by_period(result) == {("ann", "2026-01"): 30000, ("ann", "2026-02"): 30000 + 39000 + 5000}
    assert list(result.balances.values()) == [39000_00]


def test_sales_development_points_and_wins() -> None:
    people = table("payee role from\nsam sdr 2025-06-01")
    deals = table("id date kind points amount payee\na 2026-01-31 meeting 40 0 sam\nb 2026-01-31 won - 0 sam")
    result = calculate(template("sales-development"), {"transactions": deals, "participants": people})
    assert by_period(result) == {("sam", "2026-01"): 2500.05 + 500 + 250}


def test_customer_success_has_a_gate_and_a_multiplier() -> None:
    people = table("payee role from target\ncas csm 2025-06-01 40000\ndan csm 2025-06-01 40000")
    values = {
        "net_retention": "105%",
        "satisfaction": "4.2",
        "collection_rate": "98%",
        "references": "100%",
        "adoption": "50%",
    }
    measures = [{"payee": "*", "period": "2026-Q1", "measure": k, "value": v} for k, v in values.items()]
    measures.append({"payee": "dan", "period": "2026-Q1", "measure": "satisfaction", "value": "3.9"})
    result = calculate(template("customer-success"), {"participants": people, "measures": measures})
    objectives = 10000 * 0.3 * 0.75
    retention = round(10000 * 0.7 * (1 + 5 / 15) * 1.1, 2)
    assert by_period(result) == {("cas", "2026-Q1"): retention + objectives, ("dan", "2026-Q1"): objectives}


def test_a_sales_manager_is_paid_on_the_tree_and_the_team_gate() -> None:
    people = table("payee role\nann ae\nbob ae\nmax manager")
    result = calculate(
        template("sales-manager"),
        {
            "transactions": table("id date amount payee\na 2026-01-05 150000 ann\nb 2026-02-05 60000 bob"),
            "participants": people,
            "tree": table("payee manager\nann max\nbob max"),
            "quotas": table("payee period quota\nmax 2026-Q1 200000"),
            "measures": table("payee period measure value\nmax 2026-Q1 people_above_half 70%"),
        },
    )
    assert by_period(result) == {("max", "2026-Q1"): 5000 + 500 + 4000}


def test_the_reference_page_is_up_to_date() -> None:
    page = (ROOT / "docs/guide/compensation-plans.md").read_text(encoding="utf-8")
    assert reference.filled(page) == page
