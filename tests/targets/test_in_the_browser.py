"""A block from a spreadsheet is pasted into the grid, in Chinese: understood or refused as a whole, at its cells."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cadre.kernel.access import SYSTEM
from cadre.kernel.models import User
from cadre.targets import queries
from cadre.targets.models import TargetPlan
from tests.support.browser import accessibility_faults, sign_in
from tests.support.cast import Cast
from tests.support.serving import served
from tests.targets.quotas import draft

PASTE = """text => {
  const data = new DataTransfer(); data.setData("text/plain", text)
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


@pytest.fixture
def plan(cast: Cast) -> TargetPlan:
    return draft(grain="month")


@pytest.fixture
def grid(cast: Cast, plan: TargetPlan, page: Page) -> Any:
    User.objects.filter(pk=cast.director_shen.pk).update(language="zh-hant")
    cast.director_shen.refresh_from_db()
    with served() as address:
        sign_in(page.context, address, cast.director_shen)
        page.goto(f"{address}/targets/plans/{plan.pk}/")
        yield page
        page.goto("about:blank")


def paste(page: Page, text: str) -> list[str]:
    """Paste at the first cell of Gao and save; what then stands in the cells of Gao and Lin."""
    cells = [page.locator(f"tr:has(th:text-is('{name}')) input.c-cell") for name in ("Gao Rep", "Lin Rep")]
    cells[0].first.focus()
    page.evaluate(PASTE, text)
    with page.expect_response(lambda answer: "/cells/" in answer.url):
        page.locator("form:has(#grid-reason) button[type=submit]").click()
    expect(page.locator("#grid")).to_contain_text("儲存格" if "%" in text else "已儲存")
    return [cell.input_value() for some in cells for cell in some.all()]


def values(plan: TargetPlan) -> list[int]:
    return list(plan.targets.order_by("employee__name", "starts_on").values_list("value", flat=True))


def test_separators_full_width_figures_and_wan_are_understood_and_empty_is_not_zero(
    grid: Page, plan: TargetPlan
) -> None:
    shown = paste(grid, "26,768\t２６，７６８\t2.7萬\r\n0\t\tUS$1,234.50\r\n")
    assert shown == ["26,768", "26,768", "27,000", "0", "", "1,234.50"]
    assert values(plan) == [26_768_00, 26_768_00, 27_000_00, 0, 1_234_50]
    assert queries.plan_grid(SYSTEM, plan).top is not None
    assert accessibility_faults(grid) == []


def test_percent_and_negative_figures_are_refused_at_their_cells_and_nothing_is_saved(
    grid: Page, plan: TargetPlan
) -> None:
    shown = paste(grid, "85%\t-5\t(1,000)\r\n12\t13\t14\r\n")
    assert shown == ["85%", "-5", "(1,000)", "12", "13", "14"]
    expect(grid.locator("input[aria-invalid=true]")).to_have_count(3)
    assert values(plan) == []
    assert accessibility_faults(grid) == []
