"""What the reference page promises, one small case each, worked out by hand."""

from typing import Any

import pytest

from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.run import calculate


def run(components: str, rows: str, *, head: str = "", period: str = "month", **more: Any) -> Result:
    """Calculate a plan given as YAML lines, with small tables given as text."""
    options = {key: more.pop(key) for key in ("closed_through",) if key in more}
    plan, _ = parse_plan(f"plan: p\ncurrency: USD\nperiod: {period}\n{head}\ncomponents:\n{components}")
    tables = {"transactions": table(rows), **{name: table(text) for name, text in more.items() if name != "only"}}
    return calculate(plan, tables, period=more.get("only"), **options)


def table(text: str) -> list[dict[str, str]]:
    """Rows of a table written as ``a b c`` lines; ``-`` is an empty cell."""
    lines = [line.split() for line in text.strip().splitlines()]
    return [{n: "" if v == "-" else v for n, v in zip(lines[0], row, strict=True)} for row in lines[1:]]


def paid(result: Result) -> dict[str, float]:
    """Pay per payee over the run."""
    return {name: amount / 100 for name, amount in result.paid().items()}


def by_period(result: Result) -> dict[tuple[str, str], float]:
    """Pay per payee and plan period."""
    own = result.plan_calendar()
    return {(result.payees[p.payee], own.label(p.period)): p.paid / 100 for p in result.payouts}


def rows(*amounts: Any) -> str:
    """One transaction per amount for payee ann."""
    return "id date amount payee\n" + "\n".join(f"t{i} 2026-01-{i:02d} {a} ann" for i, a in enumerate(amounts, 1))


C = "  - {id: c, pays: %s}"
CASES = [
    ("amounts pro rata across tiers", C % "{marginal: [{to: 10000, amount: 100}, {to: 50000, amount: 200}]}", 15_000, 125),
    ("nothing on a base amount", C % "{marginal: [{to: 20000, rate: 0%}, {rate: 5%}]}", 30_000, 500),
    ("target by straight lines", "  - {id: c, quota: 1000, target: 10000, pays: {of: target, interpolate: [{at: 50%, rate: 0%}, {at: 100%, rate: 100%}, {at: 150%, rate: 200%}]}}", 1_250, 15_000),  # noqa: E501 - a case reads best on one line
    ("below the first point", "  - {id: c, quota: 1000, target: 10000, pays: {of: target, interpolate: [{at: 50%, rate: 40%}, {at: 100%, rate: 100%}]}}", 499, 0),  # noqa: E501 - a case reads best on one line
    ("rate is target over quota", "  - {id: c, quota: 300000, target: 100000, pays: {of: target, rate: 100%}}", 300_000, 100_000),
    ("accelerator on target", "  - {id: c, quota: 1000, target: 10000, pays: {of: target, marginal: [{to: 100%, rate: 100%}, {rate: 150%}]}}", 1_200, 13_000),  # noqa: E501 - a case reads best on one line
    ("steps in percent of target", "  - {id: c, quota: 1000, target: 10000, pays: {steps: [{from: 90%, pays: 50%}, {from: 100%, pays: 100%}]}}", 950, 5_000),  # noqa: E501 - a case reads best on one line
    ("steps of amounts", "  - {id: c, quota: 1000, pays: {steps: [{from: 80%, amount: 1000}, {from: 100%, amount: 2500}]}}", 1_000, 2_500),
    ("a step owned by the lower side", "  - {id: c, quota: 1000, pays: {boundary: lower, steps: [{from: 80%, amount: 1000}, {from: 100%, amount: 2500}]}}", 1_000, 1_000),  # noqa: E501 - a case reads best on one line
    ("milestones add up", "  - {id: c, pays: {milestones: [{at: 100, amount: 10}, {at: 200, amount: 20}]}}", 250, 30),
    ("retroactive, upper boundary", C % "{retroactive: [{to: 1000, rate: 10%}, {rate: 20%}]}", 1_000, 200),
    ("retroactive, lower boundary", C % "{boundary: lower, retroactive: [{to: 1000, rate: 10%}, {rate: 20%}]}", 1_000, 100),
    ("cap on the rate", "  - {id: c, cap: {rate: 12%}, pays: {marginal: [{to: 100, rate: 10%}, {rate: 20%}]}}", 200, 22),
    ("cap on attainment", "  - {id: c, quota: 100, cap: {attainment: 150%}, pays: {rate: 10%}}", 400, 15),
    ("cap of target", "  - {id: c, quota: 100, target: 50, cap: {of_target: 200%}, pays: {of: target, rate: 100%}}", 1_000, 100),
    ("minimum", "  - {id: c, minimum: 50, pays: {rate: 1%}}", 100, 50),
    ("weight", "  - {id: c, weight: 60%, pays: {rate: 10%}}\n  - {id: d, weight: 40%, pays: {rate: 20%}}", 100, 14),
    ("a fixed factor", "  - {id: c, multipliers: [{value: 1/3}], pays: {rate: 10%}}", 100, 3.33),
    ("half a cent goes away from zero", C % "{rate: 0.5%}", 1, 0.01),
    ("a negative half cent too", C % "{rate: 0.5%}", -1, -0.01),
]  # fmt: skip


