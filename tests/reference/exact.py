"""Exact numbers, written out."""

from fractions import Fraction


def half_away(value: Fraction) -> int:
    """Commercial rounding."""
    size = abs(value)
    whole = size.numerator // size.denominator
    if size - whole >= Fraction(1, 2):
        whole += 1
    return whole if value >= 0 else -whole


def to_multiple(value: Fraction, unit: Fraction, how: str) -> Fraction:
    """A multiple of a unit: the nearest, the one below or the one above, by size."""
    size = abs(value) / unit
    full = size.numerator // size.denominator
    if how == "nearest":
        full = half_away(size)
    elif how == "up" and size != full:
        full += 1
    return full * unit if value >= 0 else -full * unit


def ceiling(value: Fraction) -> int:
    """The smallest whole number not below."""
    return -((-value).numerator // value.denominator)


def largest_remainder(total: int, shares: list[Fraction]) -> list[int]:
    """Each share of ``total`` rounded down, then the missing units to the largest remainders."""
    size = abs(total)
    exact = [size * share for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    missing = half_away(sum(exact, Fraction(0))) - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for i in order[:missing]:
        parts[i] += 1
    return [part if total >= 0 else -part for part in parts]
