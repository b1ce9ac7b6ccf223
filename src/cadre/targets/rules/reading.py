"""What people type or paste into a cell, understood or refused: 26,768 · ２６，７６８ · 85% · US$ 1.2k · 3.5 萬."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from cadre.kernel.magnitudes import without_magnitude
from cadre.kernel.money import round_half_away

LARGEST = 10**15
_GROUPED = re.compile(r"\d{1,3}([,'\s_]\d{3})+(\.\d+)?")
_EMPTY = {"", "-", "–", "—", "－"}


class NotANumberError(ValueError):
    """The text is no number."""


class NoRateError(NotANumberError):
    """The text is a per cent where an amount or a count is asked for."""


class NegativeError(ValueError):
    """The number is below zero."""


class TooLargeError(ValueError):
    """The number is beyond what a target can be."""


def read(text: str, units: int, *, is_ratio: bool = False) -> int | None:
    """A typed value in smallest units; None for an empty cell, which is not the same as a zero.

    `units` is how many smallest units one of what people write has (100 cents a dollar). A ratio is written as 85% or 0.85.
    Raises NotANumberError, NoRateError, NegativeError or TooLargeError.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if plain in _EMPTY:
        return None
    negative = plain.startswith("-") or plain.endswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = re.sub(r"(US|NT|HK)?\$|€|£|¥|[A-Z]{3}\b", "", plain.strip("()-").strip()).strip()
    negative, plain = negative or plain.startswith("-"), plain.lstrip("-").strip()
    body, power = without_magnitude(plain.removesuffix("%").strip())
    value = Fraction(_decimal(body.strip(), power))
    if plain.endswith("%"):
        if not is_ratio:
            raise NoRateError(text)
        value /= 100
    if negative and value:
        raise NegativeError(text)
    smallest = round_half_away(value * units)
    if smallest > LARGEST:
        raise TooLargeError(text)
    return smallest


def _decimal(body: str, power: int) -> Decimal:
    if _GROUPED.fullmatch(body):
        body = re.sub(r"[,'\s_]", "", body)
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", body):
        raise NotANumberError(body)
    try:
        return Decimal(body).scaleb(power)
    except InvalidOperation as error:
        raise NotANumberError(body) from error


def table(text: str) -> list[list[str]]:
    """Pasted cells, as a spreadsheet copies them: rows by line, cells by tab."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [line.split("\t") for line in lines]
