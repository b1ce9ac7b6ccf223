"""Hasty hands and two at once, in a real browser: each form acts once, and whoever comes second is told and loses nothing."""

import pytest
from playwright.sync_api import Page, expect

from cadre.crm import services
from cadre.crm.models import Account, Activity, Contact, Product
from cadre.kernel.access import SYSTEM
from tests.support.browser import sign_in
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, product, stage
from tests.support.serving import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(page: Page):
    page.set_default_timeout(30_000)
    with served() as found:
        yield found
        page.goto("about:blank")


def opened(page: Page, address: str, path: str) -> None:
    """The form behind a link of a page, in the drawer, as a person opens it."""
    page.goto(f"{address}/crm/accounts/")
    link = "url => document.querySelector('main').insertAdjacentHTML('beforeend', `<a data-drawer id=go href='${url}'>Go</a>`)"
    page.evaluate(link, path)
    page.locator("#go").click()
    expect(page.locator("#drawer form")).to_be_visible()


FORMS = [
    ("/crm/accounts/new/", {"name": "Hasty"}, Account),
    ("/crm/contacts/new/?account={account}", {"name": "Hasty"}, Contact),
    ("/crm/products/new/", {"name": "Hasty"}, Product),
    ("/crm/activities/plan/", {"subject": "Hasty", "at_0": "2030-01-02", "at_1": "10:00"}, Activity),
]


@pytest.mark.parametrize(("path", "typed", "model"), FORMS, ids=["account", "contact", "product", "activity"])
def test_a_double_click_on_save_makes_one_record(
    page: Page, address: str, cast: Cast, path: str, typed: dict[str, str], model: type
) -> None:
    who = cast.ops_tsai if model is Product else cast.rep_lin
    sign_in(page.context, address, who)
    where = account(cast.rep_lin)
    opened(page, address, path.format(account=where.pk))
    for name, text in typed.items():
        page.fill(f"#drawer [name={name}]", text)
    before = model._default_manager.count()
    page.locator("#drawer .btn-primary").dblclick()
    expect(page.locator("#drawer")).to_be_hidden()
    page.goto(
        f"{address}/healthz/"
    )  # the server answers one after the other: what the second click sent is done before
    assert model._default_manager.count() == before + 1


@pytest.mark.parametrize("what", ["account", "contact", "product"])
def test_whoever_saves_second_is_told_and_keeps_what_he_typed(page: Page, address: str, cast: Cast, what: str) -> None:
    where = account(cast.rep_lin)
    made = {
        "account": lambda: where,
        "contact": lambda: services.create_contact(actor=actor(cast.rep_lin), account_id=where.pk, name="Ann"),
        "product": product,
    }[what]()
    change = getattr(services, f"change_{what}")
    sign_in(page.context, address, cast.ops_tsai)
    opened(page, address, f"/crm/{what}s/{made.pk}/edit/")
    page.fill("#drawer [name=name]", "Second")
    change(actor=SYSTEM, **{f"{what}_id": made.pk}, expected_version=made.version, name="First")
    page.locator("#drawer .btn-primary").click()
    expect(page.locator("#drawer")).to_contain_text("First")
    assert page.input_value("#drawer [name=name]") == "Second"
    made.refresh_from_db()
    assert made.name == "First"


def test_a_step_on_the_path_that_lacks_something_asks_for_it(page: Page, address: str, cast: Cast) -> None:
    made = deal(cast.rep_lin)
    sign_in(page.context, address, cast.rep_lin)
    page.goto(f"{address}/crm/opportunities/{made.pk}/")
    page.locator("[data-stage-move]").last.click()
    asked = page.locator("#drawer [name=met]")
    expect(asked.first).to_be_visible()
    made.refresh_from_db()
    assert made.stage == stage("lead")
    for tick in asked.all():
        tick.check()
    page.locator("#drawer .btn-primary").click()
    expect(page.locator("#drawer")).not_to_be_visible()
    made.refresh_from_db()
    assert made.stage == stage("negotiation")
