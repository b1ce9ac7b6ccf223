"""Which kind of file this is, by what it holds and not by its name."""

from enum import StrEnum

from cadre.imports.problems import EMPTY_FILE, NOT_A_TABLE
from cadre.imports.reading.delimited import read_delimited
from cadre.imports.reading.sheet import LIMITS, Limits, Sheet
from cadre.imports.reading.workbook import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"SQLite format 3": "SQLite",
    b"PAR1": "Parquet",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
}


class FileKind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"


def kind_of(content: bytes) -> FileKind:
    """Text or workbook, by the first bytes. NOT_A_TABLE for what is known to be something else."""
    if not content:
        raise EMPTY_FILE()
    for mark, what in _OTHERS.items():
        if content.startswith(mark):
            raise NOT_A_TABLE(what=what)
    # The start alone decides: a workbook damaged by line-end conversion keeps only its first signs
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE[:4])):
        return FileKind.WORKBOOK
    return FileKind.TEXT


def read_sheet(content: bytes, *, encoding: str = "", sheet: str = "", limits: Limits = LIMITS) -> Sheet:
    """The table in a file's bytes. Every refusal is a Problem that says what to do."""
    if kind_of(content) is FileKind.WORKBOOK:
        return read_workbook(content, sheet, limits)
    return read_delimited(content, encoding, limits)
