"""What was changed in the drawer stands on the page behind it at once."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from cadre.crm import services
from cadre.kernel import clock
from tests.support.browser import sign_in
from tests.support.cast import Cast
from tests.support.deals import actor
from tests.support.serving import served

pytestmark = pytest.mark.django_db


def test_a_rescheduled_activity_moves_on_the_page_behind_the_drawer(page: Page, cast: Cast) -> None:
    row = services.record_activity(
        actor=actor(cast.rep_lin), kind="call", subject="Old words", at=clock.now() + dt.timedelta(seconds=1)
    )
    page.set_default_timeout(30_000)
    with served() as address:
        sign_in(page.context, address, cast.rep_lin)
        page.goto(f"{address}/crm/activities/{row.pk}/")
        page.locator(f"a[href='/crm/activities/{row.pk}/edit/']").first.click()
        page.fill("#drawer [name=subject]", "New words")
        page.fill("#drawer [name=body]", "New agenda")
        page.locator("#drawer .btn-primary").click()
        expect(page.locator("main").get_by_text("New agenda").first).to_be_visible()
        page.goto("about:blank")
