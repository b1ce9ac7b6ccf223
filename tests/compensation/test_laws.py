"""Laws that hold for every plan: splits and tiers conserve, monotone plans pay monotonically, a whole clawback undoes."""

import re
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.compensation.engine import amounts, words
from cadre.compensation.engine.backends import Duck
from cadre.compensation.engine.blocks import KINDS
from cadre.compensation.engine.lowering.arithmetic import scaled
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.terms_table import WIDE_LIMIT
from tests.compensation.scenarios import plans, scenarios, tables

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
cents = st.one_of(st.integers(-(10**7), 10**7), st.sampled_from([10**15, -(10**15), 10**15 - 1]))


def text(value: int) -> str:
    """Cents as text."""
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


@quick
@given(st.lists(cents, min_size=1, max_size=8), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_splits_sum_to_the_transaction(values: list[int], weights: list[int]) -> None:
    whole = sum(weights)
    rows = [{"id": f"t{i}", "date": "2026-01-01", "amount": text(v)} for i, v in enumerate(values)]
    splits = [
        {"transaction": row["id"], "payee": f"p{j}", "share": f"{w}/{whole}"}
        for row in rows
        for j, w in enumerate(weights)
    ]
    plan, _ = parse_plan("plan: p\ncurrency: USD\nnegative: owe\ncomponents:\n  - {id: c, pays: {rate: 100%}}")
    result = calculate(plan, {"transactions": rows, "splits": splits})
    (block,) = result.blocks
    sums: dict[str, int] = {}
    for name, credit in zip(block.tx_texts().to_pylist(), block.column("credit").tolist(), strict=True):
        sums[name] = sums.get(name, 0) + credit
    assert sums == {f"t{i}": v for i, v in enumerate(values)}
    for row in range(block.count):
        exact = Fraction(int(block.column("value")[row]) * weights[int(block.column("seq")[row])], whole)
        assert abs(int(block.column("credit")[row]) - exact) < 1


@quick
@given(
    st.lists(cents.filter(lambda v: abs(v) < 10**9), min_size=1, max_size=10),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=3, unique=True),
)
def test_equal_rates_make_tiers_disappear(values: list[int], edges: list[int]) -> None:
    rows = [{"id": f"t{i}", "date": "2026-01-01", "amount": text(v), "payee": "ann"} for i, v in enumerate(values)]
    tiers = [{"to": text(edge), "rate": "7.3%"} for edge in sorted(edges)]
    for form in ("marginal", "retroactive"):
        plan = Plan.model_validate(
            {"plan": "p", "currency": "USD", "components": [{"id": "c", "pays": {form: [*tiers, {"rate": "7.3%"}]}}]}
        )
        (block,) = [b for b in calculate(plan, {"transactions": rows}).blocks if b.component]
        expected = [amounts.round_half_away(Fraction(v) * Fraction(73, 1000)) for v in block.column("credit").tolist()]
        assert block.column("amount").tolist() == expected


@quick
@given(st.data())
def test_more_credit_never_pays_less_where_the_curve_rises(data: Any) -> None:
    edges = sorted(data.draw(st.sets(st.integers(1, 300), min_size=1, max_size=3)))
    rates = sorted(data.draw(st.lists(st.integers(0, 400), min_size=len(edges) + 1, max_size=len(edges) + 1)))
    form = data.draw(st.sampled_from(["marginal", "retroactive"]))
    tiers = [{"to": f"{e}%", "rate": f"{r / 10:g}%"} for e, r in zip(edges, rates, strict=False)]
    component = {"id": "c", "quota": 1000, "pays": {form: [*tiers, {"rate": f"{rates[-1] / 10:g}%"}]}}
    content = {"plan": "p", "currency": "USD", "components": [component]}
    if data.draw(st.booleans()):
        unit = data.draw(st.sampled_from(["0.05", 1, 10, 250]))
        content |= {"round_to": unit, "round": data.draw(st.sampled_from(["nearest", "down", "up"]))}
    plan = Plan.model_validate(content)
    values = sorted(data.draw(st.lists(st.integers(0, 500_000), min_size=2, max_size=8)))
    rows = [{"id": f"t{i}", "date": "2026-01-01", "amount": text(v), "payee": f"p{i}"} for i, v in enumerate(values)]
    paid = calculate(plan, {"transactions": rows}).paid()
    ordered = [paid[f"p{i}"] for i in range(len(values))]
    assert ordered == sorted(ordered)


