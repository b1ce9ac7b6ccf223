"""Texts become values: dates in every fashion, numbers in every punctuation, records by their names."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.imports.readers import Asked, Choice, Day, Mail, Number, Reference, Text, Whole
from cadre.imports.readers.dates import read_day

ASKED = Asked("Product")
DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31))


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day: dt.date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%Y/%m/%d}") == day
    assert read_day(f"{day:%Y%m%d}") == day
    assert read_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert read_day(f"{day:%d.%m.%Y}", "dmy") == day
    assert read_day(f"{day:%m/%d/%y}", "mdy") == day
    assert read_day(f"{day:%d %b %Y}") == day
    assert read_day(f"{day:%b} {day.day}, {day.year}") == day


@given(st.lists(DAYS, min_size=1, max_size=20))
def test_the_order_of_a_column_is_the_one_that_fits_all_of_its_dates_or_is_asked(days: list[dt.date]) -> None:
    texts = {f"{day:%d/%m/%Y}": day for day in days}
    cells = Day().read(texts, ASKED)
    if any(day.day > 12 for day in days):
        assert {text: cell.value for text, cell in cells.items()} == texts
    else:
        doubts = {cell.doubt.kind.code for cell in cells.values() if cell.doubt}
        assert doubts == {"imports.date_order_unknown"}


def test_a_column_that_fits_no_order_is_read_date_by_date_and_the_ambiguous_ones_are_asked() -> None:
    cells = Day().read(["31/12/2026", "12/31/2026", "01/02/2026", "31/31/2026"], ASKED)
    assert cells["31/12/2026"].value == cells["12/31/2026"].value == dt.date(2026, 12, 31)
    assert [cells[text].doubt.kind.code for text in ("01/02/2026", "31/31/2026")] == [  # type: ignore[union-attr]
        "imports.date_order_unknown",
        "imports.not_a_date",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-03-01 10:20:00", dt.date(2017, 3, 1)),
        ("2017-03-01T00:00:00Z", dt.date(2017, 3, 1)),
        ("２０１７－０３－０１", dt.date(2017, 3, 1)),
        ("民國106年3月1日", dt.date(2017, 3, 1)),
        ("106/3/1", dt.date(2017, 3, 1)),
        ("42795", dt.date(2017, 3, 1)),
        ("2017-02-30", None),
        ("soon", None),
        ("99999999", None),
    ],
)
def test_times_full_width_taiwanese_years_and_spreadsheet_numbers_are_read(text: str, day: dt.date | None) -> None:
    assert Day().read([text], ASKED)[text].value == day


@given(st.decimals(0, 10**12, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_is_read_exactly_in_every_punctuation(number: Decimal) -> None:
    for text in (f"{number:,}", f"US$ {number}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "'")):
        assert Number().read([text], ASKED)[text].value == number
    german = f"{number:,}".translate(str.maketrans(",.", ".,"))
    assert Number().read([german], ASKED)[german].value == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１，２３４", "1234"),
        ("１２００", "1200"),
        ("12萬", "120000"),
        ("1.5億", "150000000"),
        ("3.5k", "3500"),
        ("15%", "0.15"),
        ("NT$1,200", "1200"),
        ("€ 1.234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("12,34,567", "1234567"),
    ],
)
def test_units_signs_and_foreign_commas_are_understood(text: str, number: str) -> None:
    assert Number().read([text], ASKED)[text].value == Decimal(number)


@pytest.mark.parametrize("text", ["abc", "1,2,3", "--5", "٣", "12 or 13", "=1+1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert Number().read([text], ASKED)[text].doubt.kind.code == "imports.not_a_number"  # type: ignore[union-attr]


def test_a_column_in_millions_is_multiplied_without_loss() -> None:
    assert Number().read(["1100.04"], Asked("Revenue", scale=Decimal(1_000_000)))["1100.04"].value == Decimal(
        1100040000
    )


def test_a_fraction_is_no_whole_number_and_a_brackets_number_is_negative() -> None:
    assert Whole().read(["2.5"], ASKED)["2.5"].doubt.kind.code == "imports.not_whole"  # type: ignore[union-attr]
    assert Number().read(["(50)"], ASKED)["(50)"].doubt.kind.code == "imports.out_of_range"  # type: ignore[union-attr]


def test_a_record_is_found_whatever_the_case_and_width_and_only_suggested_beyond_that() -> None:
    products = Reference(lambda: [("GTX Pro", 1), ("GTX Plus Pro", 2), ("MG Special", 3)])
    cells = products.read(["gtx pro", "ＧＴＸ Pro", "GTXPro", "MG Specail", "Anvil"], ASKED)
    assert cells["gtx pro"].value == cells["ＧＴＸ Pro"].value == 1
    assert cells["GTXPro"].doubt.suggestions == ("GTX Pro",)  # type: ignore[union-attr]
    assert cells["MG Specail"].doubt.suggestions[0] == "MG Special"  # type: ignore[union-attr]
    assert cells["Anvil"].doubt.kind.code == "imports.not_found"  # type: ignore[union-attr]


def test_a_name_that_two_records_share_is_not_guessed() -> None:
    people = Reference(lambda: [("王明", 1), ("王明", 2), ("E-2", 2)])
    cells = people.read(["王明", "E-2"], ASKED)
    assert (cells["王明"].doubt.kind.code, cells["E-2"].value) == ("imports.several", 2)  # type: ignore[union-attr]


def test_a_misspelt_word_is_kept_with_the_right_one_beside_it() -> None:
    cell = Text(60, ("technology", "retail")).read(["technolgy"], ASKED)["technolgy"]
    assert (cell.value, cell.doubt.suggestions, cell.doubt.severity) == ("technolgy", ("technology",), "warning")  # type: ignore[union-attr]


def test_a_choice_is_read_in_any_of_its_words() -> None:
    roles = Choice({"decider": ("Decision maker", "決策者"), "user": ("User",)})
    cells = roles.read(["decision-maker", "決策者", "decider", "boss"], ASKED)
    assert {cells[text].value for text in ("decision-maker", "決策者", "decider")} == {"decider"}
    assert cells["boss"].doubt.kind.code == "imports.not_a_choice"  # type: ignore[union-attr]


def test_an_address_is_taken_out_of_what_stands_around_it() -> None:
    cells = Mail().read(["Ann <ann@acme.example>", "mailto:bob@acme.example", "nobody", "a@b"], ASKED)
    assert cells["Ann <ann@acme.example>"].value == "ann@acme.example"
    assert cells["mailto:bob@acme.example"].value == "bob@acme.example"
    assert cells["nobody"].doubt
    assert cells["a@b"].doubt


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    products = Reference(lambda: [("GTX Pro", 1)])
    for reader in (Day(), Number(), Whole(), Mail(), Text(), Choice({"a": ("A",)}), products):
        assert set(reader.read([text], ASKED)) == {text}
