"""The engine equals the slow reference on every column of every line, without tolerance."""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from cadre.compensation.engine.backends import Duck
from cadre.compensation.engine.run import calculate
from tests.compensation.scenarios import (
    engine_lines,
    engine_paid,
    engine_settled,
    plans,
    reference_lines,
    scenarios,
    tables,
)
from tests.reference.compensation import Reference

relaxed = settings(
    max_examples=int(os.environ.get("CADRE_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@relaxed
@given(st.data())
def test_every_column_equals_the_reference(data: Any) -> None:
    plan, teams = data.draw(plans())
    scenario = data.draw(scenarios(teams))
    note(plan.model_dump_json(by_alias=True, exclude_defaults=True))
    result = calculate(plan, tables(scenario))
    reference = Reference(plan, scenario).run()
    assert engine_lines(result) == reference_lines(reference)
    assert engine_paid(result) == reference.paid
    assert engine_settled(result) == sorted(reference.settled)
    balances = {(result.payees[p], kind): v for (p, kind), v in result.balances.items() if kind != "held"}
    assert balances == reference.balances


@relaxed
@given(st.data(), st.randoms())
def test_the_order_of_rows_and_the_number_of_threads_are_irrelevant(data: Any, random: Any) -> None:
    plan, teams = data.draw(plans())
    scenario = data.draw(scenarios(teams))
    one = calculate(plan, tables(scenario), engine=Duck(threads=1))
    for rows in (scenario.transactions, scenario.splits, scenario.assignments, scenario.tree, scenario.participants):
        random.shuffle(rows)
    other = calculate(plan, tables(scenario), engine=Duck(threads=2))
    assert one.digests()["output"] == other.digests()["output"]


@pytest.mark.parametrize("amount", [0, 1, -1, 10**13])
def test_one_transaction_alone_equals_the_reference(amount: int) -> None:
    from datetime import date
    from fractions import Fraction

    from cadre.compensation.engine.plan.model import Plan
    from tests.reference.compensation import Scenario

    plan = Plan.model_validate(
        {"plan": "p", "currency": "USD", "components": [{"id": "c", "quota": 3, "pays": {"marginal": [{"to": "100%", "rate": "12.5%"}, {"rate": "1/3"}]}}]}  # noqa: E501 - a case reads best on one line
    )  # fmt: skip
    scenario = Scenario([{"id": "t", "date": date(2026, 1, 1), "amount": Fraction(amount, 100), "payee": "ann"}])
    assert engine_lines(calculate(plan, tables(scenario))) == reference_lines(Reference(plan, scenario).run())


@relaxed
@given(st.data())
def test_what_reaches_beyond_one_run_equals_the_reference(data: Any) -> None:
    plan, teams = data.draw(plans(wide=True))
    scenario = data.draw(scenarios(teams, wide=True))
    note(plan.model_dump_json(by_alias=True, exclude_defaults=True))
    result = calculate(plan, tables(scenario))
    reference = Reference(plan, scenario).run()
    assert engine_lines(result) == reference_lines(reference)
    assert engine_paid(result) == reference.paid
    assert engine_settled(result) == sorted(reference.settled)
