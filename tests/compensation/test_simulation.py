"""Simulation: exact where it can be, the same for the same seed."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine import amounts
from cadre.compensation.engine.exact_lines import cap_of
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.simulate.curves import curve_of, payout
from cadre.compensation.engine.simulate.montecarlo import Distribution
from cadre.compensation.engine.simulate.report import simulate
from cadre.compensation.engine.simulate.settling import rounded
from tests.compensation.scenarios import plans, scenarios, tables

PLAN = """
plan: p
currency: USD
components:
  - id: c
    quota: 1000
    pays: {marginal: [{to: 100%, rate: 10%}, {rate: 20%}]}
"""
ROWS = [
    {"id": f"{name}{month}", "date": f"2026-{month:02d}-05", "amount": str(400 + 100 * month), "payee": name}
    for name in ("ann", "bob")
    for month in range(1, 13)
]


def test_the_same_seed_gives_the_same_report() -> None:
    plan, _ = parse_plan(PLAN)
    first = simulate(plan, {"transactions": ROWS}, scenarios=200)
    assert first == simulate(plan, {"transactions": ROWS}, scenarios=200)
    assert first != simulate(plan, {"transactions": ROWS}, scenarios=200, seed=2)


def test_the_cost_curve_is_the_plan_at_equal_attainment() -> None:
    plan, _ = parse_plan(PLAN)
    report = simulate(plan, {"transactions": ROWS}, scenarios=10)
    costs = {row["attainment"]: row["cost"] for row in report["cost_curve"]}
    assert (costs["50%"], costs["100%"], costs["150%"]) == ("100.00", "200.00", "400.00")
    assert report["backtest"]["cost"] == "2940.00"


def test_who_gains_and_who_loses_between_two_plans() -> None:
    plan, _ = parse_plan(PLAN)
    flat, _ = parse_plan("plan: q\ncurrency: USD\ncomponents:\n  - {id: c, pays: {rate: 12%}}")
    found = simulate(plan, {"transactions": ROWS}, against=flat, scenarios=10)["against"]["compared"]
    assert (found["gain"], found["lose"], found["difference"]) == (2, 0, "84.00")


def test_a_given_distribution_gives_its_mean_attainment() -> None:
    plan, _ = parse_plan("plan: q\ncurrency: USD\ncomponents:\n  - {id: c, quota: 1000, pays: {rate: 10%}}")
    report = simulate(plan, {"transactions": ROWS}, scenarios=4_000, distribution="normal:100%,10%", horizon=1)
    assert abs(float(report["monte_carlo"]["mean_cost"]) - 200) < 1
    with pytest.raises(ValueError, match="normal"):
        Distribution.parse("normal:1")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_pieces_of_a_curve_equal_the_exact_payout(data: Any) -> None:
    plan, teams = data.draw(plans())
    result = calculate(plan, tables(data.draw(scenarios(teams))))
    for component in plan.components:
        if component.accumulate == "transaction":
            continue
        for cell in list(result.ledger.cells[component.id].values())[:3]:
            curve = curve_of(result.ledger, component, cell, cap_of(plan, component, cell))
            for x in {
                0,
                1,
                10,
                999,
                10_000,
                123_456,
                *(int(c) for c in curve.corners),
                *(int(c) - 1 for c in curve.corners),
            }:
                exact = payout(result.ledger, component, cell, x)
                if cap_of(plan, component, cell) is not None:
                    exact = min(exact, Fraction(cap_of(plan, component, cell) or 0))
                found = float(curve.pay(np.array([float(x)]))[0])
                assert found == pytest.approx(float(exact), rel=1e-9, abs=1e-3), (component, x)


@pytest.mark.parametrize(
    ("rule", "level", "expected"),
    [
        ("", "50%,50%", 12 * 50),
        ("guarantee: 80", "50%,50%", 12 * 80),
        ("draw: {amount: 80, recoverable: true}", "50%,50%", 12 * 80),
        ("cap: 120", "200%,200%", 12 * 120),
        ("cap: {amount: 1000, per: year}", "200%,200%", 1000),
        ("cap: {amount: 120, carry: true}", "110%,110%", 12 * 120),
        ("round_to: 20", "50%,50%", 12 * 60),
        ("round_to: 20, round: down", "50%,50%", 12 * 40),
        ("cap: 115, round_to: 50, round: up", "200%,200%", 12 * 150),
    ],
)
def test_plan_cap_guarantee_and_draw_are_followed(rule: str, level: str, expected: int) -> None:
    rule = rule.replace("guarantee: 80", "guarantee: {amount: 80}").replace(", round", "\nround")
    plan, _ = parse_plan(PLAN.replace("components:", f"{rule}\ncomponents:"))
    rows = [row for row in ROWS if row["payee"] == "ann"]
    report = simulate(plan, {"transactions": rows}, scenarios=5, distribution=f"uniform:{level}")
    assert float(report["monte_carlo"]["mean_cost"]) == expected
    assert report["monte_carlo"]["left_out"] == []


@given(
    st.integers(-(10**9), 10**9),
    st.sampled_from([1, 3, 100, 1_000, 25_000]),
    st.sampled_from(["nearest", "down", "up"]),
)
def test_simulated_pay_is_rounded_as_pay_is(pay: int, unit: int, how: str) -> None:
    for noise in (0.0, 1e-4, -1e-4):
        assert rounded(np.array([pay + noise]), unit, how)[0] == amounts.to_multiple(Fraction(pay), Fraction(unit), how)


def test_a_quarterly_component_is_paid_four_times_in_twelve_months() -> None:
    text = PLAN + "  - {id: q, period: quarter, quota: 3000, pays: {steps: [{from: 50%, amount: 1000}]}}\n"
    plan, _ = parse_plan(text)
    report = simulate(plan, {"transactions": ROWS}, scenarios=5, distribution="uniform:50%,50%")
    assert float(report["monte_carlo"]["mean_cost"]) == 2 * (12 * 50 + 4 * 1000)


def test_what_is_not_followed_is_named() -> None:
    text = PLAN.replace("components:", "clawback: [{on: churn}]\ncomponents:").replace(
        "    quota:", "    pay: [{share: 50%}, {share: 50%, after: 1 months}]\n    quota:"
    )
    text += "  - {id: d, pays: {rates: [{where: {id: ann1}, rate: 5%}]}}\n"
    plan, _ = parse_plan(text)
    found = simulate(plan, {"transactions": ROWS}, scenarios=5)["monte_carlo"]
    assert found["left_out"] == ["clawback", "pay: c"]
    assert found["approximated"] == ["d"]
