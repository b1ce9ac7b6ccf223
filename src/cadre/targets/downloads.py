"""A version of the targets as a file that can be taken in again."""

import csv
import io

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import pgettext

from cadre.kernel.money import to_major
from cadre.targets.queries import Grid
from cadre.ui.exports import safe_text


def grid_file(kind: str, grid: Grid) -> HttpResponseBase:
    """Names in the first column, the periods as headings; empty cells stay empty."""
    columns = [(n, period) for n, (period, is_sum) in enumerate(grid.columns) if not is_sum]
    rows: list[list[object]] = [[pgettext("export heading", "Name"), *(period.name for _n, period in columns)]]
    rows += [[row.subject.name, *(_plain(grid, row.cells[n].value) for n, _period in columns)] for row in grid.rows]
    name = f"targets-{grid.plan.period}-v{grid.plan.number}.{kind}"
    if kind == "csv":
        buffer = io.StringIO()
        buffer.write("\ufeff")  # without it Excel reads UTF-8 as the local code page
        csv.writer(buffer).writerows([[safe_text("" if cell is None else cell) for cell in row] for row in rows])
        answer = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return FileResponse(_workbook(rows), as_attachment=True, filename=name)


def _plain(grid: Grid, value: int | None) -> object:
    if value is None:
        return None
    if grid.measure.is_ratio:
        return f"{value / 10_000:g}%"
    if grid.measure.is_score:
        return value / grid.measure.units
    return float(to_major(value, grid.measure.currency)) if grid.measure.is_money else value


def _workbook(rows: list[list[object]]) -> io.BytesIO:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, at, cell)
            elif cell is not None:
                sheet.write_number(line, at, cell)
    book.close()
    target.seek(0)
    return target
