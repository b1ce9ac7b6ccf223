"""Tiles as files: one sheet per tile, or one CSV with a block per tile. The very values of the metrics layer, in major units.

A workbook begins with a sheet that says what the others are about: whose rows, which days, which filters.
"""

import csv
import io
import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.cockpit.queries import ShownTile, days_of
from cadre.kernel import clock
from cadre.kernel.money import minor_digits
from cadre.metrics.declarations import Unit
from cadre.metrics.figures import figure
from cadre.metrics.printing import names as names_of
from cadre.metrics.registry import dimensions
from cadre.ui.exports import safe_text

Row = list[str | Decimal | None]


def file_of(kind: str, title: str, tiles: Sequence[ShownTile], reader: str) -> HttpResponseBase:
    """The file as an answer to download. `reader` is the name of whose rows they are over."""
    made = xlsx_of(title, tiles, reader) if kind == "xlsx" else csv_of(tiles)
    return FileResponse(io.BytesIO(made), as_attachment=True, filename=file_name(title, kind))


def file_name(title: str, kind: str) -> str:
    """A title as the name of a file of today, without signs that a file system or a mail would refuse."""
    return f"{slugify(title, allow_unicode=True) or 'dashboard'}-{clock.today():%Y-%m-%d}.{kind}"


def block(tile: ShownTile) -> list[Row]:
    """Heading and rows of one tile; a tile that could not be answered says why."""
    if tile.answered is None:
        return [[tile.words]]
    cells = tile.answered.cells
    head: Row = [str(dimension.title) for dimension in cells.dimensions]
    head += [tile.answered.label(metric) for metric in cells.metrics]
    if cells.compared:
        head += [_("%(number)s (compared period)") % {"number": metric.title} for metric in cells.metrics]
    pairs = [(names_of(cells, cell), cell) for cell in cells] if cells.dimensions else []
    blank = [""] * max(0, len(cells.dimensions) - 1)
    if cells.rest:
        pairs.append(([pgettext("metrics", "Others"), *blank], cells.rest))
    pairs.append(([pgettext("metrics", "Total"), *blank] if cells.dimensions else [], cells.total))
    return [head, *([*(name or "" for name in named), *_values(cells, cell)] for named, cell in pairs)]


def _values(cells: Any, cell: Any) -> Row:
    values: Row = [figure(cell.values[metric.key], metric.unit, cells.currency) for metric in cells.metrics]
    if cells.compared:
        before = cell.before or {}
        values += [figure(before.get(metric.key), metric.unit, cells.currency) for metric in cells.metrics]
    return values


def csv_of(tiles: Sequence[ShownTile]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for tile in tiles:
        if len(tiles) > 1:
            writer.writerow([safe_text(text) for text in (tile.heading, *about(tile)) if text])
        writer.writerows(
            [f"{value:f}" if isinstance(value, Decimal) else safe_text(value) for value in row] for row in block(tile)
        )
        if len(tiles) > 1:
            writer.writerow([])
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # without the mark Excel reads UTF-8 as the local code page


def about(tile: ShownTile) -> list[str]:
    """The days a tile is about, those it is compared with, its filters, and who published it; each may be empty."""
    if tile.answered is None:
        return ["", "", "", ""]
    cells, where = tile.answered.cells, tile.answered.asked.where
    filters = [f"{dimensions[key].title}: {cells.labels.of(dimensions[key], value)}" for key, value in where.items()]
    publisher = tile.tile.publisher if tile.tile.publisher_id else None
    published = _("Published by %(name)s to all readers.") % {"name": publisher.name} if publisher else ""
    return [tile.days, days_of(cells.compared) if cells.compared else "", " · ".join(filters), published]


def xlsx_of(title: str, tiles: Sequence[ShownTile], reader: str) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    bold = book.add_format({"bold": True})
    taken: set[str] = set()
    contents = book.add_worksheet(_sheet_name(pgettext("workbook", "Contents"), taken))
    names = [_sheet_name(tile.heading, taken) for tile in tiles]
    _write(contents, _contents(title, tiles, names, reader), bold, {0, 3})
    for name, tile in zip(names, tiles, strict=True):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        _write(sheet, block(tile), bold, {0}, [book.add_format({"num_format": one}) for one in _patterns(tile)])
    book.close()
    return target.getvalue()


def _contents(title: str, tiles: Sequence[ShownTile], names: Sequence[str], reader: str) -> list[Row]:
    day = clock.today().isoformat()
    head: Row = [pgettext("workbook", "Sheet"), pgettext("workbook", "Tile"), pgettext("field", "Period")]
    lines: list[Row] = [[name, tile.heading, *about(tile)] for name, tile in zip(names, tiles, strict=True)]
    return [
        [title],
        [_("Over the rows of %(name)s, %(day)s") % {"name": reader, "day": day}],
        [],
        [*head, pgettext("series", "Compared period"), pgettext("field", "filters")],
        *lines,
    ]


def _write(sheet: Any, rows: Sequence[Row], bold: Any, heads: Collection[int], formats: Sequence[Any] = ()) -> None:
    for line, row in enumerate(rows):
        for at, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(line, at, value, formats[at])
            elif value:
                sheet.write_string(line, at, value, bold if line in heads else None)
    sheet.set_column(0, 12, 24)


def _patterns(tile: ShownTile) -> list[str]:
    """How the numbers of each column are shown; the cells hold them exactly."""
    if tile.answered is None:
        return []
    cells = tile.answered.cells
    money = "#,##0.00" if minor_digits(cells.currency) else "#,##0"
    shown = {Unit.COUNT: "#,##0", Unit.RATIO: "0.0%", Unit.DAYS: "#,##0.0", Unit.SCORE: "0.00"}
    numbers = [shown.get(metric.unit, money) for metric in cells.metrics]
    return [*("@" for _dimension in cells.dimensions), *numbers, *(numbers if cells.compared else [])]


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 letters, none that Excel forbids, and each name once."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "1"
    name, n = plain, 2
    while name.casefold() in taken:
        tail = f" {n}"
        name, n = plain[: 31 - len(tail)] + tail, n + 1
    taken.add(name.casefold())
    return name
