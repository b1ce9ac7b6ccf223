"""Totals without lines: what the curve gives for the sum, half a unit per line away from the statement at most."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
