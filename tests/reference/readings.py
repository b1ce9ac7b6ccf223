"""What a gate or multiplier reads, a branch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.exact import to_multiple
from tests.reference.periods import Period

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.compensation import Reference


@dataclass(frozen=True)
class At:
    """Where a reading is read: a payee and period of a component, with its own credit and quota."""

    component: Component
    payee: str
    period: Period
    reached: int = 0
    quota: int | None = None


def read(reference: Reference, at: At, reading: Any) -> Fraction | None:
    """Divided, then rounded, then multiplied, as it is said aloud."""
    value = _plain(reference, at, reading)
    if value is None:
        return None
    if reading.over is not None:
        base = read(reference, at, reading.over)
        if not base:
            return None
        value /= base
    if reading.round_to is not None:
        value = to_multiple(value, reading.round_to, reading.round)
    return value if reading.times is None else value * reading.times


def _plain(reference: Reference, at: At, reading: Any) -> Fraction | None:
    if reading.value is not None:
        return Fraction(reading.value)
    if reading.measure is not None:
        return measured(reference, at, reading.measure)
    if reading.component is None:
        return _combined(reference, at, reading)
    if reading.attainment == "self":
        return Fraction(at.reached, at.quota) if at.quota else None
    return _of_component(reference, at, reading)


def _combined(reference: Reference, at: At, reading: Any) -> Fraction | None:
    for name in ("sum", "average", "lowest", "highest"):
        if getattr(reading, name):
            found = [read(reference, at, one) for one in getattr(reading, name)]
            known = [one for one in found if one is not None]
            if len(known) < len(found):
                return None
            if name in ("lowest", "highest"):
                return min(known) if name == "lowest" else max(known)
            return sum(known, Fraction(0)) / (len(known) if name == "average" else 1)
    raise AssertionError(reading)


def measured(reference: Reference, at: At, name: str) -> Fraction | None:
    """A figure of the measures input: the payee's own, or the one of everybody."""
    known = reference.scenario.measures
    return known.get((at.payee, at.period.label, name), known.get(("*", at.period.label, name)))


def _of_component(reference: Reference, at: At, reading: Any) -> Fraction | None:
    other = reference.plan.component(reading.attainment or reading.credit or reading.payout or reading.quota)
    names = [at.payee]
    if reading.of == "team":
        team, day = reference.crediting.team, at.period.end - timedelta(days=1)
        names = [name for name in reference.payees if team(name, day) == team(at.payee, day)]
    found = [reference.results.get((other.id, name, at.period.label)) for name in names]
    rows = [row for row in found if row]
    credit, quota = sum(row["reached"] for row in rows), sum(row["quota"] or 0 for row in rows)
    if reading.attainment:
        return Fraction(credit, quota) if quota else None
    if reading.payout:
        return Fraction(sum(row["payout"] for row in rows), reference.scale)
    return Fraction(credit if reading.credit else quota, reference.scale if other.measured.is_money else 10_000)