@pytest.mark.parametrize(("components", "amount", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_curves(components: str, amount: float, expected: float) -> None:
    result = run(components, rows(amount), head="negative: owe")
    assert paid(result) == {"ann": expected}


def test_a_cap_per_transaction_holds_for_reversals_too() -> None:
    result = run("  - {id: c, cap: {per_transaction: 5}, pays: {rate: 10%}}", rows(100, 20, -100), head="negative: owe")
    assert paid(result) == {"ann": 2}


def test_count_and_units_pay_money_per_unit() -> None:
    text = "id date amount units payee\na 2026-01-01 500 2.5 ann\nb 2026-01-02 500 1 ann"
    result = run(
        "  - {id: n, measure: {value: count}, pays: {rate: 50}}\n  - {id: u, measure: units, pays: {rate: 10}}", text
    )
    assert paid(result) == {"ann": 135}


def test_where_filters_with_lists_comparisons_and_not() -> None:
    text = "id date amount kind payee\na 2026-01-01 500 new ann\nb 2026-01-02 50 new ann\nc 2026-01-03 700 old ann"
    plan = """
  - {id: a, measure: {value: amount, where: {kind: [new, other]}}, pays: {rate: 10%}}
  - {id: b, measure: {value: amount, where: {amount: {at_least: 500}}}, pays: {rate: 1%}}
  - {id: c, measure: {value: amount, where: {kind: {not: [new]}}}, pays: {rate: 100%}}"""
    assert paid(run(plan, text)) == {"ann": 55 + 12 + 700}


def test_profit_and_other_dates() -> None:
    text = "id date amount profit paid_on payee\na 2026-01-01 500 80 2026-03-05 ann\nb 2026-01-02 500 20 - ann"
    result = run("  - {id: c, measure: {value: profit, unit: money, date: paid_on}, pays: {rate: 10%}}", text)
    assert by_period(result) == {("ann", "2026-03"): 8}


def test_splits_go_by_largest_remainder_and_wrong_sums_are_refused() -> None:
    result = run(
        C % "{rate: 100%}",
        "id date amount\na 2026-01-01 100\nb 2026-01-02 100",
        splits="transaction payee share\na ann 1/3\na bob 1/3\na cho 1/3\nb ann 60%\nb bob 60%",
    )
    assert paid(result) == {"ann": 33.34, "bob": 33.33, "cho": 33.33}
    assert [p.code for p in result.problems] == ["split-sum", "nobody"]


def test_an_overlay_may_exceed_the_whole() -> None:
    result = run(
        "  - {id: c, credit: {total: any}, pays: {rate: 10%}}",
        "id date amount\na 2026-01-01 1000",
        splits="transaction payee share\na ann 100%\na eve 50%",
    )
    assert paid(result) == {"ann": 100, "eve": 50}


def test_assignments_follow_the_date_and_may_overlap_in_part() -> None:
    result = run(
        "  - {id: c, credit: {by: account}, pays: {rate: 10%}}",
        "id date amount account\na 2026-01-01 100 x\nb 2026-01-20 100 x\nc 2026-01-25 100 y",
        assignments="account payee share from to\nx ann 100% - 2026-01-15\nx ann 50% 2026-01-15 -\nx bob 50% 2026-01-15 -",
    )
    assert paid(result) == {"ann": 15, "bob": 5}
    assert [p.code for p in result.problems] == ["nobody"]


def test_roles_of_assignments() -> None:
    result = run(
        "  - {id: c, credit: {by: territory, roles: [se], total: any}, pays: {rate: 10%}}",
        "id date amount territory\na 2026-01-01 100 north",
        assignments="territory payee share role\nnorth ann 100% ae\nnorth sue 100% se",
    )
    assert paid(result) == {"sue": 10}


def test_managers_roll_up_by_level_and_date() -> None:
    plan = """
  - {id: own, pays: {rate: 10%}}
  - {id: one, credit: {roll_up: {levels: 1}}, pays: {rate: 2%}}
  - {id: all, credit: {roll_up: {levels: all, own: true, share: 50%}}, pays: {rate: 2%}}"""
    tree = "payee manager from to\nann max - 2026-01-10\nann mia 2026-01-10 -\nmax top - -\nmia top - -"
    result = run(plan, "id date amount payee\na 2026-01-05 1000 ann\nb 2026-01-15 100 ann", tree=tree)
    assert paid(result) == {"ann": 121, "max": 30, "mia": 3, "top": 11}


def test_a_manager_is_paid_on_what_the_reports_earn() -> None:
    plan = """
  - {id: commission, roles: [rep], pays: {rate: 10%}}
  - {id: override, roles: [mgr], measure: {reading: {payout: commission, of: reports}}, pays: {rate: 20%}}"""
    result = run(
        plan,
        "id date amount payee\na 2026-01-05 1000 ann\nb 2026-01-15 500 bob",
        participants="payee role\nann rep\nbob rep\nmax mgr",
        tree="payee manager\nann max\nbob max",
    )
    assert paid(result) == {"ann": 100, "bob": 50, "max": 30}


TEAM = "payee team\nann north\nbob north\ncho south"
DEALS = "id date amount payee\na 2026-01-05 900 ann\nb 2026-01-15 200 bob\nc 2026-01-16 400 cho"


def test_a_team_gate_pays_all_or_nobody() -> None:
    plan = "  - {id: c, quota: 500, gates: [{attainment: self, of: team, at_least: 100%}], pays: {rate: 10%}}"
    assert paid(run(plan, DEALS, participants=TEAM)) == {"ann": 90, "bob": 20, "cho": 0}


def test_a_team_quota_of_its_own() -> None:
    plan = "  - {id: c, quota: input, gates: [{attainment: self, of: team, at_least: 100%}], pays: {rate: 10%}}"
    quotas = "payee period quota\nann 2026-01 1\nbob 2026-01 1\ncho 2026-01 1\nnorth 2026-01 1200\nsouth 2026-01 300"
    assert paid(run(plan, DEALS, participants=TEAM, quotas=quotas)) == {"ann": 0, "bob": 0, "cho": 40}


def test_gates_and_multipliers_read_measures() -> None:
    plan = """
  - id: c
    gates: [{measure: collection, at_least: 90%, otherwise: 50%}]
    multipliers: [{measure: csat, interpolate: [{at: 3, value: 50%}, {at: 5, value: 150%}], at_most: 120%}]
    pays: {rate: 10%}"""
    measures = "payee period measure value\nann 2026-01 collection 92%\nbob 2026-01 collection 80%\n* 2026-01 csat 4.5\nann all x 1"
    result = run(plan, "id date amount payee\na 2026-01-05 1000 ann\nb 2026-01-15 1000 bob", measures=measures,
                 head="measures: {collection: percent, csat: number}")  # fmt: skip
    assert paid(result) == {"ann": 120, "bob": 60}


def test_a_missing_measure_pays_nothing_and_says_so() -> None:
    plan = "  - {id: c, gates: [{measure: score, at_least: 1}], pays: {rate: 10%}}"
    result = run(plan, rows(100), head="measures: {score: number}")
    assert paid(result) == {"ann": 0}
    assert [p.code for p in result.problems] == ["no-value"]
    assert not run(plan, rows(100), head="measures: {score: {missing: zero}}").problems


def test_objectives_are_weighted() -> None:
    plan = "  - {id: mbo, target: 1000, measure: {scores: {wins: 60%, refs: 40%}}, pays: {of: target, rate: 100%}}"
    measures = "payee period measure value\nann 2026-01 wins 100%\nann 2026-01 refs 50%"
    assert paid(run(plan, rows(1), head="measures: {wins: percent, refs: percent}", measures=measures)) == {"ann": 800}


def test_a_matrix_of_two_readings() -> None:
    plan = """
  - id: c
    quota: 1000
    target: 100
    pays:
      matrix:
        rows: {attainment: self, from: [0%, 100%]}
        columns: {measure: margin, from: [0%, 30%]}
        gives: target
        cells: [[10%, 50%], [80%, 150%]]"""
    measures = "payee period measure value\nann 2026-01 margin 31%"
    assert paid(run(plan, rows(1000), head="measures: {margin: percent}", measures=measures)) == {"ann": 150}
    rate = plan.replace("gives: target", "gives: rate")
    assert paid(run(rate, rows(900), head="measures: {margin: percent}", measures=measures)) == {"ann": 450}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("share", {"ann": 450, "bob": 450, "cho": 100, "dai": 0}),
        ("each", {"ann": 600, "bob": 600, "cho": 100, "dai": 0}),
        ("earliest", {"ann": 300, "bob": 600, "cho": 100, "dai": 0}),
    ],
)
def test_contest_ties(ties: str, expected: dict[str, float]) -> None:
    text = "id date amount payee\na 2026-01-09 500 ann\nb 2026-01-05 500 bob\nc 2026-01-06 400 cho\nd 2026-01-07 1 dai"
    result = run(f"  - {{id: c, pays: {{contest: {{prizes: [600, 300, 100], ties: {ties}, minimum: 10}}}}}}", text)
    assert {name: paid(result).get(name, 0) for name in expected} == expected


