"""A sheet: headings and, below each, a column of texts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from cadre.imports.problems import EMPTY_FILE, NO_HEADINGS, SAME_HEADING, TOO_MANY_COLUMNS, TOO_MANY_ROWS
from cadre.kernel.problems import refuse_if


@dataclass(frozen=True)
class Limits:
    """What a file may have at most. Sizes in bytes."""

    columns: int = 500
    rows: int = 500_000
    cell: int = 100_000
    unpacked: int = 1_000_000_000
    empty_share: int = 30  # a workbook's grid may be this many times larger than its filled cells


LIMITS = Limits()


@dataclass
class Sheet:
    """`columns[c][r]` is the trimmed text of a cell; `numbers[r]` the row's number as a spreadsheet shows it.

    `encoding` and `delimiter` are empty for a workbook, whose sheets are named in `sheets`. `is_guess` says that the
    encoding may be wrong. `extra` holds the places (in `numbers`) of rows with more cells than there are headings.
    """

    headings: list[str]
    columns: list[list[str]]
    numbers: Sequence[int]
    encoding: str = ""
    delimiter: str = ""
    is_guess: bool = False
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    extra: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.numbers)

    def column(self, heading: str) -> list[str]:
        return self.columns[self.headings.index(heading)]

    @property
    def signature(self) -> str:
        """What identifies files of one shape: their headings, whatever their order."""
        return hashlib.sha256("\x1f".join(sorted(self.headings)).encode()).hexdigest()[:32]


def sheet_from_rows(rows: list[list[str]], limits: Limits = LIMITS) -> Sheet:
    """Turn rows of trimmed texts, headings first, into columns. Blank rows are left out, as are blank columns without a heading."""
    start = next((i for i, row in enumerate(rows) if any(row)), None)
    if start is None:
        raise EMPTY_FILE()
    headings = rows[start]
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > limits.columns:
        raise TOO_MANY_COLUMNS(found=len(headings), limit=limits.columns)
    body, numbers = _without_blanks(rows, start + 1)
    if not body:
        raise EMPTY_FILE()
    if len(body) > limits.rows:
        raise TOO_MANY_ROWS(limit=limits.rows)
    width = len(headings)
    extra = [place for place, row in enumerate(body) if len(row) > width and any(row[width:])]
    body = [row if len(row) == width else (row + [""] * width)[:width] for row in body]
    columns = [list(column) for column in zip(*body, strict=True)]
    return Sheet(*_named(headings, columns), numbers=numbers, extra=extra)


def _without_blanks(rows: list[list[str]], start: int) -> tuple[list[list[str]], Sequence[int]]:
    body = rows[start:]
    if all(any(row) for row in body):
        return body, range(start + 1, start + 1 + len(body))
    kept = [(number, row) for number, row in enumerate(body, start + 1) if any(row)]
    return [row for _, row in kept], [number for number, _ in kept]


def _named(headings: list[str], columns: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    kept = [place for place, heading in enumerate(headings) if heading or any(columns[place])]
    refuse_if(NO_HEADINGS(column=_letter(place)) for place in kept if not headings[place])
    names = [headings[place] for place in kept]
    refuse_if(SAME_HEADING(heading=name) for name in sorted({name for name in names if names.count(name) > 1}))
    return names, [columns[place] for place in kept]


def _letter(place: int) -> str:
    """A column's name as spreadsheets give it: A … Z, AA …"""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
