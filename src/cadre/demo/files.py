"""The published files, as they are or with all dates moved by the same number of days."""

import csv
import datetime as dt
import io
from pathlib import Path

from cadre.demo.mappings import FILES, LAST_DAY
from cadre.kernel import clock

FOLDER = Path(__file__).parent / "data"
_DATED = {"engage_date", "close_date"}


def shift_to_yesterday() -> dt.timedelta:
    """By how much dates move so that the data ends yesterday."""
    return clock.today() - dt.timedelta(days=1) - LAST_DAY


def content_of(kind: str, shift: dt.timedelta) -> bytes:
    """The file of an import kind, its dates moved."""
    content = (FOLDER / FILES[kind]).read_bytes()
    if not shift or kind != "opportunities":
        return content
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        moved = {name: _moved(row[name], shift) for name in _DATED}
        writer.writerow(row | moved)
    return out.getvalue().encode()


def _moved(text: str, shift: dt.timedelta) -> str:
    return (dt.date.fromisoformat(text) + shift).isoformat() if text else ""