def test_long_service() -> None:
    plan = """
  - {id: allowance, pays: {tenure: [{from: 3 years, amount: 100}, {from: 5 years, amount: 200}]}}
  - {id: award, pays: {anniversaries: [{at: 5 years, amount: 1000, every: true}]}}"""
    people = "payee hired_on\nann 2021-02-10\nbob 2023-05-01\ncho 2016-03-31"
    result = run(plan, "id date amount payee", participants=people, only="2026-Q1")
    assert by_period(result) == {
        ("ann", "2026-01"): 100, ("ann", "2026-02"): 1200, ("ann", "2026-03"): 200,
        ("cho", "2026-01"): 200, ("cho", "2026-02"): 200, ("cho", "2026-03"): 1200,
    }  # fmt: skip


def test_base_salary_from_the_participants_prorated() -> None:
    plan = "  - {id: base, pays: {amount: {column: salary, per: year, prorate: days}}}"
    result = run(plan, rows(1), participants="payee salary from\nann 36500 2026-01-17")
    assert paid(result) == {"ann": round(36500 / 12 * 15 / 31, 2)}


def test_half_at_order_half_at_cash() -> None:
    plan = "  - {id: c, pay: [{share: 50%}, {share: 50%, on: paid_on}], pays: {rate: 10%}}"
    text = "id date amount paid_on payee\na 2026-01-05 100.10 2026-03-01 ann\nb 2026-01-06 100 - ann"
    result = run(plan, text, only="2026-Q1")
    assert by_period(result) == {("ann", "2026-01"): 5.01 + 5, ("ann", "2026-03"): 5}
    assert {kind: amount for (_, kind), amount in result.balances.items()} == {"held": 500}


