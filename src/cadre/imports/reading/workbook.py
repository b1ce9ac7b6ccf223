"""XLSX, and the older XLS: the shown sheet as rows of text. Looks at the container first, because opening a crafted one costs memory."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from cadre.imports.problems import (
    BOMB,
    DAMAGED,
    EMPTY_FILE,
    NO_SUCH_SHEET,
    NOT_A_TABLE,
    OTHER_WORKBOOK,
    PROTECTED,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)
from cadre.imports.reading.sheet import LIMITS, Limits, Sheet, sheet_from_rows

MEGABYTE = 1_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    "content.xml": "OpenDocument",
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "Index/Document.iwa": "iWork",
}
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ERRORS = re.compile(r"^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)$")


def read_workbook(content: bytes, sheet: str = "", limits: Limits = LIMITS) -> Sheet:
    """The named sheet, or the first that holds anything. Raises DAMAGED, PROTECTED, BOMB, OTHER_WORKBOOK, …"""
    from python_calamine import CalamineError, PasswordError

    if content.startswith(b"PK"):
        _refuse_others(content)
        _refuse_bombs(content, limits)
    elif _ENCRYPTED in content:
        raise PROTECTED()
    try:
        return _first_filled(content, sheet, limits)
    except PasswordError as error:
        raise PROTECTED() from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise DAMAGED() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's way to fail on nonsense; not an Exception
            raise DAMAGED() from None
        raise


def _first_filled(content: bytes, sheet: str, limits: Limits) -> Sheet:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if sheet and sheet not in book.sheet_names:
        raise NO_SUCH_SHEET(sheet=sheet)
    for name in [sheet] if sheet else book.sheet_names:
        rows = [[_text(cell) for cell in row] for row in _grid(book, name, limits)]
        if any(any(row) for row in rows):
            made = sheet_from_rows(rows, limits)
            made.sheets, made.sheet = list(book.sheet_names), name
            return made
    raise EMPTY_FILE()


def _grid(book: object, name: str, limits: Limits) -> list[list[object]]:
    found = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    if found.total_width > limits.columns and found.total_height:
        raise TOO_MANY_COLUMNS(found=found.total_width, limit=limits.columns)
    if found.total_height > limits.rows + 1:
        raise TOO_MANY_ROWS(limit=limits.rows)
    return found.to_python(skip_empty_area=False)  # type: ignore[no-any-return]


def _refuse_others(content: bytes) -> None:
    """What else comes in a ZIP: documents of other programs, and workbooks whose size cannot be told before they are opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
    except _BROKEN as error:
        raise DAMAGED() from error
    for part, what in _OTHERS.items():
        if part in names:
            raise OTHER_WORKBOOK(what=what)
    if not any(name.startswith("xl/") for name in names):
        raise NOT_A_TABLE(what="ZIP")


def _refuse_bombs(content: bytes, limits: Limits) -> None:
    """A small file may unpack to gigabytes, or hold two cells at the far corners of a grid that would be filled with blanks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            if sum(entry.file_size for entry in container.infolist()) > limits.unpacked:
                raise BOMB(limit=limits.unpacked // MEGABYTE)
            for entry in container.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _refuse_empty_grid(_pieces(container, entry.filename, limits), limits)
    except _BROKEN as error:
        raise DAMAGED() from error


def _pieces(container: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    read, rest = 0, b""
    with container.open(name) as stream:
        while piece := stream.read(MEGABYTE):
            read += len(piece)
            if read > limits.unpacked:
                raise BOMB(limit=limits.unpacked // MEGABYTE)
            cut = piece.rfind(b"<c ") if piece.rfind(b"<c ") > 0 else len(piece)
            yield rest + piece[:cut]
            rest = piece[cut:]
    yield rest


def _refuse_empty_grid(pieces: Iterator[bytes], limits: Limits) -> None:
    cells, rows, width = 0, 0, b""
    for piece in pieces:
        for letters, number in _CELL.findall(piece):
            cells += 1
            rows = max(rows, int(number))
            if (len(letters), letters) > (len(width), width):
                width = letters
    columns = 0
    for letter in width:
        columns = columns * 26 + letter - 64
    if columns > limits.columns:
        raise TOO_MANY_COLUMNS(found=columns, limit=limits.columns)
    if rows > limits.rows + 1 or rows * columns > limits.empty_share * cells + MEGABYTE:
        raise TOO_MANY_ROWS(limit=limits.rows)


def _text(cell: object) -> str:
    """A cell as a CSV would hold it: dates in ISO form, whole numbers without a point."""
    if isinstance(cell, str):
        return "" if _ERRORS.match(cell) else cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell)
