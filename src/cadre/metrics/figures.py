"""Values as plain text for files, scripts and the API: exact in decimals, rounded once, no grouping, a point in every language."""

from decimal import Decimal
from fractions import Fraction

from cadre.kernel.money import round_half_away, to_major
from cadre.metrics.declarations import Unit

PLACES = {Unit.RATIO: 4, Unit.DAYS: 2, Unit.SCORE: 2, Unit.COUNT: 0}


def figure(value: Fraction | None, unit: Unit, currency: str) -> Decimal | None:
    """The value as a decimal: money in major units to the minor one, a ratio at four places, days and a score at two, a count whole."""
    if value is None:
        return None
    if unit in {Unit.MONEY, Unit.MONEY_PER_DAY}:
        return to_major(round_half_away(value), currency)
    places = PLACES[unit]
    return Decimal(round_half_away(value * 10**places)).scaleb(-places)


def plain_text(value: Fraction | None, unit: Unit, currency: str) -> str:
    """10005534.00, 0.6315, 47.99, 4238; nothing where there is no value."""
    decimal = figure(value, unit, currency)
    return "" if decimal is None else f"{decimal:f}"
