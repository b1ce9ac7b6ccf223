"""Figures, money, dates and names as people read them: pure functions of a value and a language (`local_money`: the active one).

Rules: docs/develop/pages.md. Minus is U+2212; tables show whole figures, tiles the short form; pay is always to the minor unit.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language

from cadre.kernel import clock
from cadre.kernel.money import minor_digits, to_major
from cadre.ui.locales import locale_of

MINUS = "−"
NOTHING = "—"
YEAR_AFTER = 180  # days: nearer dates go without the year, they cannot be mistaken

Number = int | Decimal | Fraction
_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(10))


def _decimal(value: Number, places: int) -> Decimal:
    """`value` at `places` decimals, a half away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return exact.quantize(_UNITS[places], ROUND_HALF_UP)


def _signed(text: str) -> str:
    return MINUS + text[1:] if text.startswith("-") else text


def number(value: Number | None, places: int = 0) -> str:
    """1234567.891 -> 1,234,568; None is a dash."""
    if value is None:
        return NOTHING
    if type(value) is int and not places:
        return _signed(f"{value:,d}")
    return _signed(f"{_decimal(value, places):,f}")


def percent(value: Number | None, places: int = 0) -> str:
    """A ratio as per cent: Decimal('0.656') -> 66%."""
    return NOTHING if value is None else number(value * 100, places) + "%"


def symbol(currency: str, language: str) -> str:
    """The sign of a currency, its code where it has none: $, US$, NT$."""
    return locale_of(language).symbols.get(currency, currency)


def _with_symbol(text: str, currency: str, language: str) -> str:
    """The sign touches the figure, short or whole; only a code, being letters, stands apart: US$5.85 萬, XYZ 5."""
    sign = symbol(currency, language)
    gap = "\u00a0" if sign.isalpha() and len(sign) == 3 else ""
    return f"{MINUS}{sign}{gap}{text[1:]}" if text.startswith(MINUS) else sign + gap + text


def amount(minor: int | None, currency: str, *, exact: bool = False) -> str:
    """The figure alone, for tables whose head names the currency. Whole major units, or to the minor unit when `exact`."""
    if minor is None:
        return NOTHING
    return number(to_major(minor, currency), minor_digits(currency) if exact else 0)


def money(minor: int | None, currency: str, language: str, *, exact: bool = False) -> str:
    """US$29,220 (zh) or $29,220 (en); with `exact` to the minor unit."""
    return NOTHING if minor is None else _with_symbol(amount(minor, currency, exact=exact), currency, language)


def local_money(minor: int | None, currency: str) -> str:
    """The same in the active language, for sentences made in Python."""
    return money(minor, currency, get_language() or "en")


def short_number(value: Number | None, language: str) -> str:
    """58,500 -> 5.85 萬 or 58.5K: two decimals below ten units and one above in Chinese; 億, M and B always two."""
    if value is None:
        return NOTHING
    locale = locale_of(language)
    whole = int(_decimal(value, 0))
    text = number(whole)
    above = 0
    for size, places, unit in reversed(locale.steps):  # smallest first: 999,999 is not 1000.0K but 1.00M
        if abs(whole) < size and above < size:
            break
        shown = Fraction(whole, size)
        small = size == locale.steps[-1][0]
        rounded = _decimal(shown, places)
        if small and abs(rounded) >= 10:
            rounded = _decimal(shown, 1)
        above = int(abs(rounded) * size)
        text = _signed(f"{rounded:,f}") + locale.step_gap + unit
    return text


def short_amount(minor: int | None, currency: str, language: str) -> str:
    """5.85 萬 (zh) or 58.5K (en): the short form where the page names the currency."""
    return NOTHING if minor is None else short_number(to_major(minor, currency), language)


def short_money(minor: int | None, currency: str, language: str) -> str:
    """US$5.85 萬 (zh) or $58.5K (en)."""
    if minor is None:
        return NOTHING
    return _with_symbol(short_amount(minor, currency, language), currency, language)


