"""Exact numbers: minor units, rates as fractions, the one rounding, largest remainder."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

#: Values that are not money (units, points, counts) are held in ten-thousandths.
NUMBER_SCALE = 10_000
#: The largest amount (in minor units or scaled units) the engine accepts.
LARGEST = 10**15

_NO_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_TWO_DECIMALS = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BMD",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IRR",
        "JMD",
        "KES",
        "KGS",
        "KHR",
        "KPW",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "USD",
        "UYU",
        "UZS",
        "VES",
        "WST",
        "XCD",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
)
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?|[+-]?\.\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_RATIO = re.compile(r"\s*(\d+)\s*/\s*([1-9]\d*)\s*")


def is_currency(code: str) -> bool:
    """Whether ``code`` is a currency of ISO 4217 in use."""
    return code in _TWO_DECIMALS or code in _NO_DECIMALS or code in _THREE_DECIMALS


def minor_digits(currency: str) -> int:
    """How many decimals one unit of the currency has. Raises ``ValueError`` on an unknown code."""
    if currency in _NO_DECIMALS:
        return 0
    if currency in _THREE_DECIMALS:
        return 3
    if currency in _TWO_DECIMALS:
        return 2
    raise ValueError(f"unknown currency {currency!r}")


def plain(text: str) -> str:
    """A cell without blanks around it, full-width digits and signs as ordinary ones: １２％ is 12%."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def exact(value: object) -> Fraction:
    """A number as written, exactly. Text may group thousands with commas. Raises ``ValueError``."""
    if isinstance(value, bool):
        raise ValueError("a yes/no is not a number")  # noqa: TRY004 - a value a person wrote, not a type of the program
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    if isinstance(value, float):
        value = repr(value)
    text = plain(str(value))
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{text!r} is not a plain decimal number")
    return Fraction(Decimal(text))


def share(value: object) -> Fraction:
    """A share as written: ``"8%"``, ``"12.5 %"``, ``"1/3"`` or a bare decimal such as ``0.08``."""
    text = plain(str(value))
    if text.isdecimal() and text.isascii():
        return Fraction(int(text))
    if text.endswith(("%", "％")):
        return exact(text[:-1]) / 100
    ratio = _RATIO.fullmatch(text)
    if ratio:
        return Fraction(int(ratio[1]), int(ratio[2]))
    return exact(value)


def round_half_away(value: Fraction) -> int:
    """Commercial rounding, half away from zero: the only rounding in the engine."""
    numerator, denominator = value.numerator, value.denominator
    whole, rest = divmod(abs(numerator), denominator)
    whole += 2 * rest >= denominator
    return whole if numerator >= 0 else -whole


def ceil(value: Fraction) -> int:
    """The smallest whole number that is not below ``value``."""
    return -((-value.numerator) // value.denominator)


def to_multiple(value: Fraction, of: Fraction, how: str) -> Fraction:
    """``value`` at a multiple of ``of``: the ``nearest`` (half away from zero), ``down`` or ``up`` by size, so that
    -1.5 goes to -1 and -2 as 1.5 goes to 1 and 2."""
    parts = abs(value) / of
    whole = round_half_away(parts) if how == "nearest" else ceil(parts) if how == "up" else parts.__floor__()
    return whole * of if value >= 0 else -whole * of


def to_scale(value: Fraction, scale: int) -> int:
    """``value`` in whole parts of ``1/scale``. Raises ``ValueError`` when that would lose digits."""
    scaled = value * scale
    if scaled.denominator != 1:
        raise ValueError("more decimals than its unit has")
    if abs(scaled.numerator) > LARGEST:
        raise ValueError("larger than 10^15 smallest units")
    return scaled.numerator


def allocate(total: int, weights: list[Fraction]) -> list[int]:
    """Share out ``total`` by largest remainder; ties go to the earlier weight. Always sums to ``total``."""
    whole = sum(weights)
    if not whole:
        raise ValueError("the weights sum to zero")
    size, sign = abs(total), -1 if total < 0 else 1
    exact_parts = [size * weight / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact_parts]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact_parts[i], i))
    for index in order[: size - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def decimal_text(value: Fraction, digits: int) -> str:
    """``value`` rounded half away to ``digits`` decimals, as plain text."""
    return _ratio_text(value.numerator, value.denominator, digits)


def minor_text(value: int, digits: int) -> str:
    """Whole smallest units as text with ``digits`` decimals: ``minor_text(1250, 2)`` is ``12.50``."""
    sign, size = ("-" if value < 0 else ""), str(abs(value)).rjust(digits + 1, "0")
    return f"{sign}{size[:-digits]}.{size[-digits:]}" if digits else f"{sign}{size}"


def _ratio_text(numerator: int, denominator: int, digits: int) -> str:
    """A ratio as ``decimal_text`` writes it; whole numbers all the way, for it is asked for every cell of every table."""
    whole, rest = divmod(abs(numerator) * 10**digits, denominator)
    whole += 2 * rest >= denominator
    return minor_text(-whole if numerator < 0 else whole, digits)


def _trimmed_text(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def trimmed(value: Fraction, digits: int = 6) -> str:
    """``decimal_text`` without needless zeros: ``12.5``, ``8``."""
    return _trimmed_text(decimal_text(value, digits))


def exact_text(value: Fraction) -> str:
    """``value`` as a decimal if it has one, otherwise as ``n/d``: reads back as the same number."""
    rest, digits = value.denominator, 0
    while rest % 10 == 0:
        rest, digits = rest // 10, digits + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, digits = rest // prime, digits + 1
    return trimmed(value, digits) if rest == 1 else f"{value.numerator}/{value.denominator}"


def share_text(value: Fraction) -> str:
    """A share that reads back as the same number: ``12.5%`` or ``1/3``."""
    text = exact_text(value * 100)
    return f"{value.numerator}/{value.denominator}" if "/" in text else f"{text}%"


def percent_text(value: Fraction) -> str:
    """A share as text: ``Fraction(1, 8)`` is ``12.5%``."""
    return _trimmed_text(_ratio_text(value.numerator * 100, value.denominator, 4)) + "%"
