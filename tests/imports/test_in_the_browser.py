"""The wizard in a real browser: the whole way, and readable for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from cadre.crm.models import Product
from tests.support.browser import accessibility_faults, sign_in
from tests.support.cast import Cast
from tests.support.files import products_file
from tests.support.serving import served

FILE = "product,series,sales_price\nWidget,W,12.50\nGadget,W,abc\nGizmo,W,-\n"


@pytest.mark.django_db
@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hant"), ("dark", "en")])
def test_the_way_from_file_to_rows(page: Page, cast: Cast, tmp_path: Path, theme: str, language: str) -> None:
    cast.ops_tsai.theme, cast.ops_tsai.language = theme, language
    cast.ops_tsai.save()
    with served() as address:
        sign_in(page.context, address, cast.ops_tsai)
        (tmp_path / "products.csv").write_text(FILE, "utf-8")
        seen: list[str] = []

        def look() -> None:
            seen.extend(accessibility_faults(page))

        page.goto(f"{address}/imports/new/products/")
        look()
        page.set_input_files("input[type=file]", tmp_path / "products.csv")
        page.click("main form .btn-primary:not(label)")
        page.wait_for_url("**/check/")
        look()
        page.goto(page.url.replace("/check/", "/map/"))
        look()
        page.click("main form .btn-primary")
        page.wait_for_url("**/check/")
        page.locator("input[name=other]").first.fill("20")
        page.locator("button[value=replace]").first.click()
        page.locator("button[value=skip]").first.click()
        page.locator("main form .btn-primary:not([disabled])").click()
        page.wait_for_url("**/imports/*/")
        look()
        assert dict(Product.objects.values_list("name", "list_price_minor")).items() >= {"Widget": 1250}.items()
        page.goto(f"{address}/imports/")
        look()
        page.goto("about:blank")
    assert seen == []


@pytest.mark.django_db
def test_a_double_click_on_import_imports_once(page: Page, cast: Cast) -> None:
    page.set_default_timeout(30_000)
    run = products_file(Cast.actor(cast.ops_tsai))
    with served() as address:
        sign_in(page.context, address, cast.ops_tsai)
        page.goto(f"{address}/imports/{run.pk}/check/")
        page.locator("form[data-once] .btn-primary").dblclick()
        page.wait_for_url(f"**/imports/{run.pk}/")
        page.goto("about:blank")
    run.refresh_from_db()
    assert (run.state, run.made, Product.objects.count()) == ("done", 1, 1)
