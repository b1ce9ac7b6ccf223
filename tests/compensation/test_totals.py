"""Totals without lines: what the curve gives for the sum, half a unit per line away from the statement at most."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine import totals as engine_totals
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.totals import totals
from tests.compensation.scenarios import plans, scenarios, tables


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_total_is_the_sum_of_its_lines_but_for_their_rounding(data: Any) -> None:
    plan, teams = data.draw(plans())
    given_tables = tables(data.draw(scenarios(teams)))
    ledger = calculate(plan, given_tables).ledger
    found = totals(plan, given_tables)
    for component in plan.components:
        if any(gate.component is not None for gate in component.readings):
            continue
        lines = ledger.cells[component.id]
        assert set(found[component.id]) == set(lines)
        for key, cell in found[component.id].items():
            whole = [one for (payee, _), one in lines.items() if payee == key[0]]
            count = sum(one.count for one in whole) + len(whole)
            assert (cell.credit, cell.count) == (lines[key].credit, lines[key].count)
            assert abs(cell.payout - lines[key].payout) <= (count if component.line_form else 0)


def test_whole_rates_give_the_same_to_the_cent() -> None:
    plan, _ = parse_plan(
        "plan: p\ncurrency: USD\ncomponents:\n"
        "  - {id: c, quota: 1000, pays: {marginal: [{to: 100%, rate: 100%}, {rate: 200%}]}, cap: {payout: 2500}}"
    )
    rows = [{"id": f"t{i}", "date": "2026-01-05", "amount": "400.10", "payee": "ann"} for i in range(5)]
    (cell,) = totals(plan, {"transactions": rows})["c"].values()
    (line,) = calculate(plan, {"transactions": rows}).ledger.cells["c"].values()
    assert cell.payout == line.payout == 250_000


MOVING = """
plan: p
currency: USD
components:
  - {id: own, pays: {rate: 10%}}
  - {id: lead, credit: {roll_up: {levels: 2}}, quota: 1000, pays: {marginal: [{to: 100%, rate: 100%}, {rate: 200%}]}}
  - {id: team, credit: {team: true}, pays: {rate: 100%}}
"""


def _movers() -> dict[str, Any]:
    rows = [
        {"id": f"t{day:02d}{name}", "date": f"2026-01-{day:02d}", "amount": f"{day}.00", "payee": name}
        for day in range(1, 32)
        for name in ("ann", "bob")
    ]
    tree = [
        {"payee": "ann", "manager": "cho", "from": "", "to": "2026-01-11"},
        {"payee": "ann", "manager": "dee", "from": "2026-01-11", "to": ""},
        {"payee": "bob", "manager": "cho", "from": "2026-01-05", "to": "2026-01-21"},
        {"payee": "cho", "manager": "dee", "from": "2026-01-15", "to": ""},
    ]
    people = [
        {"payee": "ann", "team": "north", "from": "2026-01-01", "to": "2026-01-13"},
        {"payee": "ann", "team": "south", "from": "2026-01-13", "to": ""},
        *({"payee": name, "team": team, "from": "", "to": ""} for name, team in (("bob", "south"), ("cho", "north"))),
        {"payee": "dee", "team": "", "from": "", "to": ""},
    ]
    return {"transactions": rows, "tree": tree, "participants": people}


@pytest.mark.parametrize("most", [engine_totals.MOST_EDGES, 2])
def test_who_moves_within_a_period_earns_for_both_managers_and_teams(monkeypatch: Any, most: int) -> None:
    monkeypatch.setattr(engine_totals, "MOST_EDGES", most)
    plan, _ = parse_plan(MOVING)
    found, ledger = totals(plan, _movers()), calculate(plan, _movers()).ledger
    cho, dee = sum(range(1, 11)) + sum(range(5, 21)), sum(range(11, 32)) + sum(range(15, 21))
    assert sorted(one.credit for one in found["lead"].values()) == [0, 0, cho * 100, dee * 100]
    for component in plan.components:
        lines = ledger.cells[component.id]
        got = found[component.id]
        assert {key: (one.credit, one.count, one.payout) for key, one in got.items()} == {
            key: (one.credit, one.count, one.payout) for key, one in lines.items()
        }


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_summing_before_managers_are_looked_up_gives_what_single_credits_give(data: Any) -> None:
    plan, teams = data.draw(plans())
    given_tables = tables(data.draw(scenarios(teams)))
    early = totals(plan, given_tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_totals, "MOST_EDGES", -1)
        assert totals(plan, given_tables) == early
