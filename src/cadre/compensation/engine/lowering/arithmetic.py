"""Exact integer arithmetic in SQL text. Every expression is BIGINT in, BIGINT out; division comes last.

``//`` truncates toward zero on both engines, and all products fit 64 bits by the bounds stated here.
"""

#: One product of two limbs holds while parts × rate stays below this.
NARROW_DENOMINATOR = 10**9
#: The digit-wise division holds for denominators and rates below this.
WIDE_LIMIT = 4 * 10**13
_BASE = 100_000


def half(x: str, den: str) -> str:
    """Half a denominator with the sign of ``x``, doubled: what makes ``//`` round half away from zero."""
    return f"CASE WHEN {x} < 0 THEN -{den} ELSE {den} END"


def scaled(x: str, num: str, den: str) -> str:
    """``x × num ÷ den``, rounded half away from zero; ``den`` up to 10^9."""
    return f"({num} * ({x} // {den}) + (2 * {num} * ({x} % {den}) + {half(x, den)}) // (2 * {den}))"


def narrow_parts(pieces: list[str], rates: list[str], den: str) -> tuple[str, str]:
    """Whole parts and rest of ``Σ piece × rate ÷ den``; the rest is not reduced."""
    whole = " + ".join(f"{rate} * ({piece} // {den})" for piece, rate in zip(pieces, rates, strict=True))
    rest = " + ".join(f"{rate} * ({piece} % {den})" for piece, rate in zip(pieces, rates, strict=True))
    return whole, rest


def wide_digits(pieces: list[str]) -> list[list[str]]:
    """The pieces in digits of base 100 000, the most significant first (three digits)."""
    return [
        [f"({piece} // {_BASE * _BASE})" for piece in pieces],
        [f"(({piece} // {_BASE}) % {_BASE})" for piece in pieces],
        [f"({piece} % {_BASE})" for piece in pieces],
    ]


def weighted(digits: list[str], rates: list[str]) -> str:
    """The sum of digits times rates."""
    return " + ".join(f"{rate} * {digit}" for digit, rate in zip(digits, rates, strict=True))


BASE = _BASE
