"""The calculated columns of the random plans, written out once more without the plan's formulas."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.exact import half_away
from tests.reference.periods import period_of

if TYPE_CHECKING:
    from tests.reference.crediting import Scenario

Row = dict[str, Any]

#: What the plans say; the functions below say the same.
FORMULAS = {
    "profit": "amount - cost",
    "so_far": "running(amount, account, 'year')",
    "within": "min(so_far, 1000) - min(so_far - amount, 1000)",
    "turn": "nth(account, 'quarter')",
    "zone": "if(turn < 3, 1, 2)",
}


def calculated(scenario: Scenario) -> dict[str, Row]:
    """The columns of each transaction, in its own currency."""
    found: dict[str, Row] = {}
    for row in scenario.transactions:
        before = [one for one in scenario.transactions if (one["date"], one["id"]) <= (row["date"], row["id"])]
        same = [one for one in before if one.get("account") == row.get("account")]
        year = [one for one in same if one["date"].year == row["date"].year and _currency(one) == _currency(row)]
        quarter = period_of("quarter", row["date"]).label
        so_far = sum((one["amount"] for one in year), Fraction(0))
        turn = sum(period_of("quarter", one["date"]).label == quarter for one in same)
        found[row["id"]] = {
            "profit": row["amount"] - row.get("cost", 0),
            "so_far": so_far,
            "within": min(so_far, Fraction(1000)) - min(so_far - row["amount"], Fraction(1000)),
            "turn": Fraction(turn),
            "zone": "1" if turn < 3 else "2",
        }
    return found


def _currency(row: Row) -> str:
    return str(row.get("currency", ""))


def rate(scenario: Scenario, row: Row) -> Fraction:
    """The exchange rate of a transaction: the latest at or before its date; one in the plan's currency."""
    if row.get("currency", "USD") == "USD":
        return Fraction(1)
    known: list[tuple[date, Fraction]] = scenario.rates[row["currency"]]
    return [value for start, value in known if start <= row["date"]][-1]


def counted(scenario: Scenario, row: Row, value: Fraction, scale: int) -> int:
    """Money of a transaction in smallest units of the plan's currency, rounded once."""
    return half_away(value * rate(scenario, row) * scale)
