"""Many alerts are muted from the page at once, and Undo opens them again."""

from playwright.sync_api import Page, expect

from cadre.cockpit.models import Alert
from tests.cockpit.test_alerts import several
from tests.metrics.conftest import Company
from tests.support.browser import accessibility_faults, sign_in
from tests.support.serving import served


def test_chosen_alerts_go_at_once_and_come_back_with_undo(company: Company, page: Page) -> None:
    several(company)
    with served() as address:
        sign_in(page.context, address, company.cast.rep_lin)
        page.goto(address + "/alerts/")
        boxes = page.locator("input[name=pick]")
        expect(boxes).to_have_count(3)
        boxes.first.check()
        bar = page.locator("[data-bulk-bar]")
        expect(bar).to_contain_text("1 selected")
        assert accessibility_faults(page) == []
        page.get_by_label("Select all").check()
        expect(bar).to_contain_text("3 selected")
        bar.get_by_role("button", name="Mute").click()
        expect(boxes).to_have_count(0)
        expect(bar).to_have_count(0)
        assert not Alert.objects.filter(muted_at=None).exists()
        page.get_by_role("button", name="Undo").click()
        expect(boxes).to_have_count(3)
        page.goto("about:blank")
