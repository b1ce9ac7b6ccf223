"""Files as people have them: any encoding, any delimiter, damaged, oversized, or not tables at all."""

import contextlib
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cadre.imports.reading import Limits, read_sheet
from cadre.kernel.problems import Problems

CHINESE = "客戶名稱,負責人,金額\n台北大華科技股份有限公司,王明,1200\n"
SIMPLIFIED = "客户名称;负责人;金额\n北京大华科技;王明;1200\n上海机电有限公司;李雷;30\n"


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Deals")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def refusal(content: bytes, **options: object) -> str:
    with pytest.raises(Problems) as caught:
        read_sheet(content, **options)  # type: ignore[arg-type]
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("encoding", "text", "found"),
    [
        ("utf-8", CHINESE, "utf-8"),
        ("utf-8-sig", CHINESE, "utf-8-sig"),
        ("utf-16", CHINESE, "utf-16"),
        ("utf-16-le", CHINESE, "utf-16-le"),
        ("gb18030", SIMPLIFIED, "gb18030"),
        ("cp950", CHINESE, "big5"),
        ("gb18030", "客户,金额\nAcme,3\n", "gb18030"),
        ("cp950", "客戶,金額\nAcme,3\n", "big5"),
        ("cp1252", "name,city\nCafé Müller,Zürich\nSeñor Pérez,Besançon\n", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_a_guess_is_called_one(encoding: str, text: str, found: str) -> None:
    sheet = read_sheet(text.encode(encoding))
    assert sheet.encoding == found
    assert sheet.headings == text.split("\n", maxsplit=1)[0].replace(";", ",").split(",")
    assert sheet.is_guess == (found in {"gb18030", "big5", "cp1252"})


def test_a_chosen_encoding_is_taken_at_its_word() -> None:
    assert read_sheet(SIMPLIFIED.encode("gb18030"), encoding="gb18030").headings[0] == "客户名称"
    assert refusal(SIMPLIFIED.encode("gb18030"), encoding="utf-8") == "imports.unreadable_text"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_quoted_ones_are_text(delimiter: str) -> None:
    sheet = read_sheet(f'name{delimiter}note\r\n"Acme{delimiter} Inc"{delimiter}"two\r\nlines"\r\n'.encode())
    assert (sheet.columns[0], sheet.columns[1]) == ([f"Acme{delimiter} Inc"], ["two\r\nlines"])


def test_blank_rows_are_passed_over_and_the_others_keep_their_numbers() -> None:
    sheet = read_sheet(b"\nname,age\n\nAnn,3\n,\nBob,4\n")
    assert (sheet.columns[0], list(sheet.numbers)) == (["Ann", "Bob"], [4, 6])


def test_short_rows_are_filled_and_long_ones_are_remembered() -> None:
    sheet = read_sheet(b"a,b\n1\n2,3,4\n5,6,\n")
    assert (sheet.columns, sheet.extra) == ([["1", "2", "5"], ["", "3", "6"]], [1])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "imports.empty"),
        (b"  \n ", "imports.empty"),
        (b"name,age\n", "imports.empty"),
        (b"%PDF-1.7", "imports.not_a_table"),
        (b"<!doctype html><table>", "imports.not_a_table"),
        (b'{"a": 1}', "imports.not_a_table"),
        (b"\x01a\xff\x00,\x00\x00\x81b" * 9, "imports.not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\r\n" * 4000, "imports.damaged"),
        (b"PK\x03\x04 nothing behind it", "imports.damaged"),
        (b'a,b\n"x,1\n2,3', "imports.broken_quotes"),
        (b"a,a\n1,2\n", "imports.same_heading"),
        (b"a,,c\n1,2,3\n", "imports.no_headings"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_million_columns_are_refused_at_the_first_line() -> None:
    line = ",".join(f"c{number}" for number in range(1_000_000))
    assert refusal(f"{line}\n1,2\n".encode()) == "imports.too_many_columns"


def test_too_many_rows_are_refused() -> None:
    assert refusal(b"a\n" + b"1\n" * 11, limits=Limits(rows=10)) == "imports.too_many_rows"


def test_a_workbook_reads_like_the_csv_of_its_sheet_whatever_its_name_is() -> None:
    sheet = read_sheet(workbook([["name", "amount", "rate"], ["Acme", 1200, 0.5], ["台北", 30.25, 2]]))
    assert sheet.columns == [["Acme", "台北"], ["1200", "30.25"], ["0.5", "2"]]
    assert (sheet.sheet, sheet.encoding) == ("Deals", "")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert len(out.getvalue()) < 100_000
    assert refusal(out.getvalue(), limits=Limits(unpacked=10_000_000)) == "imports.unpacks_too_large"


def test_two_cells_at_the_far_corners_do_not_make_a_grid_of_billions() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "name")
        sheet.write(1_000_000, 300, "far away")
    assert refusal(out.getvalue()) == "imports.too_many_rows"


def container(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (container("mimetype", "content.xml"), "imports.other_workbook"),
        (container("xl/workbook.bin"), "imports.other_workbook"),
        (container("word/document.xml"), "imports.other_workbook"),
        (container("notes.txt"), "imports.not_a_table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "imports.protected",
        ),
    ],
)
def test_files_that_only_look_like_a_workbook_say_what_they_are(content: bytes, code: str) -> None:
    assert refusal(content) == code


MADE = (
    CHINESE.encode("big5"), SIMPLIFIED.encode("gb18030"), CHINESE.encode("utf-16"), b'"a","b\n1",2\n', b"a,b\x00c\n1,2\n",
    workbook([["a", "b"], [1, "x"]]), container("xl/workbook.xml", "xl/worksheets/sheet1.xml"),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real file with pieces cut out, overwritten and put in."""
    content = bytearray(draw(st.sampled_from(MADE)))
    for at, length, put in draw(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 40), st.binary(max_size=9)))):
        place = at % (len(content) + 1)
        content[place : place + length] = put
    return bytes(content)


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=400), damaged()), st.sampled_from(["", "", "big5", "utf-16", "no such", "\0"]))
def test_whatever_the_bytes_are_the_answer_is_a_sheet_or_a_sentence(content: bytes, encoding: str) -> None:
    with contextlib.suppress(Problems):
        assert read_sheet(content, encoding=encoding).headings
