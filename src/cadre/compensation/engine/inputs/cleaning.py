"""Columns as integers. Every cell that cannot be read is a problem with its row; nothing is guessed."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.calendar import NO_DAY

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OTHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")

Report = Callable[[int, str, object], None]
"""Called with the row index, the reason and the value of a cell that cannot be read."""


def parse_date(text: str) -> int:
    """The day number of a date as people write it. Raises ``ValueError`` with the reason."""
    text = amounts.plain(text)
    for pattern in (_ISO, _CHINESE, _COMPACT):
        match = pattern.fullmatch(text)
        if match:
            return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _OTHER.fullmatch(text)
    if not match:
        raise ValueError("not a date: write 2026-03-15")
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12:
        return _day(year, second, first)
    if second > 12 or first == second:
        return _day(year, first, second)
    raise ValueError("day and month cannot be told apart: write 2026-03-15")


def _day(year: int, month: int, day: int) -> int:
    try:
        return calendar.day_number(date(year, month, day))
    except ValueError:
        raise ValueError("the calendar has no such day") from None


def days(column: pa.ChunkedArray, report: Report) -> np.ndarray[Any, Any]:
    """Dates as day numbers; an empty cell is ``NO_DAY``."""
    kind = column.type
    if pa.types.is_date32(kind) or pa.types.is_date64(kind) or pa.types.is_timestamp(kind):
        numbers = column.cast(pa.date32()).cast(pa.int32())
        result: np.ndarray[Any, Any] = pc.fill_null(numbers, NO_DAY).to_numpy().astype(np.int32)
        return result
    encoded = _text(column).combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    known, reasons = [], {}
    for position, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            known.append(NO_DAY if not text.strip() else parse_date(text))
        except ValueError as error:
            known.append(NO_DAY)
            reasons[position] = str(error)
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    if reasons:
        for index in np.flatnonzero(np.isin(codes, list(reasons))):
            report(int(index), reasons[codes[index]], encoded.dictionary[int(codes[index])])
    whole: np.ndarray[Any, Any] = np.array([*known, NO_DAY], np.int32)[codes]
    return whole


def scaled(column: pa.ChunkedArray, scale: int, report: Report) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Numbers in whole parts of ``1/scale``, and which cells were empty or unreadable."""
    kind = column.type
    empty = pc.is_null(column).to_numpy() if column.null_count else np.zeros(len(column), bool)
    if pa.types.is_integer(kind):
        values = pc.fill_null(column, 0).to_numpy() if column.null_count else column.to_numpy()
        values = values.astype(np.int64, copy=False)
        if scale != 1:
            too_big = np.abs(values) > amounts.LARGEST // scale
            empty = empty | _refuse(too_big, values, "larger than 10^15 smallest units", report)
            values = np.where(empty, 0, values) * scale
        return values, empty
    if pa.types.is_floating(kind):
        return _from_floats(pc.fill_null(column, 0).to_numpy().astype(np.float64), scale, empty, report)
    return _from_text(_text(column), scale, empty, report)


def _refuse(
    mask: np.ndarray[Any, Any], values: np.ndarray[Any, Any], reason: str, report: Report
) -> np.ndarray[Any, Any]:
    for index in np.flatnonzero(mask):
        report(int(index), reason, values[index])
    return mask


def _from_floats(
    values: np.ndarray[Any, Any], scale: int, empty: np.ndarray[Any, Any], report: Report
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A float is accepted when it is the nearest float of a number with few enough decimals."""
    finite = np.isfinite(values)
    empty = empty | _refuse(~finite & ~empty, values, "not a number", report)
    safe = np.where(empty, 0.0, values)
    whole = np.rint(safe * scale)
    too_big = np.abs(whole) > amounts.LARGEST
    empty = empty | _refuse(too_big & ~empty, values, "larger than 10^15 smallest units", report)
    inexact = (whole / scale != safe) & ~empty
    empty = empty | _refuse(inexact, values, "more decimals than its unit has", report)
    return np.where(empty, 0, whole).astype(np.int64), empty


def _from_text(
    column: pa.ChunkedArray, scale: int, empty: np.ndarray[Any, Any], report: Report
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    digits = len(str(scale)) - 1
    fraction = rf"(\.\d{{1,{digits}}})?" if digits else ""
    plain = pc.match_substring_regex(column, rf"^-?\d{{1,14}}{fraction}$")
    plain = pc.fill_null(plain, False).to_numpy()
    safe = pc.if_else(pa.array(plain), column, pa.scalar("0"))
    numbers = safe.cast(pa.decimal128(30, digits)).combine_chunks()
    numbers = numbers.combine_chunks() if isinstance(numbers, pa.ChunkedArray) else numbers
    words = np.frombuffer(numbers.buffers()[1], np.int64)
    values = words[2 * numbers.offset : 2 * (numbers.offset + len(numbers)) : 2].copy()
    empty = empty.copy()
    for index in np.flatnonzero(~plain & ~empty):
        text = column[int(index)].as_py()
        try:
            values[index] = amounts.to_scale(amounts.share(text), scale)
        except ValueError as error:
            if text.strip():
                report(int(index), str(error), text)
            empty[index] = True
    too_big = np.abs(values) > amounts.LARGEST
    return values, empty | _refuse(too_big & ~empty, values, "larger than 10^15 smallest units", report)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def texts(column: pa.ChunkedArray) -> list[str]:
    """Cells as trimmed text; empty cells as ''."""
    return [(text or "").strip() for text in _text(column).to_pylist()]


def fractions(column: pa.ChunkedArray, report: Report) -> list[Fraction | None]:
    """Numbers and percentages exactly; empty or unreadable cells as ``None``."""
    return [number(text, index, report) for index, text in enumerate(column.to_pylist())]


def number(text: Any, index: int, report: Report) -> Fraction | None:
    """A number, percentage, yes or no exactly; ``None`` when the cell is empty or cannot be read."""
    if type(text) is int or (type(text) is str and text.isdecimal() and text.isascii()):
        return Fraction(int(text))
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    try:
        return _truth(text) if _is_truth(text) else amounts.share(text)
    except ValueError as error:
        report(index, str(error), text)
        return None


_TRUTHS = {"true": 1, "yes": 1, "false": 0, "no": 0}


def _is_truth(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in _TRUTHS)


def _truth(value: object) -> Fraction:
    return Fraction(_TRUTHS[str(value).strip().lower()])