def test_paid_pro_rata_as_cash_arrives() -> None:
    plan = "  - {id: c, pay: [{share: 100%, receipts: true}], pays: {rate: 10%}}"
    receipts = "transaction date amount\nt1 2026-02-01 333.33\nt1 2026-03-01 333.33"
    result = run(plan, rows(1000), receipts=receipts)
    assert by_period(result) == {("ann", "2026-02"): 33.33, ("ann", "2026-03"): 33.34}
    assert list(result.balances.values()) == [3333]


def test_holdback_and_instalments() -> None:
    plan = "  - {id: c, pay: [{share: 70%, instalments: 2}, {share: 30%, after: 3 months}], pays: {rate: 10%}}"
    result = run(plan, rows(1000), only="2026-H1")
    assert by_period(result) == {("ann", "2026-01"): 35, ("ann", "2026-02"): 35, ("ann", "2026-04"): 30}


def test_clawback_of_a_part_and_of_what_is_not_paid_yet() -> None:
    plan = "  - {id: c, pay: [{share: 50%}, {share: 50%, after: 6 months}], pays: {rate: 10%}}"
    head = "clawback: [{on: return}]\nnegative: owe"
    events = "transaction kind date amount\nt1 return 2026-02-10 400"
    result = run(plan, rows(1000), head=head, events=events, only="2026")
    assert by_period(result) == {("ann", "2026-01"): 50, ("ann", "2026-02"): -20, ("ann", "2026-07"): 30}


