"""The corner points of payout curves, for a picture."""

from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.model import Plan


def curve_points(plan: Plan) -> dict[str, list[dict[str, str]]]:
    """The corner points of each component's curve: where, and the rate or payout from there on."""
    found: dict[str, list[dict[str, str]]] = {}
    for component in plan.components:
        pays = component.pays
        points = [{"at": str(b.bottom), "value": str(b.tier.rate or b.tier.amount)} for b in pays.bands]
        points += [{"at": str(p.at), "value": str(p.rate)} for p in pays.interpolate or []]
        points += [{"at": str(s.from_), "value": _row_value(s)} for s in pays.steps or []]
        points += [{"at": str(m.at), "value": _row_value(m)} for m in pays.milestones or []]
        if pays.rate is not None:
            points = [{"at": "0", "value": str(pays.rate)}]
        found[component.id] = points
    return found


def _row_value(row: Any) -> str:
    return amounts.percent_text(row.pays) if row.pays is not None else amounts.trimmed(row.amount)
