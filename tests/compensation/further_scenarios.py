"""Random parts of plans that look at single transactions, at others, and at what happens later."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.reference.crediting import Scenario

_PERCENT = st.integers(0, 400).map(lambda n: f"{n / 4:g}%")
_TESTS = [
    {"product": "a"},
    {"product": ["a", "b"]},
    {"product": {"not": ["a"]}},
    {"amount": {"at_least": 100}},
    {"amount": {"above": 0, "at_most": 1000}},
    {"date": {"from": "2026-02-01", "to": "2026-04-15"}},
    {"product": "b", "amount": {"below": 500}},
]


@st.composite
def by_deal(draw: Any, part: dict[str, Any]) -> dict[str, Any]:
    """A component, perhaps with rates by row, factors, least and most per deal."""
    pays = part["pays"]
    line_form = not {"steps", "milestones", "amount"} & set(pays) and part.get("target") is None
    if not line_form or draw(st.integers(0, 2)):
        return part
    if part["accumulate"] not in ("period", "transaction"):
        part["accumulate"] = "period"
    rows = draw(st.lists(st.sampled_from(_TESTS), min_size=1, max_size=3))
    if draw(st.booleans()):
        part["pays"] = {"rates": [{"where": where, "rate": draw(_PERCENT)} for where in rows]}
    else:
        part["factors"] = [{"where": rows[0], "value": draw(_PERCENT)}]
        if len(rows) > 1:
            part["factors"].append({"first": [{"where": where, "value": draw(_PERCENT)} for where in rows[1:]]})
    if draw(st.booleans()):
        part["minimum_per_transaction"] = draw(st.integers(1, 30))
    if draw(st.booleans()):
        part["cap"] = {**part.get("cap", {}), "per_transaction": draw(st.integers(30, 100))}
    return part


@st.composite
def reaching_far(draw: Any, part: dict[str, Any], teams: bool) -> dict[str, Any]:
    """A component that may be shared, limited over more than a run, deducted, or paid later."""
    single = part["accumulate"] in ("period", "transaction")
    line_form = not {"steps", "milestones", "amount"} & set(part["pays"]) and part.get("target") is None
    kind = draw(st.sampled_from(["", "group", "limit", "deduct"]))
    if kind == "group" and single:
        among = draw(st.sampled_from(["everyone", "team"])) if teams else "everyone"
        part = {name: part[name] for name in ("id", "credit", "period", "measure", "multipliers") if name in part}
        part["pays"] = draw(_shared(among))
        return part | {"accumulate": "period"}
    if kind == "limit" and line_form and single:
        part["cap"] = {**part.get("cap", {}), "budget": draw(st.integers(1, 400))}
        if "payout" in part["cap"]:
            part["cap"]["per"] = draw(st.sampled_from(["quarter", "year", "ever"]))
    if kind == "deduct" and single:
        part["deduct"] = True
    if "measure" not in part and draw(st.integers(0, 2)) == 0:
        part["measure"] = {"value": draw(st.sampled_from(["profit", "within", "so_far"])), "unit": "money"}
        if draw(st.booleans()):
            part["measure"]["where"] = draw(st.sampled_from([{"so_far": {"at_least": 500}}, {"turn": {"below": 3}}]))
    if part["credit"].get("by") and draw(st.booleans()):
        part["credit"] = {"by": "zone"}
    if draw(st.booleans()):
        part["pay"] = draw(_parts())
    return part


@st.composite
def _shared(draw: Any, among: str) -> dict[str, Any]:
    if draw(st.booleans()):
        rule: dict[str, Any] = {"prizes": [100, 50, "25.01"], "among": among}
        if draw(st.integers(0, 2)) == 0:
            rule |= {"prizes": [100], "best": draw(st.sampled_from(["10%", "30%", "50%", "1/3"]))}
        rule["ties"] = draw(st.sampled_from(["share", "each"]))
        if draw(st.booleans()):
            rule |= {"rank_by": "increase", "baseline": {"value": 100}}
        return {"contest": rule}
    rule = {"by": draw(st.sampled_from(["credit", "equal"])), "among": among}
    rule |= draw(st.sampled_from([{"amount": 1000}, {"rate": "2.5%"}]))
    if draw(st.booleans()):
        rule["minimum"] = 200
    return {"pool": rule}


@st.composite
def _parts(draw: Any) -> list[dict[str, Any]]:
    later = [
        {"on": "paid_on"},
        {"after": "2 months"},
        {"after": "45 days", "while_in_plan": True},
        {"at_end_of": "quarter"},
        {"receipts": True},
        {"instalments": 3},
    ]
    return [{"share": "1/3"}, {"share": "2/3", **draw(st.sampled_from(later))}]


@st.composite
def events(draw: Any, scenario: Scenario, days: Any) -> list[dict[str, Any]]:
    """Returns of some transactions, some of them in two steps."""
    found = []
    for row in scenario.transactions:
        if draw(st.integers(0, 2)) == 0:
            at = row["date"] + timedelta(days=draw(st.integers(0, 150)))
            share = draw(st.sampled_from([Fraction(1), Fraction(1, 3)]))
            one = {"transaction": row["id"], "kind": "return", "date": at, "share": share, "amount": None}
            if row["amount"] and draw(st.booleans()):
                one |= {"kind": "refund", "share": None, "amount": Fraction(round(row["amount"] * 100 / 3), 100)}
            found.append(one)
            if draw(st.booleans()):
                found.append({**found[-1], "date": at + timedelta(days=1)})
    return found


@st.composite
def receipts(draw: Any, scenario: Scenario, days: Any) -> list[dict[str, Any]]:
    """Payments of some transactions, not always all of them."""
    found = []
    for row in scenario.transactions:
        for _ in range(draw(st.integers(0, 2))):
            part = Fraction(round(row["amount"] * 100 / draw(st.sampled_from([1, 2, 3]))), 100)
            found.append({"transaction": row["id"], "date": draw(days), "amount": part})
    return found
