"""A dashboard as a file has the very figures of its tiles, and says whose rows, which days and which filters they are over."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cockpit.conftest import board, today
from tests.metrics.conftest import Company

BY_PERSON = {"kind": "table", "metrics": ["bookings.amount", "win_rate"], "by": ["employee"], "period": "month"}
MONTHS = {"kind": "line", "metrics": ["bookings.amount"], "by": ["month"], "period": "month", "compare": "previous"}


@pytest.fixture
def selling(company: Company) -> Company:
    """Lin won 1,000.00 and 234.56 and lost one; Hsu of the other team won 500.00."""
    company.won("rep_lin", amount=100_000, on=today())
    company.won("rep_lin", amount=23_456, on=today(), product=1)
    company.lost("rep_lin", on=today())
    company.won("rep_hsu", amount=50_000, on=today())
    return company


def file(company: Company, *tiles: dict[str, Any], language: str = "en", **query: Any) -> bytes:
    made = board(company.actor("director_shen"), *tiles)
    director = company.cast.director_shen
    director.language = language
    director.save()
    client = Client()
    client.force_login(director)
    answer = client.get(reverse("cockpit:dashboard-export", args=[made.pk]), query)
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_csv_has_the_figures_of_the_tile(selling: Company) -> None:
    lines = list(csv.reader(io.StringIO(file(selling, BY_PERSON, format="csv").decode("utf-8-sig"))))
    assert [line[1:] for line in lines[1:]] == [["1234.56", "0.6667"], ["500.00", "1.0000"], ["1734.56", "0.7500"]]


def test_a_csv_of_several_tiles_says_which_days_each_is_about(selling: Company) -> None:
    lines = list(csv.reader(io.StringIO(file(selling, BY_PERSON, MONTHS, format="csv").decode("utf-8-sig"))))
    first, day = today().replace(day=1).isoformat(), today().isoformat()
    assert lines[0] == ["Won amount · Win rate by person", f"{first} – {day}"]


def test_a_workbook_begins_with_what_its_sheets_are_about(selling: Company) -> None:
    content = file(selling, BY_PERSON, MONTHS, format="xlsx", product=selling.products[1].pk, period="month")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Contents", "Won amount · Win rate by person", "Won amount by month"]
    about = book.get_sheet_by_index(0).to_python()
    first, day = today().replace(day=1).isoformat(), today().isoformat()
    assert about[0][0] == "Quincunx"
    assert about[1][0] == f"Over the rows of Shen Director, {day}"
    assert about[4][1:] == [book.sheet_names[1], f"{first} – {day}", "", f"Product: {selling.products[1].name}"]
    assert about[5][3] != ""
    assert book.get_sheet_by_index(1).to_python()[1][1] == 234.56


def test_a_workbook_says_which_of_its_sheets_somebody_else_published(selling: Company) -> None:
    ranking = {"kind": "ranking", "metrics": ["bookings.amount"], "by": ["employee"], "period": "month"}
    content = file(selling, ranking | {"published": True}, BY_PERSON, format="xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [line[-1] for line in lines[4:]] == ["Published by Shen Director to all readers.", ""]


@pytest.mark.parametrize(
    ("language", "sheets", "head"),
    [
        ("zh-hant", ["目錄", "成交金額（依月）"], ["月", "成交金額（US$）", "成交金額（對照期間）"]),
        ("zh-hans", ["目录", "成交金额（按月）"], ["月", "成交金额（US$）", "成交金额（对照期间）"]),
    ],
)
def test_a_workbook_is_in_the_language_of_who_asks(
    selling: Company, language: str, sheets: list[str], head: list[str]
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file(selling, MONTHS, format="xlsx", language=language)))
    assert book.sheet_names == sheets
    assert book.get_sheet_by_index(1).to_python()[0] == head
