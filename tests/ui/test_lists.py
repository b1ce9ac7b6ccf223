"""The machinery of lists: filters, sorting, views, sums, selection and files, on real rows."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client

from cadre.crm.services import create_opportunity
from cadre.kernel.models import AuditEntry
from cadre.ui.models import SavedView
from tests.support.cast import Cast
from tests.support.deals import account, actor, product

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages")]


@pytest.fixture
def deals(cast: Cast):
    cheap, dear = product("GTX Basic", 55_000), product("GTK 500", 2_676_800)
    one, two = account(cast.rep_lin, "Cancity"), account(cast.rep_lin, "Konex")
    return [
        create_opportunity(
            actor=actor(cast.rep_lin),
            account_id=one.pk,
            product_id=dear.pk,
            amount_minor=2_900_000,
            expected_close_on=dt.date(2030, 1, 1),
        ),
        create_opportunity(actor=actor(cast.rep_lin), account_id=two.pk, product_id=cheap.pk, amount_minor=50_000),
        create_opportunity(actor=actor(cast.rep_lin), account_id=None, product_id=cheap.pk, amount_minor=70_000),
    ]


@pytest.fixture
def visitor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.rep_lin)
    return client


def rows_of(answer) -> list[str]:
    return [line.row.account.name if line.row.account else "" for line in answer.context["list"].lines()]


def test_a_list_shows_all_rows_sorted_by_its_default(visitor, deals):
    answer = visitor.get("/deals/")
    assert rows_of(answer) == ["Cancity", "", "Konex"]
    assert 'aria-sort="descending"' in answer.text
    assert "<c-" not in answer.text


def test_a_head_sorts_and_turns_round(visitor, deals):
    assert rows_of(visitor.get("/deals/?sort=amount")) == ["Konex", "", "Cancity"]
    assert rows_of(visitor.get("/deals/?sort=name")) == ["Cancity", "Konex", ""]
    assert rows_of(visitor.get("/deals/?sort=-name")) == ["Konex", "Cancity", ""]


def test_a_sort_that_does_not_exist_falls_back_to_the_default(visitor, deals):
    assert rows_of(visitor.get("/deals/?sort=password")) == ["Cancity", "", "Konex"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("amount_from=600", ["Cancity", ""]),
        ("amount_to=600", ["Konex"]),
        ("amount_from=nonsense", ["Cancity", "", "Konex"]),
        ("close_from=2029-12-31&close_to=2030-01-01", ["Cancity"]),
        ("close=overdue", []),
        ("open=yes", ["Cancity", "", "Konex"]),
        ("open=no", []),
        ("stage=999", ["Cancity", "", "Konex"]),
        ("q=kon", ["Konex"]),
        ("q=zzz", []),
    ],
)
def test_filters_narrow_the_rows_and_nonsense_does_not(visitor, deals, query, names):
    assert rows_of(visitor.get(f"/deals/?f=1&{query}")) == names


def test_an_active_filter_is_a_chip_that_can_be_removed(visitor, deals):
    answer = visitor.get("/deals/?f=1&amount_from=600&sort=name")
    (chip,) = answer.context["list"].chips()
    assert chip.words == "≥ 600"
    assert "amount_from" not in chip.without
    assert "sort=name" in chip.without


def test_the_sum_is_of_the_whole_filter_not_of_the_page(visitor, deals, monkeypatch):
    monkeypatch.setattr("tests.ui.pages.DealList.size", 1)
    answer = visitor.get("/deals/")
    assert len(rows_of(answer)) == 1
    assert "30,200" in answer.text


def test_a_view_brings_its_filters_and_stays_when_filters_change(visitor, deals):
    assert rows_of(visitor.get("/deals/?view=big")) == ["Cancity"]
    changed = visitor.get("/deals/?view=big&f=1&amount_to=600")
    assert rows_of(changed) == ["Konex"]
    assert changed.context["list"].view.key == "big"


def test_a_saved_view_belongs_to_its_maker_alone(visitor, deals, cast):
    token = "x" * 12
    made = visitor.post(
        "/ui/views/save/",
        {"name": "Mine", "page": "tests.deals", "path": "/deals/", "query": "amount_from=600", "_once": token},
    )
    assert made.status_code == 302
    view = SavedView.objects.get()
    assert made.url == f"/deals/?view=my-{view.pk}"
    assert rows_of(visitor.get(made.url)) == ["Cancity", ""]
    visitor.force_login(cast.rep_gao)
    assert "Mine" not in visitor.get("/deals/").text
    assert visitor.post(f"/ui/views/{view.pk}/remove/").status_code == 404
    assert SavedView.objects.exists()


def test_a_list_costs_three_queries_more_than_the_session_however_long(visitor, deals, django_assert_max_num_queries):
    visitor.get("/deals/")
    with django_assert_max_num_queries(7):
        visitor.get("/deals/")


def test_htmx_gets_the_part_and_the_canonical_address(visitor, deals):
    answer = visitor.get("/deals/?f=1&q=&stage=&amount_from=600", headers={"HX-Request": "true", "HX-Target": "list"})
    assert "<html" not in answer.text
    assert answer["HX-Push-Url"] == "/deals/?f=1&amount_from=600"


def test_counts_per_view_come_in_one_answer(visitor, deals):
    answer = visitor.get("/deals/?part=counts", headers={"HX-Request": "true"})
    assert 'id="count-all" hx-swap-oob="true">3<' in answer.text
    assert 'id="count-big" hx-swap-oob="true">1<' in answer.text


def test_the_chosen_rows_are_the_ids_or_the_whole_filter(visitor, deals):
    ids = ",".join(str(made.pk) for made in deals[:2])
    assert visitor.get(f"/bulk/?ids={ids}").text == "2"
    assert visitor.get("/bulk/?all=1&state=amount_to%3D800").text == "2"
    assert visitor.get("/bulk/?ids=x").text == "0"
    # A drawer posts its form to the address it was opened with
    assert visitor.post(f"/bulk/?ids={ids}").text == "2"
    assert visitor.post("/bulk/?all=1&state=amount_to%3D800").text == "2"
    assert visitor.post("/bulk/?ids=x", {"ids": ids}).text == "2"


def test_the_column_chooser_is_remembered_in_a_cookie(visitor, deals):
    visitor.cookies["list_tests_deals"] = "columns%3Dnumber.amount%26density%3Dtight"
    shown = visitor.get("/deals/").context["list"]
    assert [column.key for column in shown.visible_columns] == ["name", "amount", "number"]
    assert shown.density == "tight"


def test_csv_holds_the_whole_filter_and_cannot_run_formulas(visitor, deals, cast, monkeypatch):
    monkeypatch.setattr("tests.ui.pages.DealList.size", 1)
    create_opportunity(
        actor=actor(cast.rep_lin),
        account_id=account(cast.rep_lin, "=HYPERLINK(1)").pk,
        product_id=product("MG", 100).pk,
        amount_minor=100,
    )
    text = b"".join(visitor.get("/deals/?f=1&export=csv").streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("Cancity · GTK 500,")
    assert "29000.00" in lines[1]
    assert lines[4].startswith("'=HYPERLINK")


def test_xlsx_opens_as_a_workbook(visitor, deals):
    data = b"".join(visitor.get("/deals/?f=1&export=xlsx").streaming_content)
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_an_export_is_kept_in_the_audit_with_its_filter(visitor, deals, cast):
    visitor.get("/deals/?f=1&amount_from=5&export=csv")
    kept = AuditEntry.objects.get(action="exported")
    assert (kept.user, kept.fields["form"][1]) == (cast.rep_lin, "csv")
    assert "amount_from=5" in kept.fields["query"][1]


def test_a_list_without_any_row_says_how_to_begin_whatever_its_filters(visitor, cast):
    assert "A deal is a sale that may happen." in visitor.get("/deals/").text
    assert "A deal is a sale that may happen." in visitor.get("/deals/?f=1&amount_from=5").text


def test_a_list_whose_filters_keep_all_rows_away_says_how_to_widen_them(visitor, deals):
    assert "Nothing fits these filters" in visitor.get("/deals/?f=1&amount_from=9000000").text