def test_what_the_customer_does_not_pay_in_time_is_taken_back() -> None:
    text = "id date amount paid_on payee\na 2026-01-05 100 2026-02-01 ann\nb 2026-01-06 100 - ann\nc 2026-06-30 1 - ann"
    result = run(C % "{rate: 10%}", text, head="unpaid: {after: 90 days}\nnegative: owe")
    assert by_period(result) == {("ann", "2026-01"): 20, ("ann", "2026-04"): -10, ("ann", "2026-06"): 0.1}


def test_guarantee_and_cap_of_the_plan() -> None:
    text = "id date amount payee\na 2026-01-05 100 ann\nb 2026-02-06 9000 ann\nc 2026-03-06 1 ann"
    head = "guarantee: {amount: 50, first_periods: 2}\ncap: 500"
    result = run(C % "{rate: 10%}", text, head=head)
    assert by_period(result) == {("ann", "2026-01"): 50, ("ann", "2026-02"): 500, ("ann", "2026-03"): 0.1}


def test_a_recoverable_draw_with_a_limit_and_a_balance_carried_in() -> None:
    head = "draw: {amount: 100, recoverable: true, recover_at_most: 50%}"
    balances = "payee kind amount\nann draw 40"
    result = run(C % "{rate: 100%}", rows(150), head=head, balances=balances)
    assert paid(result) == {"ann": 125}
    assert result.balances == {(0, "draw"): 1500}


def test_year_to_date_true_up_of_retroactive_tiers() -> None:
    plan = "  - {id: c, accumulate: year, pays: {retroactive: [{to: 1000, rate: 10%}, {rate: 20%}]}}"
    text = "id date amount payee\na 2026-01-05 600 ann\nb 2026-02-06 600 ann\nc 2026-03-06 100 ann"
    assert by_period(run(plan, text)) == {("ann", "2026-01"): 60, ("ann", "2026-02"): 180, ("ann", "2026-03"): 20}
    history = "payee component period credit amount\nann c 2026-01 600 60"
    late = "\n".join(line for line in text.splitlines() if not line.startswith("a "))
    assert by_period(run(plan, late, history=history)) == {("ann", "2026-02"): 180, ("ann", "2026-03"): 20}


def test_a_late_order_is_paid_as_a_correction_in_the_open_period() -> None:
    text = "id date amount payee\na 2026-01-05 600 ann\nlate 2026-01-30 100 ann\nb 2026-02-06 50 ann"
    history = "payee component period transaction amount\nann c 2026-01 a 60\nann c 2026-01 gone 7"
    result = run(C % "{rate: 10%}", text, history=history, closed_through="2026-01")
    assert by_period(result) == {("ann", "2026-02"): 10 - 7 + 5}


def test_other_currencies_convert_at_the_date() -> None:
    text = "id date amount currency payee\na 2026-01-05 100 EUR ann\nb 2026-01-20 100 EUR ann\nc 2026-01-21 5 XXX ann"
    rates = "currency date rate\nEUR 2026-01-01 1.1\nEUR 2026-01-10 1.2"
    result = run(C % "{rate: 10%}", text, rates=rates)
    assert paid(result) == {"ann": 23}
    assert [p.code for p in result.problems] == ["currency"]


def test_quota_prorated_by_days_less_leave() -> None:
    plan = "  - {id: c, quota: {amount: 3100, prorate: days}, pays: {rate: 0%}}"
    people, leave = "payee from\nann 2026-01-11", "payee from to\nann 2026-01-21 2026-01-26"
    result = run(plan, rows(1), participants=people, leave=leave, only="2026-01")
    assert next(iter(result.ledger.cells["c"].values())).quota == 1600_00


def test_weeks_and_fiscal_years() -> None:
    result = run("  - {id: c, accumulate: year, quota: {amount: 1200, per: year}, pays: {marginal: [{to: 100%, rate: 1%}, {rate: 10%}]}}",
                 "id date amount payee\na 2026-03-31 1200 ann\nb 2026-04-01 1200 ann", head="fiscal_year_starts: 4")  # fmt: skip
    assert by_period(result) == {("ann", "2026-03"): 12, ("ann", "2026-04"): 12}
    weekly = run(C % "{rate: 10%}", "id date amount payee\na 2026-01-04 10 ann\nb 2026-01-05 20 ann", period="week")
    assert by_period(weekly) == {("ann", "2026-W01"): 1, ("ann", "2026-W02"): 2}


