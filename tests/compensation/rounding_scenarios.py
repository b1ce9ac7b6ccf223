"""Random parts of plans that round, read figures, measure scorecards and share out targets over the year."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

_HOW = st.sampled_from(["nearest", "down", "up"])
_MONTHS = ["5%", "5%", "10%", "5%", "5%", "20%", "5%", "5%", "10%", "10%", "10%", "10%"]
_QUARTERS = ["10%", "20%", "30%", "40%"]


@st.composite
def rounding(draw: Any, part: dict[str, Any], earlier: list[str], teams: bool) -> dict[str, Any]:
    """A component that may read rounded figures and whose target and quota may be yearly, less leave."""
    monthly = part.get("period") is None
    if part["accumulate"] in ("period", "quarter", "year") and draw(st.integers(0, 2)) == 0:
        figure = draw(readings(earlier if monthly else [], bool(part.get("quota")), teams))
        if draw(st.booleans()):
            part["gates"] = [*part.get("gates", []), {**figure, "at_least": draw(st.sampled_from([0, 1, "80%"]))}]
        else:
            limits = {"at_least": draw(st.sampled_from([0, "1/3"])), "at_most": 3}
            part["multipliers"] = [*part.get("multipliers", []), {**figure, **limits}]
    weights = _MONTHS if monthly else _QUARTERS
    if part.get("target") is not None and draw(st.booleans()):
        part["target"] = {"amount": 12_345, **draw(_spread(weights))}
    if isinstance(part.get("quota"), dict) and part["quota"]["amount"] != "input" and draw(st.integers(0, 2)) == 0:
        part["quota"] |= draw(_spread(weights))
    return part


@st.composite
def readings(
    draw: Any, earlier: list[str], has_quota: bool, teams: bool, further: bool = True, pay: bool = True
) -> dict[str, Any]:
    """A reading, perhaps over another, rounded and multiplied. ``pay``: also of what other components pay."""
    sources: list[dict[str, Any]] = [{"measure": "score"}, {"measure": "csat"}, {"value": 125}, {"value": -40}]
    of = {"of": draw(st.sampled_from(["payee", "team"]))} if teams else {}
    sources += [{kind: name, **of} for name in earlier for kind in ("credit", "payout")[: 1 + pay]]
    sources += [{"attainment": "self"}] if has_quota else []
    found: dict[str, Any] = draw(st.sampled_from(sources))
    if further and draw(st.integers(0, 3)) == 0:
        inside = st.lists(readings(earlier, has_quota, teams, False, pay), min_size=2, max_size=3)
        found = {draw(st.sampled_from(["sum", "average", "lowest", "highest"])): draw(inside)}
    found = dict(found)
    if further and draw(st.booleans()):
        found["over"] = draw(readings(earlier, has_quota, teams, False, pay))
    if draw(st.integers(0, 2)):
        found |= {"round_to": draw(st.sampled_from([1, "1%", "0.25", "1/3"])), "round": draw(_HOW)}
    if draw(st.booleans()):
        found["times"] = draw(st.sampled_from(["1%", 2, "1/7"]))
    return found


@st.composite
def _spread(draw: Any, weights: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "prorate": draw(st.sampled_from(["none", "days", "workdays", "months", "months_15", "months_any"]))
    }
    found["leave"] = draw(st.booleans())
    if draw(st.booleans()):
        found["per"] = "year"
        if draw(st.booleans()):
            found["weights"] = weights
    return found


@st.composite
def scorecards(draw: Any, earlier: list[str], pay: bool) -> dict[str, Any]:
    """A component that measures objectives, or a reading such as every full 100 sold.

    ``pay``: it may be reckoned on pay, which the reference does not follow through a clawback.
    """
    found: dict[str, Any] = {"id": "card", "measure": {"scores": {"score": "60%", "csat": "40%"}}}
    if draw(st.booleans()):
        found["measure"] = {"reading": draw(readings(earlier, False, False, True, pay))}
    if draw(st.booleans()):
        found["threshold"] = draw(st.sampled_from(["70%", "81.2%", 1]))
    points = [{"at": "0%", "rate": "10%"}, {"at": "66%", "rate": "50%"}, {"at": "95%", "rate": "120%"}]
    steps = [{"from": "50%", "amount": 30}, {"from": "81.2%", "amount": 70}]
    of_target = draw(st.booleans())
    tiers = [{"to": "66%" if of_target else 60, "rate": "20%"}, {"rate": "35%"}]
    of = {"of": "target"} if of_target else {}
    pays: list[dict[str, Any]] = [{"steps": steps, "boundary": draw(st.sampled_from(["upper", "lower"]))}]
    pays += [
        {"marginal": tiers, **of},
        {"retroactive": tiers, "boundary": draw(st.sampled_from(["upper", "lower"])), **of},
    ]
    pays += (
        [{"rate": "33%", "of": "target"}, {"interpolate": points, "of": "target"}] if of_target else [{"rate": "7%"}]
    )
    found["pays"] = draw(st.sampled_from(pays))
    if of_target:
        found["target"] = {"amount": 1_000, **draw(_spread(_MONTHS))}
    found["cap"] = {"payout": 5_000}
    return found


@st.composite
def rounded_pay(draw: Any, capped: bool) -> dict[str, Any]:
    """What is paid at a multiple, and small payments kept."""
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found |= {"round_to": draw(st.sampled_from([1, 10, "0.05", 250])), "round": draw(_HOW)}
    if not capped and draw(st.integers(0, 3)) == 0:
        found["pay_from"] = draw(st.sampled_from([50, 200]))
    return found


@st.composite
def leave(draw: Any, payees: list[str], days: Any) -> list[dict[str, Any]]:
    """Some leave, which may overlap."""
    found = []
    for payee in draw(st.lists(st.sampled_from(payees), max_size=4)):
        begin = draw(days)
        found.append({"payee": payee, "from": begin, "to": begin + timedelta(days=draw(st.integers(1, 60)))})
    return found
