"""A browser signed in as the rep, over pages of this folder's own, and the deals it shows."""

import pytest
from playwright.sync_api import Page, expect

from cadre.crm.models import Opportunity
from cadre.crm.services import create_opportunity
from tests.support.browser import sign_in
from tests.support.cast import Cast
from tests.support.deals import account, actor, product
from tests.support.serving import served


def open_form(page: Page) -> None:
    """The gallery's drawer with its form, as a click on "New" opens it."""
    page.get_by_role("link", name="New").click()
    expect(page.locator("#drawer")).to_be_visible()


@pytest.fixture
def at(cast: Cast, page: Page, settings):
    """Open an address as the rep; fails at the end if the console had an error."""
    settings.CADRE_GALLERY = True
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served() as address:
        sign_in(page.context, address, cast.rep_lin)

        def open_page(path: str) -> Page:
            page.goto(address + path)
            return page

        yield open_page
        page.goto("about:blank")
    assert [text for text in errors if "409" not in text and "422" not in text] == []


@pytest.fixture
def deals(cast: Cast) -> list[Opportunity]:
    what, whom = product("GTX", 100_000), account(cast.rep_lin, "Cancity")
    return [
        create_opportunity(actor=actor(cast.rep_lin), account_id=whom.pk, product_id=what.pk, amount_minor=amount)
        for amount in (500_000, 300_000, 100_000)
    ]