def test_a_change_of_role_in_mid_period() -> None:
    plan = "  - {id: a, roles: [sdr], pays: {rate: 1%}}\n  - {id: b, roles: [ae], pays: {rate: 10%}}"
    people = "payee role from to\nann sdr - 2026-01-15\nann ae 2026-01-15 -"
    text = "id date amount payee\na 2026-01-05 100 ann\nb 2026-01-20 100 ann"
    assert paid(run(plan, text, participants=people)) == {"ann": 11}


def test_the_plan_level_attainment_and_linked_components() -> None:
    plan = """
  - {id: a, quota: 100, measure: {value: amount, where: {kind: x}}, pays: {rate: 10%}}
  - {id: b, quota: 100, measure: {value: amount, where: {kind: y}}, pays: {rate: 10%}}
  - {id: bonus, gates: [{attainment: plan, at_least: 100%}, {attainment: b, above: 50%}], pays: {amount: 40}}"""
    text = "id date amount kind payee\na 2026-01-05 150 x ann\nb 2026-01-06 60 y ann"
    assert paid(run(plan, text)) == {"ann": 61}


def test_a_quarterly_bonus_in_a_monthly_plan_is_paid_in_its_last_month() -> None:
    plan = "  - {id: c, pays: {rate: 10%}}\n  - {id: q, period: quarter, quota: 100, pays: {steps: [{from: 100%, amount: 7}]}}"
    text = "id date amount payee\na 2026-01-05 60 ann\nb 2026-02-06 60 ann"
    assert by_period(run(plan, text)) == {("ann", "2026-01"): 6, ("ann", "2026-02"): 6, ("ann", "2026-03"): 7}


def test_a_salary_needs_no_amounts_on_the_transactions() -> None:
    result = run("  - {id: base, pays: {amount: 3000}}", "id date payee\na 2026-01-05 ann")
    assert paid(result) == {"ann": 3000}


def test_a_reading_of_a_period_before_the_data_is_a_note_and_pays_nothing() -> None:
    result = run("  - {id: c, pays: {rate: 10%}, gates: [{credit: self, ago: 1, at_least: 1}]}", rows(100))
    assert paid(result) == {"ann": 0}
    assert [(problem.severity, problem.code) for problem in result.problems] == [("note", "no-value")]
    assert "partial: allowed" in result.problems[0].message


ROLLING = "average: [{credit: self}, {credit: self, ago: 1}, {credit: self, ago: 2}]"


def test_a_rolling_average_counts_the_periods_that_are_there_where_the_plan_allows_it() -> None:
    text = "id date amount payee\na 2026-01-05 90 ann\nb 2026-02-06 60 ann\nc 2026-03-06 30 ann\nd 2026-04-06 30 ann"
    gate = f"gates: [{{{ROLLING}, partial: allowed, at_least: 60}}]"
    result = run(f"  - {{id: c, pays: {{rate: 10%}}, {gate}}}", text)
    # means: 90, (90 + 60) / 2, (90 + 60 + 30) / 3 and, below 60, (60 + 30 + 30) / 3
    wanted = {("ann", "2026-01"): 9, ("ann", "2026-02"): 6, ("ann", "2026-03"): 3, ("ann", "2026-04"): 0}
    assert by_period(result) == wanted
    assert not result.problems


def test_a_rolling_average_without_that_word_pays_when_all_its_periods_are_there() -> None:
    text = "id date amount payee\na 2026-01-05 90 ann\nb 2026-02-06 60 ann\nc 2026-03-06 30 ann"
    result = run(f"  - {{id: c, pays: {{rate: 10%}}, gates: [{{{ROLLING}, at_least: 60}}]}}", text)
    assert by_period(result) == {("ann", "2026-01"): 0, ("ann", "2026-02"): 0, ("ann", "2026-03"): 3}


def test_partial_goes_with_readings_of_earlier_periods_only() -> None:
    from cadre.compensation.engine.plan.loading import PlanRefused

    with pytest.raises(PlanRefused, match="partial: allowed goes with"):
        run("  - {id: c, pays: {rate: 10%}, gates: [{credit: self, partial: allowed, at_least: 1}]}", rows(100))
