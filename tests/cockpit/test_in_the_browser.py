"""Composing by mouse and keyboard, the live preview, the picture of a chart; axe and the content policy watch."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cadre.cockpit.models import Dashboard
from tests.cockpit.conftest import board, today
from tests.metrics.conftest import Company
from tests.support.browser import accessibility_faults, sign_in
from tests.support.serving import served

FIGURE = {"kind": "number", "metrics": ["bookings.amount"], "by": [], "period": "month", "title": "First"}
BARS = {"kind": "bar", "metrics": ["bookings.amount"], "by": ["product"], "period": "month", "title": "Second"}


@pytest.fixture
def at(company: Company, page: Page) -> Any:
    """Open an address as the director; fails at the end if the console had an error."""
    company.won("rep_lin", amount=123_400, on=today())
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served() as address:
        sign_in(page.context, address, company.cast.director_shen)

        def open_page(path: str) -> Page:
            page.goto(address + path)
            return page

        yield open_page
        page.goto("about:blank")
    assert errors == []


def test_a_tile_is_composed_with_its_preview_and_moved_by_keyboard(company: Company, at: Any) -> None:
    made = board(company.actor("director_shen"), FIGURE, BARS)
    page = at(f"/dashboards/{made.pk}/?edit=1")
    expect(page.locator("[data-tile]")).to_have_count(2)
    page.get_by_role("link", name="Add tile").click()
    page.locator("#drawer").get_by_label("Won amount").check()
    page.locator("#id_kind").select_option("ranking")
    page.locator("#id_by_1").select_option("employee")
    expect(page.locator("#tile-preview")).to_contain_text("$1,234")
    assert accessibility_faults(page, within="#drawer") == []
    page.locator("#id_kind").select_option("line")
    expect(page.locator("#tile-preview")).to_contain_text("runs over time")
    page.locator("#id_kind").select_option("table")
    page.get_by_role("button", name="Add tile").click()
    expect(page.locator("[data-tile]")).to_have_count(3)
    handle = page.locator("[data-tile-handle]").first
    handle.focus()
    with page.expect_response(lambda answer: "/arrange/" in answer.url):
        handle.press("ArrowRight")
    assert [tile.title for tile in made.tiles.all()][:2] == ["Second", "First"]


def test_a_dashboard_is_whole_for_everybody_and_its_chart_is_saved_as_a_picture(company: Company, at: Any) -> None:
    made = board(company.actor("director_shen"), FIGURE, BARS)
    page = at(f"/dashboards/{made.pk}/")
    page.locator("[data-chart] svg").first.wait_for()
    assert accessibility_faults(page) == []
    with page.expect_download() as saved:
        page.locator("[data-picture]").click()
    assert saved.value.suggested_filename == "Second.png"
    page.locator("#filter-product").select_option(str(company.products[1].pk))
    expect(page.locator("#tiles")).to_contain_text("Nothing in this period")
    assert Dashboard.objects.get(pk=made.pk).filters == {}


def test_a_figure_leads_to_its_rows_in_the_drawer(company: Company, at: Any) -> None:
    made = board(company.actor("director_shen"), FIGURE)
    page = at(f"/dashboards/{made.pk}/")
    page.locator("#tiles a.c-why").first.click()
    expect(page.locator("#drawer")).to_contain_text("Cancity")


def test_the_parts_of_a_stacked_column_are_named_and_a_line_may_begin_late(company: Company, at: Any) -> None:
    parts = {"kind": "stacked", "metrics": ["bookings.amount"], "by": ["month", "product"], "period": "12-month"}
    late = {"kind": "line", "metrics": ["win_rate"], "by": ["month"], "period": "12-month"}
    company.won("rep_lin", amount=50_000, on=today(), product=1)
    made = board(company.actor("director_shen"), parts, late)
    page = at(f"/dashboards/{made.pk}/")
    for product in company.products[:2]:
        expect(page.locator("[data-chart] svg").first).to_contain_text(product.name)
    expect(page.locator("[data-chart] svg").last).to_contain_text("Win rate")


def test_a_pivot_wider_than_its_tile_fades_until_its_end_is_seen(company: Company, at: Any) -> None:
    company.won("rep_lin", amount=50_000, on=today())
    pivot = {"kind": "table", "metrics": ["bookings.amount"], "by": ["employee", "month"], "period": "12-month"}
    made = board(company.actor("director_shen"), pivot)
    page = at(f"/dashboards/{made.pk}/")
    table = page.locator("#tiles .c-scroll")
    expect(table).to_have_class("c-scroll wider more")
    table.evaluate("element => element.scrollTo(element.scrollWidth, 0)")
    expect(table).to_have_class("c-scroll wider")
    assert table.locator("tbody th").first.bounding_box()["x"] >= table.bounding_box()["x"]  # the name stays
    assert accessibility_faults(page) == []


def test_a_form_asks_only_what_its_choice_needs(company: Company, at: Any) -> None:
    made = board(company.actor("director_shen"), FIGURE)
    page = at(f"/dashboards/{made.pk}/?edit=1")
    page.get_by_role("link", name="Add tile").click()
    form = page.locator("#drawer")
    expect(form.get_by_label("Publish this ranking")).to_be_hidden()
    page.locator("#id_kind").select_option("ranking")
    expect(form.get_by_label("Publish this ranking")).to_be_visible()
    expect(page.locator("#id_first")).to_be_hidden()
    page.locator("#id_period").select_option("fixed")
    expect(page.locator("#id_first")).to_be_visible()


def test_a_rule_names_the_unit_of_its_limit(company: Company, at: Any) -> None:
    page = at("/alerts/rules/new/")
    expect(page.locator("#id_most_helptext")).to_have_text("Days without activity.", use_inner_text=True)
    expect(page.locator("#id_metric")).to_be_hidden()
    page.locator("#id_condition").select_option("drop")
    expect(page.locator("#id_most_helptext")).to_have_text("Points below the half year before.", use_inner_text=True)
    expect(page.locator("#id_metric")).to_be_visible()
    expect(page.locator("#id_period")).to_be_hidden()
