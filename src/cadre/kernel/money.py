"""Money is an integer count of minor units beside a currency. The only rounding function of the product lives here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# ISO 4217 minor units where they are not 2
_DIGITS = {"JPY": 0, "KRW": 0, "TWD": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3}


class CurrencyMismatchError(ValueError):
    """Two currencies met in one sum."""


def minor_digits(currency: str) -> int:
    """How many decimal digits the currency's minor unit has: 2 for USD, 0 for JPY and TWD."""
    return _DIGITS.get(currency, 2)


def round_half_away(value: Fraction) -> int:
    """The whole number nearest to `value`; a half goes away from zero (commercial rounding, 四捨五入)."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return numerator
    quotient, remainder = divmod(abs(numerator), denominator)
    rounded = quotient + (1 if 2 * remainder >= denominator else 0)
    return rounded if numerator >= 0 else -rounded


def to_minor(amount: Decimal | int | str, currency: str) -> int:
    """Minor units of an amount in major units. ValueError if it has more decimals than the currency."""
    scaled = Fraction(Decimal(amount)) * 10 ** minor_digits(currency)
    if scaled.denominator != 1:
        raise ValueError(f"{amount} has more than {minor_digits(currency)} decimals")
    return int(scaled)


def to_major(minor: int, currency: str) -> Decimal:
    """The amount in major units with exactly the currency's decimals: 12345 USD -> Decimal('123.45')."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def convert(minor: int, currency: str, rate: Decimal, into: str) -> int:
    """`minor` of one currency in minor units of another, at `rate` = units of `into` per unit of `currency`, rounded once."""
    shift = minor_digits(into) - minor_digits(currency)
    return round_half_away(Fraction(minor) * Fraction(rate) * Fraction(10) ** shift)


def allocate(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split `total` by weights so that the parts sum to it exactly (largest remainder; ties go to the first).

    Raises ValueError when no weight is positive or one is negative.
    """
    whole = sum(weights, Fraction(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and not all zero")
    sign, size = (-1, -total) if total < 0 else (1, total)
    exact = [size * Fraction(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def times(self, factor: Fraction) -> "Money":
        """This amount by an exact factor, rounded once."""
        return Money(round_half_away(self.minor * factor), self.currency)

    @property
    def major(self) -> Decimal:
        return to_major(self.minor, self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency}")
        return other.minor
