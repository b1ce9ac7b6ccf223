"""What depends on the single transaction: filters, rows of rates, factors, least and most."""

from datetime import date
from fractions import Fraction
from typing import Any

from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.deals import Where


def fits(wanted: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a transaction passes every test of a filter."""
    return all(_passes(test, row.get(column, "")) for column, test in wanted.items())


def _passes(test: Any, cell: Any) -> bool:
    if not isinstance(test, Where):
        return str(cell).lower() in [str(one).lower() for one in (test if isinstance(test, list) else [test])]
    if test.not_in is not None and str(cell).lower() in [str(one).lower() for one in test.not_in]:
        return False
    if isinstance(cell, date):
        return (test.from_ is None or cell >= test.from_) and (test.to is None or cell < test.to)
    checks = ((test.at_least, "__ge__"), (test.above, "__gt__"), (test.at_most, "__le__"), (test.below, "__lt__"))
    return all(limit is None or getattr(Fraction(cell), name)(limit) for limit, name in checks)


def band(component: Component, row: dict[str, Any]) -> Fraction:
    """The product of the rows that fit: no row of the rates is nothing, no row of a factor changes nothing."""
    found = Fraction(1)
    if component.pays.rates:
        found = next((r.rate.value for r in component.pays.rates if fits(r.where, row)), Fraction(0))
    for factor in component.factors:
        rows = factor.first or [factor]
        found *= next((r.value for r in rows if fits(r.where, row)), Fraction(1))
    return found


def limited(component: Component, credit: int, amount: int, scale: int) -> int:
    """The least and the most that one credit pays; a reversal is the mirror image."""
    sign = -1 if credit < 0 else 1
    size = amount * sign
    if component.minimum_per_transaction is not None and credit:
        size = max(size, int(component.minimum_per_transaction * scale))
    if component.cap.per_transaction is not None:
        most = int(component.cap.per_transaction * scale)
        size = max(-most, min(size, most))
    return size * sign
