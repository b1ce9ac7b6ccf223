"""Dates as people and systems write them. Day-month or month-day is decided over the whole column, or asked."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from cadre.imports.problems import NOT_A_DATE, ORDER_UNKNOWN
from cadre.imports.readers.reading import Asked, Cell, refused

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_CHINESE = re.compile(r"^(民國)?(\d{2,4})年(\d{1,2})月(\d{1,2})[日号號]?$")
_REPUBLIC = re.compile(r"^(1[01]\d)[-/.](\d{1,2})[-/.](\d{1,2})$")  # 106/3/1 is 2017: the years of Taiwan's calendar
_COMPACT = re.compile(r"^(19|20)(\d{2})(\d{2})(\d{2})$")
_TWO_WAYS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")
_NAMED = re.compile(r"^(?:(\d{1,2})[ -]([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? (\d{1,2}))[ ,-]+(\d{4})$")
_SERIAL = re.compile(r"^[1-9]\d{4}(\.\d+)?$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPREADSHEET_ZERO = dt.date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2199


@dataclass(frozen=True)
class Day:
    """A calendar day. Times of day are left out."""

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        bare = {text: _TIME.sub("", unicodedata.normalize("NFKC", text)).strip() for text in texts}
        order = asked.order or order_of(bare.values())
        return {text: self._cell(text, bare[text], order) for text in texts}

    def _cell(self, text: str, bare: str, order: str) -> Cell:
        if (two_ways := _TWO_WAYS.match(bare)) and not order:
            first, second, year = (int(part) for part in two_ways.groups())
            readings = [_day(year, second, first), _day(year, first, second)]
            if all(readings):
                return refused(ORDER_UNKNOWN, value=text, first=str(readings[0]), second=str(readings[1]))
        day = read_day(bare, order)
        return Cell(day) if day is not None else refused(NOT_A_DATE, value=text)


def order_of(texts: Collection[str]) -> str:
    """“dmy” or “mdy”, if the column's dates can be read in one of them only; “” where both or neither hold, so that one must ask."""
    can = {"dmy": True, "mdy": True}
    seen = False
    for text in texts:
        if found := _TWO_WAYS.match(text):
            seen = True
            first, second, _year = (int(part) for part in found.groups())
            can["dmy"] &= second <= 12
            can["mdy"] &= first <= 12
    possible = [order for order, holds in can.items() if holds]
    return possible[0] if seen and len(possible) == 1 else ""


def read_day(text: str, order: str = "") -> dt.date | None:
    """The day a text names, or None."""
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        parts = [int(part) for part in found.groups()]
        return _day(*parts) if len(parts) == 3 else _day(parts[0] * 100 + parts[1], parts[2], parts[3])
    if found := _CHINESE.match(text):
        republic, year, month, day = found.groups()
        return _day(int(year) + (1911 if republic else 0), int(month), int(day))
    if found := _TWO_WAYS.match(text):
        first, second, year = (int(part) for part in found.groups())
        if not order:
            order = "dmy" if first > 12 else "mdy"
        return _day(year, second, first) if order == "dmy" else _day(year, first, second)
    if found := _REPUBLIC.match(text):
        year, month, day = (int(part) for part in found.groups())
        return _day(year + 1911, month, day)
    return _named_or_serial(text)


def _named_or_serial(text: str) -> dt.date | None:
    if found := _NAMED.match(text):
        day = int(found.group(1) or found.group(4))
        name = (found.group(2) or found.group(3)).lower()[:3]
        return _day(int(found.group(5)), _MONTHS.index(name) + 1, day) if name in _MONTHS else None
    if _SERIAL.match(text):  # a spreadsheet's own number of the day
        return _SPREADSHEET_ZERO + dt.timedelta(days=int(float(text)))
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return dt.date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None
