"""What is paid below zero, what is recovered of it, and what is rounded only at the end."""

import pytest

from cadre.compensation.engine.plan.loading import PlanRefused
from tests.compensation.test_plan_language import C, by_period, paid, rows, run


@pytest.mark.parametrize(
    "curve",
    ["rate: 5%", "marginal: [{to: 100, rate: 5%}, {rate: 9%}]", "retroactive: [{to: 100, rate: 5%}, {rate: 9%}]"],
)
@pytest.mark.parametrize("measure", ["amount", "{reading: {credit: seen}}"])
def test_below_zero_every_curve_with_rates_takes_off_at_its_first_rate(curve: str, measure: str) -> None:
    seen = "  - {id: seen, informational: true, pays: {rate: 0%}}\n"
    result = run(f"{seen}  - {{id: c, measure: {measure}, pays: {{{curve}}}}}", rows(-200), head="negative: owe")
    assert paid(result) == {"ann": -10}


@pytest.mark.parametrize(
    "curve", ["interpolate: [{at: 0, rate: 5%}, {at: 100, rate: 9%}]", "steps: [{from: 0, amount: 5}]"]
)
@pytest.mark.parametrize("measure", ["amount", "{reading: {credit: seen}}"])
def test_points_and_steps_pay_nothing_below_their_first(curve: str, measure: str) -> None:
    seen = "  - {id: seen, informational: true, pays: {rate: 0%}}\n"
    result = run(f"{seen}  - {{id: c, measure: {measure}, pays: {{{curve}}}}}", rows(-200), head="negative: owe")
    assert not any(paid(result).values())


def test_of_what_is_carried_below_zero_a_later_period_gives_at_most_its_share() -> None:
    text = (
        "id date amount payee\na 2026-01-05 -100 ann\nb 2026-02-05 60 ann\nc 2026-03-05 -10 ann\nd 2026-04-05 1000 ann"
    )
    result = run(C % "{rate: 100%}", text, head="recover_at_most: 25%", balances="payee kind amount\nann negative 5")
    assert by_period(result) == {
        ("ann", "2026-01"): 0,
        ("ann", "2026-02"): 60 - 15,
        ("ann", "2026-03"): 0,
        ("ann", "2026-04"): 1000 - (5 + 100 - 15 + 10),
    }
    assert result.balances == {}


def test_a_share_to_recover_where_nothing_is_carried_is_refused() -> None:
    with pytest.raises(PlanRefused, match="nothing below zero is carried"):
        run(C % "{rate: 1%}", rows(1), head="negative: owe\nrecover_at_most: 25%")


@pytest.mark.parametrize(("formula", "expected"), [("floor", [2, -3]), ("ceiling", [3, -2]), ("round", [3, -3])])
def test_whole_numbers_in_a_formula(formula: str, expected: list[int]) -> None:
    head = f"negative: owe\ncolumns: {{w: '{formula}(amount / 10)'}}"
    text = "id date amount payee\na 2026-01-05 25 ann\nb 2026-01-05 -25 bob"
    result = run("  - {id: c, measure: {value: w, unit: money}, pays: {rate: 100%}}", text, head=head)
    assert [paid(result)[name] for name in ("ann", "bob")] == expected


@pytest.mark.parametrize("pays", ["rate: 100%", "interpolate: [{at: 0%, rate: 0%}, {at: 200%, rate: 200%}]"])
def test_a_target_is_not_rounded_before_the_line_is(pays: str) -> None:
    target = "target: {column: salary, share: 20%, per: year}"
    plan = f"  - {{id: c, quota: 1000, {target}, pays: {{of: target, {pays}}}}}"
    result = run(plan, rows(1100), participants="payee salary\nann 100000")
    assert result.payouts[0].paid == 1833_33  # 1,666.666… × 110 % = 1,833.333…; 1,666.67 × 110 % would be 1,833.34