@dataclass(frozen=True)
class Change:
    """A difference as it is shown: arrow and figure, and whether it is good, bad or neither."""

    text: str
    tone: str


def change(value: Number | None, *, places: int = 1, unit: str = "%", more_is_better: bool = True) -> Change:
    """A change: ↑ 5.3%, coloured by good or bad, not by up or down. With unit % `value` is a ratio."""
    if value is None:
        return Change(NOTHING, "")
    shown = _decimal(value * 100 if unit == "%" else value, places)
    if shown == 0:
        return Change(f"± {abs(shown):,f}{unit}", "")
    arrow = "↑" if shown > 0 else "↓"
    return Change(f"{arrow} {abs(shown):,f}{unit}", "ok" if (shown > 0) == more_is_better else "bad")


def _date_parts(day: dt.date, language: str) -> dict[str, object]:
    locale = locale_of(language)
    return {
        "y": day.year,
        "month": locale.months[day.month - 1],
        "d": day.day,
        "weekday": locale.weekdays[day.weekday()],
    }


def _near(day: dt.date, today: dt.date) -> bool:
    return abs((day - today).days) <= YEAR_AFTER


def date(day: dt.date | None, language: str, today: dt.date | None = None) -> str:
    """12/4 or Dec 4; the year only when further than 180 days; today by its word."""
    if day is None:
        return NOTHING
    today = today or clock.today()
    locale = locale_of(language)
    if day == today:
        return locale.days_near[0]
    return (locale.day if _near(day, today) else locale.day_year).format(**_date_parts(day, language))


def long_date(day: dt.date | None, language: str, today: dt.date | None = None, *, weekday: bool = False) -> str:
    """12 月 4 日; with `weekday` 12 月 1 日 週五."""
    if day is None:
        return NOTHING
    locale = locale_of(language)
    pattern = (
        locale.long_weekday
        if weekday
        else locale.long_day
        if _near(day, today or clock.today())
        else locale.long_day_year
    )
    return pattern.format(**_date_parts(day, language))


def moment(at: dt.datetime | None, language: str, today: dt.date | None = None) -> str:
    """A past or coming instant on a timeline: 昨天 16:40, 11/28 09:15, Nov 28, 09:15. `at` is in local time."""
    if at is None:
        return NOTHING
    today = today or clock.today()
    locale = locale_of(language)
    day = locale.days_near.get((at.date() - today).days) or date(at.date(), language, today)
    return f"{day}{', ' if language == 'en' and day[-1].isdigit() else ' '}{at:%H:%M}"


def ago(at: dt.datetime | None, language: str, now: dt.datetime | None = None) -> str:
    """3 天前, in 1 hour; a date once it is more than 30 days away."""
    if at is None:
        return NOTHING
    now = now or clock.now()
    seconds = int((now - at).total_seconds())
    size = abs(seconds)
    locale = locale_of(language)
    if size < 60:
        return locale.now
    if size >= 30 * 86400:
        return date(at.date(), language, now.date())
    unit, n = ("m", size // 60) if size < 3600 else ("h", size // 3600) if size < 86400 else ("d", size // 86400)
    one, many = (locale.past if seconds > 0 else locale.future)[unit]
    return (one if n == 1 else many).format(n=n)


def initials(name: str) -> str:
    """Two letters of a Latin name, the last two characters of a Chinese one: Elease Gluck -> EG, 陳大文 -> 大文."""
    words = name.replace("-", " ").split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][-2:] if ord(words[0][0]) > 0x2E80 else words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def joined(words: list[str], language: str) -> str:
    """A list of names: A、B (zh) or A, B (en)."""
    return locale_of(language).comma.join(words)


def joined_clauses(clauses: list[str], language: str) -> str:
    """a; b; c — in the signs of the language."""
    return locale_of(language).semicolon.join(clauses)


def labelled(label: object, text: object, language: str) -> str:
    """Label: text, or the label alone where there is nothing to say."""
    return f"{label}{locale_of(language).colon}{text}" if text else str(label)
