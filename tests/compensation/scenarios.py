"""Random plans and inputs for the engine and the reference, and their results in one form."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from cadre.compensation.engine.blocks import KINDS, NOT_DUE
from cadre.compensation.engine.calendar import day_of
from cadre.compensation.engine.plan.checks import check
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from tests.compensation.further_scenarios import by_deal, events, reaching_far, receipts
from tests.compensation.rounding_scenarios import leave, rounded_pay, rounding, scorecards
from tests.reference.columns import FORMULAS
from tests.reference.compensation import Reference, Scenario

START = date(2026, 1, 1)
PAYEES = ["ann", "bob", "cho", "dai", "eve"]
FAR = date(9999, 12, 31)
CLAWBACK = [
    {"on": "return", "within": "60 days", "share": "100%"},
    {"on": "return", "prorate_over": "6 months"},
    {"on": "refund"},
]
RATES = {
    "EUR": [(date(2025, 1, 1), Fraction(11, 10)), (date(2026, 3, 1), Fraction("1.23456"))],
    "KWD": [(date(2025, 1, 1), Fraction("3.25"))],
}

percent = st.integers(0, 400).map(lambda n: f"{n / 4:g}%")
amount = st.one_of(
    st.integers(-500_000, 5_000_000),
    st.sampled_from([0, 1, -1, 50, 99_999, 100_000, 100_001, 10**13, -(10**13)]),
)


@st.composite
def curves(draw: Any, relative: bool, line_only: bool = False) -> dict[str, Any]:
    """A payout curve."""
    forms = ["rate", "marginal", "retroactive", "interpolate"] + (
        [] if line_only else ["steps", "milestones", "amount"]
    )
    form = draw(st.sampled_from(forms))
    if form == "rate":
        return {"rate": draw(percent)}
    if form == "amount":
        return {"amount": draw(st.integers(0, 500))}
    levels = sorted(draw(st.sets(st.integers(1, 200), min_size=1, max_size=3)))
    text = [f"{level}%" if relative else level * 100 for level in levels]
    boundary = draw(st.sampled_from(["upper", "lower"]))
    if form in ("marginal", "retroactive"):
        tiers = [{"to": level, "rate": draw(percent)} for level in text]
        if draw(st.booleans()):
            tiers.append({"rate": draw(percent)})
        return {form: tiers, "boundary": boundary}
    if form == "interpolate":
        points = (
            [{"at": "0%" if relative else 0, "rate": draw(percent)}] if draw(st.booleans()) or len(text) == 1 else []
        )
        return {form: [*points, *({"at": level, "rate": draw(percent)} for level in text)]}
    key = {"steps": "from", "milestones": "at"}[form]
    return {form: [{key: level, "amount": draw(st.integers(0, 999))} for level in text], "boundary": boundary}


@st.composite
def components(draw: Any, number: int, earlier: list[str], teams: bool) -> dict[str, Any]:
    """A component; it may read components before it."""
    has_quota = draw(st.booleans())
    accumulate = draw(st.sampled_from(["period", "period", "year", "quarter", "service_year", "transaction"]))
    pays = draw(curves(has_quota and draw(st.booleans()), accumulate == "transaction"))
    if accumulate == "transaction" and "interpolate" in pays:
        pays = {"rate": "3%"}
    found: dict[str, Any] = {"id": f"c{number}", "pays": pays, "accumulate": accumulate}
    if draw(st.integers(0, 4)) == 0:
        found["period"] = "quarter"
        if accumulate == "quarter":
            found["accumulate"] = "period"
    if has_quota:
        quota = draw(st.sampled_from(["input", 100, 333.33, 5_000]))
        found["quota"] = {"amount": quota, "basis": draw(st.sampled_from(["whole", "to_date"]))}
        if draw(st.integers(0, 3)) == 0 and "amount" not in pays and "steps" not in pays and "milestones" not in pays:
            found["target"], pays["of"] = 1_000, "target"
            if accumulate == "transaction":
                found["accumulate"] = "period"
    found["credit"] = draw(_credit(teams))
    if draw(st.integers(0, 3)) == 0:
        found["measure"] = {"value": "amount", "where": {"product": draw(st.sampled_from(["a", ["a", "b"]]))}}
    if found["accumulate"] in ("period", "quarter", "year", "service_year"):
        if draw(st.integers(0, 3)) == 0:
            found["threshold"] = "50%" if has_quota else 500
        if draw(st.integers(0, 3)) == 0:
            found["gates"] = [draw(_gate(earlier, has_quota, teams))]
    if draw(st.integers(0, 3)) == 0:
        found["multipliers"] = [draw(_multiplier())]
    if draw(st.integers(0, 3)) == 0:
        found["cap"] = {"payout": draw(st.integers(1, 500))}
    return found


@st.composite
def _credit(draw: Any, teams: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(["own", "own", "by", "up", "team"]))
    if kind == "by":
        return {"by": "account", "overlay": draw(st.booleans())}
    if kind == "up":
        levels = draw(st.sampled_from(["all", 1, 2]))
        return {
            "roll_up": {"levels": levels, "own": draw(st.booleans()), "share": draw(st.sampled_from(["100%", "30%"]))}
        }
    if kind == "team" and teams:
        return {"team": True}
    return {"by": "account"} if draw(st.booleans()) else {}


@st.composite
def _gate(draw: Any, earlier: list[str], has_quota: bool, teams: bool) -> dict[str, Any]:
    reads = [{"measure": "score"}]
    if has_quota:
        reads.append({"attainment": "self"})
    reads += [{"attainment": name, "of": "team" if teams else "payee"} for name in earlier]
    return {**draw(st.sampled_from(reads)), "at_least": "80%", "otherwise": draw(st.sampled_from(["0%", "50%"]))}


@st.composite
def _multiplier(draw: Any) -> dict[str, Any]:
    return draw(  # type: ignore[no-any-return]
        st.sampled_from(
            [
                {"value": "1/3"},
                {"measure": "score"},
                {"measure": "score", "steps": [{"from": "50%", "value": "90%"}, {"from": "90%", "value": "110%"}]},
            ]
        )
    )


@st.composite
def plans(draw: Any, wide: bool = False) -> tuple[Plan, bool]:
    """A plan without errors, and whether its people are in teams.

    ``wide``: also what reaches beyond a payee's run: budgets, contests, pools, parts, clawback.
    """
    teams = draw(st.booleans())
    parts: list[dict[str, Any]] = []
    quotas: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        part = draw(by_deal(draw(components(number, list(quotas), teams))))
        if wide:
            part = draw(reaching_far(part, teams))
        part = draw(rounding(part, [one["id"] for one in parts if one.get("period") is None], teams))
        parts.append(part)
        if part.get("quota") and part.get("period") is None:
            quotas.append(part["id"])
    if draw(st.integers(0, 2)) == 0:
        parts.append(draw(scorecards([one["id"] for one in parts if one.get("period") is None], pay=not wide)))
    for part in parts:
        if part.get("period") == "quarter":
            part["gates"] = [gate for gate in part.get("gates", []) if gate.get("attainment") in (None, "self")]
    content: dict[str, Any] = {
        "plan": "random", "currency": "USD", "measures": {"score": "percent", "csat": "percent"}, "components": parts,
        "negative": draw(st.sampled_from(["carry", "owe", "forgive"])),
    }  # fmt: skip
    content.update({"clawback": CLAWBACK, "columns": FORMULAS} if wide else {})
    if content["negative"] == "carry" and draw(st.booleans()):
        content["recover_at_most"] = draw(st.sampled_from(["25%", "1/3"]))
    plan = Plan.model_validate(content | draw(_payment()))
    assert not [found for found in check(plan) if found.severity == "error"], check(plan)
    return plan, teams


@st.composite
def _payment(draw: Any) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        content["cap"] = 700
    if draw(st.integers(0, 2)) == 0:
        content["draw"] = {
            "amount": 200,
            "recoverable": draw(st.booleans()),
            "recover_at_most": draw(st.sampled_from(["100%", "50%"])),
        }
    return content | draw(rounded_pay("cap" in content))


@st.composite
def scenarios(draw: Any, teams: bool, wide: bool = False) -> Scenario:
    """Inputs: transactions with owners, splits, assignments; a tree; quotas; scores."""
    days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))
    found = Scenario()
    for number in range(draw(st.integers(1, 14))):
        owner = draw(st.sampled_from([*PAYEES[:4], ""]))
        found.transactions.append(
            {"id": f"t{number}", "date": draw(days), "amount": Fraction(draw(amount), 100), "payee": owner,
             "account": draw(st.sampled_from(["x", "y", ""])), "product": draw(st.sampled_from(["a", "b"]))}
        )  # fmt: skip
    for row in found.transactions:
        if draw(st.integers(0, 3)) == 0:
            found.splits += [
                {"transaction": row["id"], "payee": payee, "share": share, "role": ""}
                for payee, share in zip(PAYEES, draw(_shares()), strict=False)
            ]
    for account in ("x", "y"):
        cut = draw(days)
        for begin, end in ((date(2025, 1, 1), cut), (cut, FAR)):
            if begin < end and draw(st.integers(0, 4)):
                found.assignments += [
                    {"account": account, "payee": payee, "share": share, "from": begin, "to": end, "role": ""}
                    for payee, share in zip(draw(st.permutations(PAYEES[:4])), draw(_shares()), strict=False)
                ]
    cut = draw(days)
    found.tree = [
        {"payee": "ann", "manager": "dai", "from": date(2025, 1, 1), "to": cut},
        {"payee": "ann", "manager": "cho", "from": cut, "to": FAR},
        {"payee": "bob", "manager": "dai", "from": date(2025, 1, 1), "to": FAR},
        {"payee": "dai", "manager": "eve", "from": date(2025, 1, 1), "to": FAR},
    ]
    found.participants = draw(_participants(teams))
    if wide:
        draw(_further_columns(found, days))
    found.leave = draw(leave(PAYEES, days))
    draw(_figures(found))
    return found


@st.composite
def _further_columns(draw: Any, found: Scenario, days: Any) -> None:
    for row in found.transactions:
        row["cost"] = Fraction(draw(amount), 100)
        row["paid_on"] = draw(st.none() | days)
        row["currency"] = draw(st.sampled_from(["USD", "USD", "EUR", "KWD"]))
    for row in found.assignments:
        row["zone"] = "1" if row["account"] == "x" else "2"
    found.rates = RATES
    found.events, found.receipts = draw(events(found, days)), draw(receipts(found, days))


@st.composite
def _figures(draw: Any, found: Scenario) -> None:
    for month in range(1, 13):
        found.quotas["*", f"2026-{month:02d}"] = Fraction(draw(st.sampled_from([100, 250, 1_000])))
    for quarter in range(1, 5):
        found.quotas["*", f"2026-Q{quarter}"] = Fraction(800)
    for label in (*(f"2026-{m:02d}" for m in range(1, 13)), *(f"2026-Q{q}" for q in range(1, 5))):
        found.measures["*", label, "score"] = Fraction(draw(st.sampled_from([50, 80, 95])), 100)
        found.measures["*", label, "csat"] = Fraction(draw(st.sampled_from([0, 66, 99])), 100)
    if draw(st.integers(0, 3)) == 0:
        del found.measures["*", "2026-02", "csat"]


@st.composite
def _shares(draw: Any) -> list[Fraction]:
    return draw(  # type: ignore[no-any-return]
        st.sampled_from(
            [
                [Fraction(1)],
                [Fraction(1, 2), Fraction(1, 2)],
                [Fraction(333, 1000), Fraction(667, 1000)],
                [Fraction(1, 3)] * 3,
                [Fraction(1, 4), Fraction(1, 4), Fraction(1, 6), Fraction(1, 3)],
            ]
        )
    )


@st.composite
def _participants(draw: Any, teams: bool) -> list[dict[str, Any]]:
    if not teams and draw(st.booleans()):
        return []
    rows = []
    for payee in PAYEES:
        team = draw(st.sampled_from(["north", "south"])) if teams else ""
        begin = START if draw(st.integers(0, 3)) else START + timedelta(days=45)
        hired_on = draw(st.none() | st.integers(-900, 150).map(lambda n: START + timedelta(days=n)))
        rows.append({"payee": payee, "team": team, "role": "", "from": begin, "to": FAR, "hired_on": hired_on})
    return rows


def tables(scenario: Scenario) -> dict[str, Any]:
    """The scenario as input tables of the engine."""
    found: dict[str, Any] = {"transactions": _table(scenario.transactions)}
    for name in ("splits", "assignments", "tree", "participants", "events", "receipts", "leave"):
        rows = getattr(scenario, name)
        if rows:
            found[name] = _table(rows)
    found["quotas"] = [
        {"payee": p, "period": label, "quota": str(float(v))} for (p, label), v in scenario.quotas.items()
    ]
    found["measures"] = [
        {"payee": p, "period": label, "measure": m, "value": str(float(v))}
        for (p, label, m), v in scenario.measures.items()
    ]
    if scenario.rates:
        found["rates"] = [
            {"currency": name, "date": str(day), "rate": str(float(value))}
            for name, known in scenario.rates.items()
            for day, value in known
        ]
    return found


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.table({name: [_cell(name, row[name]) for row in rows] for name in rows[0]})


def _cell(name: str, value: Any) -> str:
    if isinstance(value, Fraction):
        if name == "share":
            return f"{value.numerator}/{value.denominator}"
        cents = value * 100
        sign = "-" if cents < 0 else ""
        return f"{sign}{abs(cents.numerator) // 100}.{abs(cents.numerator) % 100:02d}"
    return "" if value is None else str(value)


COLUMNS = (
    "component", "payee", "period", "paid_in", "kind", "tx", "day", "source", "level", "seq", "value", "credit", "after",
    "tier_before", "tier_after", "uncapped", "amount", "rounding", "part",
)  # fmt: skip


def engine_lines(result: Result) -> list[tuple[Any, ...]]:
    """The engine's component lines, every column."""
    found = []
    names, own = result.payees, result.plan_calendar()
    plain = ("level", "seq", "value", "credit", "after", "tier_before", "tier_after", "uncapped", "amount")
    for block in result.blocks:
        if not block.component:
            continue
        dens = result.dens.get(block.component, {})
        periods = result.ledger.calendar(result.plan.component(block.component))
        texts = block.tx_texts().to_pylist()
        wanted = ("payee", "period", "paid_in", "kind", "day", "source", "rounding", "part", *plain)
        columns = {name: block.column(name).tolist() for name in wanted}
        for i in range(block.count):
            row = {name: values[i] for name, values in columns.items()}
            due = None if row["paid_in"] == NOT_DUE else own.label(row["paid_in"])
            rounding = Fraction(row["rounding"], dens.get((row["payee"], row["period"]), 1))
            found.append(
                (block.component, names[row["payee"]], periods.label(row["period"]), due, KINDS[row["kind"]], texts[i],
                 day_of(row["day"]), names[row["source"]], *(row[name] for name in plain), rounding, row["part"])
            )  # fmt: skip
    return sorted(found, key=repr)


def reference_lines(reference: Reference) -> list[tuple[Any, ...]]:
    """The reference's lines, every column."""
    return sorted((tuple(line[name] for name in COLUMNS) for line in reference.lines), key=repr)


def engine_settled(result: Result) -> list[tuple[Any, ...]]:
    """The engine's lines that lead from earned to paid."""
    found, own = [], result.plan_calendar()
    for block in result.blocks:
        if not block.component:
            columns = [block.column(name).tolist() for name in ("payee", "period", "kind", "after", "amount")]
            rows = zip(*columns, strict=True)
            found += [(result.payees[p], own.label(when), KINDS[kind], *rest) for p, when, kind, *rest in rows]
    return sorted(found)


def engine_paid(result: Result) -> dict[tuple[str, str], int]:
    """Pay by payee and period."""
    own = result.plan_calendar()
    return {(result.payees[p.payee], own.label(p.period)): p.paid for p in result.payouts}
