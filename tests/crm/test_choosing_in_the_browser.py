"""What the boxes of a form and the message after Undo do, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cadre.crm.models import Opportunity
from tests.support.browser import sign_in
from tests.support.cast import Cast
from tests.support.deals import account, deal
from tests.support.serving import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(page: Page):
    page.set_default_timeout(30_000)
    with served() as found:
        yield found
        page.goto("about:blank")


def opened(page: Page, address: str, path: str, host: str) -> None:
    page.goto(f"{address}{host}")
    link = "url => document.querySelector('main').insertAdjacentHTML('beforeend', `<a data-drawer id=go href='${url}'>Go</a>`)"
    page.evaluate(link, path)
    page.locator("#go").click()
    expect(page.locator("#drawer form")).to_be_visible()


def test_typing_over_the_account_empties_the_deal_that_was_chosen_of_it(page: Page, address: str, cast: Cast) -> None:
    made = deal(cast.rep_lin, where=account(cast.rep_lin, "Cancity"))
    sign_in(page.context, address, cast.rep_lin)
    opened(page, address, f"/crm/activities/plan/?deal={made.pk}", "/crm/accounts/")
    chosen = page.locator("#drawer input[type=hidden][name=opportunity]")
    expect(chosen).to_have_value(str(made.pk))
    page.locator("#drawer input[name=account_words]").press_sequentially("x")
    expect(chosen).to_have_value("")
    expect(page.locator("#drawer input[name=opportunity_words]")).to_have_value("")


def test_a_refused_choice_still_looks_like_one(page: Page, address: str, cast: Cast) -> None:
    sign_in(page.context, address, cast.rep_lin)
    page.goto(f"{address}/crm/accounts/")
    box = "<select class='form-select is-invalid' id=wrong><option>One</select>"
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", box)
    seen = page.locator("#wrong").evaluate("box => getComputedStyle(box).backgroundImage")
    assert seen.count("linear-gradient") == 2
    assert "svg" not in seen


def test_undo_says_so_on_the_page_that_is_loaded_anew(page: Page, address: str, cast: Cast) -> None:
    one = deal(cast.rep_lin, where=account(cast.rep_lin))
    sign_in(page.context, address, cast.rep_lin)
    opened(page, address, reverse("crm:opportunity-next-steps") + f"?ids={one.pk}", "/crm/opportunities/")
    page.fill("#drawer [name=next_step]", "Call")
    page.locator("#drawer .btn-primary").click()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Undone.")
    assert Opportunity.objects.get(pk=one.pk).next_step == ""
