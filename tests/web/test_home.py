"""Home pages: each role its own, empty as well as full, every link leading somewhere, in three languages."""

import datetime as dt
import re

import pytest

from cadre.crm import services as crm
from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, won
from tests.support.pages import Reader, text_of

pytestmark = pytest.mark.sqlite

PEOPLE = (
    "rep_lin",
    "manager_chen",
    "director_shen",
    "executive_qiu",
    "ops_tsai",
    "admin_root",
    "hr_fang",
    "service_bao",
)


@pytest.fixture(autouse=True)
def calendar(cast: Cast) -> None:
    rebuild(CompanyProfile.objects.get(), dt.date(2025, 1, 1), dt.date(2032, 1, 1))


@pytest.fixture
def busy(cast: Cast) -> None:
    """Something of everything that a home page tells of."""
    today = clock.today()
    won(cast.rep_lin, amount_minor=500_000, closed_on=today)
    late = deal(cast.rep_lin, where=account(cast.rep_lin, "Late"), expected_close_on=today - dt.timedelta(days=3))
    crm.record_activity(actor=actor(cast.rep_lin), kind="call", body="Spoke", opportunity_id=late.pk)
    deal(cast.rep_lin, where=account(cast.rep_lin, "Old"), engaged_on=today - dt.timedelta(days=200))
    crm.create_opportunity(actor=actor(cast.rep_lin), product_id=late.product_id, next_step="Ask", next_step_on=today)


def links_of(response) -> set[str]:
    main = response.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return {found.replace("&amp;", "&") for found in re.findall(r'(?:href|hx-get)="(/[^"]*)"', main)}


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("person", PEOPLE)
def test_an_empty_company_has_a_home_page_for_everybody(cast: Cast, person: str, language: str) -> None:
    page = Reader(getattr(cast, person), language).get("web:home")
    assert page.status_code == 200
    assert "None" not in text_of(page)
    assert "nan" not in text_of(page).lower().split()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_of_a_home_page_leads_to_a_page(cast: Cast, busy: None, person: str) -> None:
    reader = Reader(getattr(cast, person), "zh-hant")
    page = reader.get("web:home")
    found = links_of(page)
    assert found or person in {"hr_fang", "service_bao"}
    answers = {link: reader.client.get(link).status_code for link in sorted(found)}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_what_a_rep_has_to_do_stands_on_his_home_page_with_the_money_at_stake(cast: Cast, busy: None) -> None:
    page = text_of(Reader(cast.rep_lin).get("web:home"))
    assert "Late" in page
    assert "Ask" in page
    assert "Late" not in text_of(Reader(cast.rep_hsu).get("web:home"))


def test_the_number_of_overdue_things_is_of_all_and_not_of_those_shown(cast: Cast) -> None:
    today = clock.today()
    for number in range(12):
        deal(
            cast.rep_lin,
            where=account(cast.rep_lin, f"Late {number}"),
            expected_close_on=today - dt.timedelta(days=number + 1),
        )
    assert "12 things to do, 12 overdue" in text_of(Reader(cast.rep_lin).get("web:home"))


def test_what_needs_an_eye_leads_to_as_many_deals_as_it_says(cast: Cast, busy: None) -> None:
    reader = Reader(cast.manager_chen)
    page = text_of(reader.get("web:home"))
    assert "1 deal past its closing date" in page
    assert "1 deal without an account" in page
    for view in ("overdue", "stale", "no-account"):
        rows = reader.get("crm:opportunity-list", query={"view": view}).content
        assert rows.count(b"data-row=") == 1, view
