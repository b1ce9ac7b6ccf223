"""Contests, pools and shared limits, a loop at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.exact import half_away, largest_remainder
from tests.reference.periods import Period, period_of

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.compensation import Reference

Row = tuple[str, Period, dict[str, Any]]


def shared(reference: Reference, component: Component, rows: list[Row]) -> None:
    """What each payee of a contest or pool gets, before its factor, as ``prize``."""
    rule = component.pays.contest or component.pays.pool
    groups: dict[tuple[str, str], list[Row]] = {}
    for payee, period, result in rows:
        result["prize"] = 0
        team = reference.crediting.team(payee, period.last) if rule.among == "team" else ""  # type: ignore[union-attr]
        groups.setdefault((period.label, team), []).append((payee, period, result))
    for found in groups.values():
        taking = [row for row in found if _reaches(reference, component, row[2])]
        if component.pays.contest is not None:
            _contest(reference, component, taking)
        else:
            _pool(reference, component, taking, sum(result["reached"] for _, _, result in found))


def _reaches(reference: Reference, component: Component, result: dict[str, Any]) -> bool:
    level = (component.pays.contest or component.pays.pool).minimum  # type: ignore[union-attr]
    return level is None or result["reached"] >= level.value * reference.scale


def _contest(reference: Reference, component: Component, rows: list[Row]) -> None:
    rule = component.pays.contest
    assert rule is not None
    base = Fraction(0) if rule.baseline is None else Fraction(rule.baseline.value or 0) * reference.scale
    running = [(result["reached"] - base, payee, result) for payee, _, result in rows if result["reached"] > base]
    running.sort(key=lambda one: (-one[0], one[1]))
    prizes = [int(prize * reference.scale) for prize in rule.prizes]
    if rule.best is not None:
        prizes = prizes * max(half_away(len(running) * rule.best), 1)
    for score in dict.fromkeys(score for score, _, _ in running):
        better = sum(other > score for other, _, _ in running)
        tied = [result for other, _, result in running if other == score]
        pot = prizes[better : better + len(tied)]
        if not pot:
            break
        shares = largest_remainder(sum(pot), [Fraction(1, len(tied))] * len(tied))
        for result, share in zip(tied, [pot[0]] * len(tied) if rule.ties == "each" else shares, strict=True):
            result["prize"] = share


def _pool(reference: Reference, component: Component, rows: list[Row], credit: int) -> None:
    rule = component.pays.pool
    assert rule is not None
    exact = rule.amount * reference.scale if rule.amount is not None else max(credit, 0) * rule.rate.value  # type: ignore[union-attr]
    weights = [1 if rule.by == "equal" else max(result["reached"], 0) for _, _, result in rows]
    sharing = [(weight, result) for weight, (_, _, result) in zip(weights, rows, strict=True) if weight]
    whole = sum(weight for weight, _ in sharing)
    parts = largest_remainder(half_away(Fraction(exact)), [Fraction(weight, whole) for weight, _ in sharing])
    for (_, result), part in zip(sharing, parts, strict=True):
        result["prize"] = part


def limit(reference: Reference, component: Component) -> None:
    """Caps over several periods and budgets over all payees, in the order of days."""
    cap = component.cap
    lines = [line for line in reference.lines if line["component"] == component.id]
    lines.sort(key=lambda line: (line["when"].start, line["day"], line["tx"] or "", line["seq"], line["payee"]))
    rules: list[tuple[Any, Any]] = []
    if cap.per != "run" and cap.payout is not None:
        kind = "once" if cap.per == "ever" else cap.per
        rules.append((cap.payout, lambda line: (line["payee"], period_of(kind, line["when"].last).label)))
    if cap.budget is not None:
        rules.append((cap.budget, lambda _: "all"))
    for most, place in rules:
        passed: dict[Any, int] = {}
        for line in lines:
            before = passed.get(place(line), 0)
            passed[place(line)] = before + line["amount"]
            line["amount"] = min(before + line["amount"], int(most * reference.scale)) - min(
                before, int(most * reference.scale)
            )
    for key, result in reference.results.items():
        if rules and key[0] == component.id:
            own = [x for x in lines if (x["payee"], x["period"]) == key[1:]]
            result["payout"] = sum(x["amount"] for x in own)
