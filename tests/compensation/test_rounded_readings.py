"""A reading may be rounded to a multiple: what is full, what is begun, or the nearest."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.loading import PlanRefused, parse_plan
from cadre.compensation.engine.plan.sentences import plan_sentences
from tests.compensation.test_plan_language import paid, rows, run

PLAN = """  - {id: s, informational: true, pays: {rate: 0%%}}
  - id: b
    measure: {reading: {credit: s, over: {value: 10000}, round_to: 1, round: %s}}
    pays: {rate: 500}"""


@pytest.mark.parametrize(("how", "expected"), [("down", 1_000), ("up", 1_500), ("nearest", 1_500)])
def test_parts_of_25000_are_two_full_or_three_begun(how: str, expected: int) -> None:
    assert paid(run(PLAN % how, rows(25_000))) == {"ann": expected}


@given(
    st.fractions(-1000, 1000),
    st.fractions(Fraction(1, 100), 50).filter(bool),
    st.sampled_from(["nearest", "down", "up"]),
)
def test_a_multiple_is_less_than_one_step_away_and_the_mirror_image_for_less_than_zero(
    value: Fraction, step: Fraction, how: str
) -> None:
    found = amounts.to_multiple(value, step, how)
    assert (found / step).denominator == 1
    assert abs(found - value) < step
    assert amounts.to_multiple(-value, step, how) == -found
    if how == "down":
        assert abs(found) <= abs(value)
    if how == "up":
        assert abs(found) >= abs(value)


def test_the_sentence_says_how_it_is_rounded() -> None:
    plan, _ = parse_plan(f"plan: p\ncurrency: USD\ncomponents:\n{PLAN % 'down'}")
    assert any("only full 1 counted" in said for said in plan_sentences(plan, "en"))
    assert any("只計滿 1 的部分" in said for said in plan_sentences(plan, "zh-Hant"))
    assert any("只计满 1 的部分" in said for said in plan_sentences(plan, "zh-Hans"))


def test_a_score_that_is_not_known_pays_nothing_even_where_the_curve_begins_above_nothing() -> None:
    points = "[{at: 0%, rate: 10%}, {at: 100%, rate: 100%}]"
    plan = (
        f"  - {{id: b, target: 100, measure: {{scores: {{csat: 100%}}}}, pays: {{of: target, interpolate: {points}}}}}"
    )
    head, known = "measures: {csat: percent}", "payee period measure value\nann 2026-01 csat 0%"
    assert paid(run(plan, rows(1), head=head, measures=known)) == {"ann": 10}
    unknown = run(plan, rows(1), head=head, measures=known.replace("2026-01", "2026-02"), only="2026-01")
    assert not paid(unknown).get("ann")
    assert [problem.code for problem in unknown.problems] == ["no-value"]


@pytest.mark.parametrize("weights", ["[50%, 50%]", "[10%, 20%, 30%, 50%]"])
def test_the_shares_of_a_yearly_target_are_one_per_period_and_sum_to_the_whole(weights: str) -> None:
    text = (
        "plan: p\ncurrency: USD\nperiod: quarter\ncomponents:\n"
        f"  - {{id: b, quota: 1, target: {{amount: 4, per: year, weights: {weights}}}, pays: {{of: target, rate: 100%}}}}"
    )
    with pytest.raises(PlanRefused) as refused:
        parse_plan(text)
    assert refused.value.findings[0].path == "components[1].target.weights"