@quick
@given(st.data())
def test_a_whole_clawback_is_the_negative_of_what_was_paid(data: Any) -> None:
    plan, teams = data.draw(plans())
    content = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content["clawback"] = [{"on": "return", "share": "100%"}]
    content["negative"] = "owe"
    for key in ("draw", "cap"):
        content.pop(key, None)
    plan = Plan.model_validate(content)
    scenario = data.draw(scenarios(teams))
    events = [{"transaction": row["id"], "kind": "return", "date": "2026-12-30"} for row in scenario.transactions]
    result = calculate(plan, {**tables(scenario), "events": events}, period="2026")
    earned: dict[tuple[Any, ...], int] = {}
    for block in result.blocks:
        names = block.tx_texts().to_pylist()
        for i in range(block.count):
            # what is reckoned on pay has no line of the transaction before it is taken back
            if block.component and names[i] is not None and not plan.component(block.component).reckoned_on:
                key = block.component, int(block.column("payee")[i]), names[i]
                earned[key] = earned.get(key, 0) + int(block.column("amount")[i])
    assert set(earned.values()) <= {0}


@quick
@given(st.data())
def test_lines_and_the_line_that_rounds_sum_to_a_multiple_less_than_one_step_away(data: Any) -> None:
    plan, teams = data.draw(plans())
    unit, how = (
        data.draw(st.sampled_from([5, 100, 1_000, 25_000])),
        data.draw(st.sampled_from(["nearest", "down", "up"])),
    )
    content = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content |= {"round_to": text(unit), "round": how, "negative": "owe"}
    content.pop("pay_from", None)
    plan = Plan.model_validate(content)
    result = calculate(plan, tables(data.draw(scenarios(teams))))
    sums: dict[tuple[int, int], int] = {}
    for block in result.blocks:
        for payee, due, amount, kind in zip(
            *(block.column(name).tolist() for name in ("payee", "paid_in", "amount", "kind")), strict=True
        ):
            sums[payee, due] = sums.get((payee, due), 0) + amount
            assert KINDS[kind] != "rounded" or 0 < abs(amount) < unit
    assert {(one.payee, one.period): one.paid for one in result.payouts} == sums | {
        (one.payee, one.period): 0 for one in result.payouts if (one.payee, one.period) not in sums
    }
    assert {amount % unit for amount in sums.values()} <= {0}


@quick
@given(plans())
def test_a_plan_reads_back_as_it_was_written(drawn: Any) -> None:
    plan, _ = drawn
    for skipped in (False, True):
        assert Plan.model_validate_json(plan.model_dump_json(by_alias=True, exclude_defaults=skipped)) == plan


@quick
@given(cents, st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_sql_product_is_exact(value: int, num: int, den: int) -> None:
    num %= den + 1
    duck = Duck(threads=1)
    (row,) = duck.fetch(
        f"SELECT {scaled('x', str(num), str(den))} AS y FROM (SELECT CAST({value} AS BIGINT) AS x) AS t"
    ).to_pylist()
    assert row["y"] == amounts.round_half_away(Fraction(value * num, den))


@quick
@given(st.integers(1, 10**13), st.integers(1, 10**12), st.integers(1, 10**12))
def test_rates_of_any_denominator_are_exact(credit: int, target: int, quota: int) -> None:
    component = {"id": "c", "quota": text(quota), "target": text(target), "pays": {"of": "target", "rate": "100%"}}
    plan = Plan.model_validate({"plan": "p", "currency": "USD", "components": [component]})
    exact = amounts.round_half_away(Fraction(credit * target, quota))
    if exact > 10**17:
        return
    rows = [{"id": "t", "date": "2026-01-01", "amount": text(credit), "payee": "ann"}]
    assert calculate(plan, {"transactions": rows}).paid() == {"ann": exact}
    assert WIDE_LIMIT > 0


def test_every_message_has_three_languages_with_the_same_placeholders() -> None:
    for name, texts in words.all_messages().items():
        found = {tuple(sorted(set(re.findall(r"%\((\w+)\)s", one)))) for one in texts}
        assert len(texts) == 3, name
        assert len(found) == 1, name
        assert texts[0], name


def test_the_generated_sql_has_integers_only() -> None:
    seen: list[str] = []

    class Listening(Duck):
        def create(self, name: str, sql: str) -> None:
            seen.append(sql)
            super().create(name, sql)

        def fetch(self, sql: str) -> Any:
            seen.append(sql)
            return super().fetch(sql)

    from cadre.compensation.engine.plan.loading import read_plan

    for path in ("account-executive", "sales-manager", "sales-development"):
        plan, _ = read_plan(f"src/cadre/compensation/engine/templates/{path}.yaml")
        columns = {"type": "new", "kind": "meeting", "points": "1", "paid_on": "2026-02-01"}
        rows = [{"id": "a", "date": "2026-01-05", "amount": "100", "payee": "ann", **columns}]
        people = [{"payee": "ann", "role": role, "from": "2026-01-01", "target": "100"} for role in ("ae",)]
        calculate(plan, {"transactions": rows, "participants": people}, engine=Listening(threads=1))
    assert seen
    for sql in seen:
        assert not re.search(r"(?<!/)/(?!/)|DECIMAL|DOUBLE|HUGEINT|\blist\(|\bhash\(|\bsign\(", sql), sql
