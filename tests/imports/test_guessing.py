"""Columns are recognised by what other systems and languages call them."""

import pytest

from cadre.imports.guessing import guess
from cadre.imports.kinds import kind_of
from cadre.imports.reading import read_sheet
from tests.support.cast import Cast

SHAPES = [
    (
        "opportunities",
        "Opportunity ID,Opportunity Name,Account Name,Amount,Close Date,Stage,Owner Name",
        {"external_id", "account", "amount", "closed_on", "stage", "owner"},
    ),
    (
        "opportunities",
        "Record ID,Deal Name,Associated Company,Deal Stage,Amount,Close Date,Deal Owner",
        {"external_id", "account", "stage", "amount", "closed_on", "owner"},
    ),
    (
        "opportunities",
        "Deal - ID,Deal - Title,Deal - Owner,Deal - Stage,Deal - Value,Deal - Currency,Deal - Expected close date,Organization - Name",
        {"external_id", "owner", "stage", "amount", "currency", "expected_close_on", "account"},
    ),
    (
        "contacts",
        "External ID,Name,Company Name,Email,Job Position,Phone,Notes",
        {"external_id", "name", "account", "email", "title", "phone", "note"},
    ),
    ("accounts", "客户名称(*),电话,网址,备注,详细地址", {"name", "phone", "website", "note", "address"}),
    (
        "opportunities",
        "商機編號,客戶名稱,產品,商機階段,商機金額,負責人",
        {"external_id", "account", "product", "stage", "amount", "owner"},
    ),
    ("products", "商品,系列,價格", {"name", "series", "list_price"}),
    ("products", "商品名称,类别,单价", {"name", "series", "list_price"}),
    ("opportunities", "客戶名稱,產品名稱,商機階段,負責人", {"account", "product", "stage", "owner"}),
    ("people", "sales_agent,manager,regional_office", {"name", "manager", "office"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "headings", "fields"), SHAPES)
def test_the_headings_of_other_systems_are_recognised(kind: str, headings: str, fields: set[str]) -> None:
    sheet = read_sheet(f"{headings}\n{','.join('x' * len(headings.split(',')))}\n".encode())
    assert set(guess(kind_of(kind), sheet).columns) == fields


def test_a_column_with_a_name_of_its_own_is_recognised_by_the_people_in_it(cast: Cast) -> None:
    sheet = read_sheet(f"no,wer\n1,{cast.rep_lin.name}\n2,{cast.rep_gao.name}\n".encode())
    assert guess(kind_of("opportunities"), sheet).columns["owner"] == "wer"


@pytest.mark.django_db
def test_a_unit_in_the_heading_is_taken_up() -> None:
    sheet = read_sheet("公司名稱,年營收（萬元）\nAcme,3\n".encode())
    mapping = guess(kind_of("accounts"), sheet)
    assert mapping.columns["revenue"] == "年營收（萬元）"
    assert mapping.scales == {"revenue": "10000"}
