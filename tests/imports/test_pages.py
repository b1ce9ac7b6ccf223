"""The wizard from the file to the rows, as a person goes through it."""

import pytest
from django.test import Client

from cadre.crm.models import Product
from cadre.imports.models import ImportRun
from cadre.kernel.models import Notification
from cadre.kernel.notices import sentence
from tests.support.cast import Cast
from tests.support.files import upload

FILE = "product,series,sales_price\nWidget,W,12.50\nGadget,W,abc\nGizmo,W,-\n"


@pytest.fixture
def wizard(cast: Cast, client: Client) -> Client:
    client.force_login(cast.ops_tsai)
    return client


def send(wizard: Client, text: str | bytes, name: str = "list.csv", kind: str = "products") -> str:
    response = wizard.post(f"/imports/new/{kind}/", {"file": upload(text, name)})
    return response.headers["Location"]


def test_from_file_to_rows(wizard: Client) -> None:
    page = send(wizard, FILE)
    assert page.endswith("/check/")
    html = wizard.get(page).content.decode()
    assert "is not a number" in html
    assert "disabled" in html
    run = ImportRun.objects.get()
    for text, action in (("abc", {"action": "replace", "other": "20"}), ("-", {"action": "skip"})):
        wizard.post(f"/imports/{run.pk}/fix/", {"field": "list_price", "value": text, **action})
    wizard.post(f"/imports/{run.pk}/run/")
    html = wizard.get(f"/imports/{run.pk}/", follow=True).content.decode()
    assert "read as “20”" in html
    assert dict(Product.objects.values_list("name", "list_price_minor")) == {"Widget": 1250, "Gadget": 2000}


def test_a_file_whose_rows_are_all_left_out_says_why_nothing_can_be_imported(wizard: Client) -> None:
    page = send(wizard, "product,sales_price\nGadget,abc\n")
    run = ImportRun.objects.get()
    wizard.post(f"/imports/{run.pk}/fix/", {"field": "list_price", "value": "abc", "action": "skip"})
    html = wizard.get(page).content.decode()
    assert 'disabled aria-describedby="not-yet">Import</button>' in html
    assert "Every row is left out." in html


def test_a_double_click_imports_once(wizard: Client) -> None:
    send(wizard, "product\nWidget\n")
    run = ImportRun.objects.get()
    for _click in range(2):
        assert wizard.post(f"/imports/{run.pk}/run/").status_code == 302
    assert Product.objects.count() == 1
    assert ImportRun.objects.get().state == "done"


def test_faulty_rows_are_downloaded_with_their_reasons(wizard: Client) -> None:
    send(wizard, FILE)
    run = ImportRun.objects.get()
    response = wizard.get(f"/imports/{run.pk}/faulty-rows.csv")
    lines = b"".join(response).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines[0] == "product,series,sales_price,Row in the file,What is wrong"
    assert lines[1] == "Gadget,W,abc,3,“abc” is not a number."
    assert len(lines) == 3


def test_an_import_forced_with_errors_writes_nothing_and_says_why(wizard: Client) -> None:
    send(wizard, FILE)
    run = ImportRun.objects.get()
    wizard.post(f"/imports/{run.pk}/run/")
    run.refresh_from_db()
    assert (run.state, Product.objects.count()) == ("failed", 0)
    assert "2 rows have errors" in wizard.get(f"/imports/{run.pk}/").content.decode()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n", b"PK\x03\x04", b'"a'])
def test_a_file_that_cannot_be_used_is_answered_on_the_page_in_the_readers_language(
    wizard: Client, cast: Cast, content: bytes
) -> None:
    cast.ops_tsai.language = "zh-hant"
    cast.ops_tsai.save()
    response = wizard.post("/imports/new/products/", {"file": upload(content)})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_that_lacks_a_needed_field_comes_back_with_the_field_named(wizard: Client) -> None:
    page = send(wizard, "foo,bar\n1,2\n")
    assert page.endswith("/map/")
    response = wizard.post(page, {"column-0": "series", "column-1": ""})
    assert response.status_code == 422
    assert "“Product name”" in response.content.decode()
    response = wizard.post(page, {"column-0": "name", "column-1": "name"})
    assert "taken from two columns" in response.content.decode()
    assert wizard.post(page, {"column-0": "name", "column-1": "list_price"}).status_code == 302


def test_the_order_of_ambiguous_dates_is_asked_and_answered_with_one_click(wizard: Client, cast: Cast) -> None:
    page = send(wizard, "name,Joined on\nAnn,01/02/2026\n", kind="people")
    assert "Day first" in wizard.get(page).content.decode()
    run = ImportRun.objects.get()
    wizard.post(f"/imports/{run.pk}/fix/", {"field": "hired_on", "value": "01/02/2026", "action": "dmy"})
    assert ImportRun.objects.get().mapping["orders"] == {"hired_on": "dmy"}
    assert "Day first" not in wizard.get(page).content.decode()


def test_an_old_encoding_is_shown_as_a_guess_and_can_be_chosen(wizard: Client) -> None:
    page = send(wizard, "产品名称,价格\n大华,3\n".encode("gb18030"))
    assert page.endswith("/map/")
    assert "The text is not UTF-8" in wizard.get(page).content.decode()
    run = ImportRun.objects.get()
    wizard.post(f"/imports/{run.pk}/read-as/", {"encoding": "big5"})
    assert ImportRun.objects.get().encoding == "big5"


def test_the_check_of_a_thousand_faulty_rows_costs_a_handful_of_queries(
    wizard: Client, django_assert_max_num_queries: object
) -> None:
    page = send(wizard, "product,sales_price\n" + "".join(f"Product {n},{'x' if n % 2 else n}\n" for n in range(2000)))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert wizard.get(page).status_code == 200


def test_the_template_of_a_kind_can_be_imported_back(wizard: Client) -> None:
    content = wizard.get("/imports/new/products/template.csv").content
    page = send(wizard, content, "products.csv")
    assert page.endswith("/check/")


def test_a_large_import_runs_on_its_own_and_tells_the_one_who_left(wizard: Client, cast: Cast) -> None:
    send(wizard, "product,sales_price\n" + "".join(f"Product {n},{n}\n" for n in range(2001)))
    run = ImportRun.objects.get()
    wizard.post(f"/imports/{run.pk}/run/")
    run.refresh_from_db()
    assert (run.state, run.made, Product.objects.count()) == ("done", 2001, 2001)
    notice = Notification.objects.get(recipient=cast.ops_tsai)
    assert sentence(notice, "en") == "list.csv is imported: 2001 new, 0 changed."
    assert wizard.get(f"/imports/{run.pk}/progress/").headers["HX-Redirect"] == f"/imports/{run.pk}/"
