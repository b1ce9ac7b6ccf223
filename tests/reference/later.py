"""When lines are paid, and what is taken back of them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.exact import half_away
from tests.reference.periods import months_later, period_of, whole_months

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.compensation import Reference

Line = dict[str, Any]


def in_parts(reference: Reference, component: Component) -> None:
    """Each line of a component as its parts."""
    own = [line for line in reference.lines if line["component"] == component.id]
    reference.lines = [line for line in reference.lines if line["component"] != component.id]
    for line in own:
        left = line["amount"]
        for number, part in enumerate(component.pay, 1):
            piece = left if number == len(component.pay) else half_away(line["amount"] * part.share)
            left -= piece
            made = (
                _by_receipts(reference, line, piece)
                if part.receipts
                else _instalments(reference, line, piece, part.instalments, _due(reference, line, part))
            )
            for one in made:
                reference.lines.append({**line, **one, "part": number})
                if part.while_in_plan and _gone(reference, line["payee"], one["paid_in"]):
                    taken = {"kind": "cancelled", "amount": -one["amount"]}
                    reference.lines.append({**line, **one, **taken, "part": number})


def _gone(reference: Reference, payee: str, label: str | None) -> bool:
    ends = [row["to"] for row in reference.scenario.participants if row["payee"] == payee]
    return bool(ends) and label is not None and max(ends) < reference.plan_period(label).end


def _due(reference: Reference, line: Line, part: Any) -> str | None:
    """The plan period in which a part is due."""
    kind, earned = reference.plan.period, reference.plan_period(line["paid_in"])
    if part.on is not None:
        day = line["day"] if line["tx"] is None else reference.transaction(line["tx"])[part.on]
    elif part.after is not None:
        count, unit = part.after.count, part.after.unit
        day = line["day"] + timedelta(days=count) if unit == "day" else months_later(line["day"], part.after.months)
    elif part.at_end_of is not None:
        return period_of(kind, period_of(part.at_end_of, earned.last).last).label
    else:
        return earned.label
    if day is None:
        return None
    found = period_of(kind, day)
    return found.label if found.start > earned.start else earned.label


def _instalments(reference: Reference, line: Line, piece: int, count: int, due: str | None) -> list[Line]:
    made, left = [], piece
    for number in range(count):
        one = left if number == count - 1 else half_away(Fraction(piece, count))
        left -= one
        made.append({"amount": one, "paid_in": due})
        due = None if due is None else period_of(reference.plan.period, reference.plan_period(due).end).label
    return made


def _by_receipts(reference: Reference, line: Line, total: int) -> list[Line]:
    made, paid, received = [], 0, Fraction(0)
    own = [row for row in reference.scenario.receipts if row["transaction"] == line["tx"]]
    sold = reference.transaction(line["tx"])["amount"] if own else 0
    for row in sorted(own, key=lambda row: (row["date"], row["amount"])):
        received += row["amount"]
        portion = min(max(received / sold, Fraction(0)), Fraction(1)) if sold else Fraction(1)
        piece = half_away(total * portion) - paid
        paid += piece
        if piece:
            later = max(
                period_of(reference.plan.period, row["date"]).start, reference.plan_period(line["paid_in"]).start
            )
            made.append({"amount": piece, "paid_in": period_of(reference.plan.period, later).label})
    return made + ([{"amount": total - paid, "paid_in": None}] if total != paid else [])


def clawbacks(reference: Reference) -> None:
    """What events take back from the lines of their transactions."""
    taken: dict[int, tuple[Fraction, int]] = {}
    paid = list(reference.lines)
    events = sorted(reference.scenario.events, key=lambda e: (e["date"], e["transaction"], e["kind"]))
    for event in events:
        lines = [line for line in paid if line["tx"] == event["transaction"]]
        if not lines or event["date"] > reference.last:
            continue
        share = _share(reference, event, lines[0]["day"])
        when = period_of(reference.plan.period, event["date"])
        for line in lines:
            before, amount_before = taken.get(id(line), (Fraction(0), 0))
            total = min(before + share, Fraction(1))
            amount = half_away(line["amount"] * total)
            taken[id(line)] = total, amount
            if amount == amount_before:
                continue
            was_paid = line["paid_in"] is not None and reference.plan_period(line["paid_in"]).start <= when.start
            reference.lines.append(
                {**line, "paid_in": when.label if was_paid else line["paid_in"],
                 "kind": "clawback" if was_paid else "cancelled", "day": event["date"], "credit": 0, "after": 0,
                 "tier_before": 0, "tier_after": 0, "rounding": Fraction(0), "uncapped": amount_before - amount,
                 "amount": amount_before - amount}
            )  # fmt: skip


def _share(reference: Reference, event: dict[str, Any], start: date) -> Fraction:
    for rule in reference.plan.clawback:
        if rule.on != event["kind"]:
            continue
        if rule.within is not None and event["date"] > start + timedelta(days=rule.within.count):
            continue
        portion: Fraction = event.get("share") or Fraction(1)
        if event.get("amount") is not None:
            portion = min(
                abs(event["amount"]) / abs(reference.transaction(event["transaction"])["amount"]), Fraction(1)
            )
        if rule.prorate_over is not None:
            term = rule.prorate_over.months
            portion *= Fraction(max(term - whole_months(start, event["date"]), 0), term)
        return portion * (rule.share if rule.share is not None else 1)
    return Fraction(0)
