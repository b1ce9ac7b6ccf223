"""CSV and its relatives: finds the delimiter, keeps quoted commas and line breaks, refuses a million columns at the first line."""

import csv
import io

from cadre.imports.problems import BROKEN_QUOTES, EMPTY_FILE, NOT_A_TABLE, NOT_TEXT, TOO_MANY_COLUMNS, TOO_MANY_ROWS
from cadre.imports.reading.encodings import decode
from cadre.imports.reading.sheet import LIMITS, Limits, Sheet, sheet_from_rows

DELIMITERS = ",;\t|"
_LOOKED_AT = 20


def read_delimited(content: bytes, encoding: str = "", limits: Limits = LIMITS) -> Sheet:
    """A sheet from a text file.

    Raises EMPTY_FILE, NOT_A_TABLE, NOT_TEXT, TOO_MANY_COLUMNS, TOO_MANY_ROWS, BROKEN_QUOTES, UNREADABLE_TEXT.
    """
    text, found, is_guess = decode(content, encoding)
    if not text.strip():
        raise EMPTY_FILE()
    if text.lstrip()[:1] in "<{[":
        raise NOT_A_TABLE(what=_looks_like(text))
    if "\0" in text[:4000]:
        raise NOT_TEXT()
    first_line = text.lstrip("\r\n")[:50_000_000].split("\n", 1)[0]
    delimiter = _delimiter(text, first_line)
    width = first_line.count(delimiter) + 1
    if width > limits.columns and len(next(csv.reader([first_line], delimiter=delimiter), [])) > limits.columns:
        raise TOO_MANY_COLUMNS(found=width, limit=limits.columns)
    sheet = sheet_from_rows(_rows(text, delimiter, limits), limits)
    sheet.encoding, sheet.delimiter, sheet.is_guess = found, delimiter, is_guess
    return sheet


def _rows(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    csv.field_size_limit(limits.cell)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            if len(rows) > limits.rows + 1:
                raise TOO_MANY_ROWS(limit=limits.rows)
    except csv.Error as error:
        raise BROKEN_QUOTES(row=len(rows) + 1) from error
    return rows


def _delimiter(text: str, first_line: str) -> str:
    """The sign that splits the first lines into the most columns, alike in every line."""
    lines = text[:200_000].splitlines()[:_LOOKED_AT]

    def regularity(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        head = widths[0] if widths else 1
        return (sum(width == head for width in widths) if head > 1 else 0), head

    try:
        return max(DELIMITERS, key=regularity)
    except csv.Error:
        return max(DELIMITERS, key=first_line.count)


def _looks_like(text: str) -> str:
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype html", "<html", "<table")):
        return "HTML"
    return "XML" if head.startswith("<") else "JSON"
