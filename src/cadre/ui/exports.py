"""A list as a file: CSV that spreadsheets read in any language, or XLSX. Streams; the filter decides the rows, not the page."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from cadre.kernel import clock
from cadre.ui.columns import Column

FORMATS = ("csv", "xlsx")
CHUNK = 2000


def safe_text(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe (CSV injection)."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def file_of(kind: str, title: str, columns: Sequence[Column], rows: QuerySet[Any]) -> HttpResponseBase:
    """The file as an answer to download."""
    name = f"{slugify(title, allow_unicode=True) or 'list'}-{clock.today():%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(_xlsx(columns, rows), as_attachment=True, filename=name)
    answer = StreamingHttpResponse(_csv(columns, rows), content_type="text/csv; charset=utf-8")
    # FileResponse builds the header for any name; borrow it rather than quote by hand
    answer["Content-Disposition"] = FileResponse(io.BytesIO(), as_attachment=True, filename=name)["Content-Disposition"]
    return answer


def _heads(columns: Sequence[Column]) -> list[str]:
    return [f"{column.label} ({column.unit})" if column.unit else str(column.label) for column in columns]


def _csv(columns: Sequence[Column], rows: QuerySet[Any]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"  # without it Excel reads UTF-8 as the local code page
    writer.writerow(_heads(columns))
    for index, row in enumerate(rows.iterator(CHUNK)):
        writer.writerow([safe_text(column.exported(row)) for column in columns])
        if index % 200 == 199:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _xlsx(columns: Sequence[Column], rows: QuerySet[Any]) -> Any:
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "remove_timezone": True, "default_date_format": "yyyy-mm-dd"}
    )
    sheet = book.add_worksheet()
    bold, stamp = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(_heads(columns)):
        sheet.write_string(0, at, head, bold)
        sheet.set_column(at, at, 14 if columns[at].is_figure else 26)
    for line, row in enumerate(rows.iterator(CHUNK), start=1):
        for at, column in enumerate(columns):
            _write(sheet, line, at, column.exported(row), stamp)
    book.close()
    target.seek(0)
    return target


def _write(sheet: Any, line: int, at: int, value: Any, stamp: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(line, at, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(line, at, value, stamp)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, at, dt.datetime.combine(value, dt.time()))
    else:
        sheet.write_number(line, at, value)
