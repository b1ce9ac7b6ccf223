"""The language of the sign-in page is the language one goes on in."""

import pytest
from django.test import Client

from cadre.kernel.models import User
from tests.support.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> Cast:
    settings.CADRE_DEMO = True
    cast = assemble()
    User.objects.filter(pk=cast.rep_lin.pk).update(is_demo=True, language="en", last_login=None)
    return cast


def _language_after(cast: Cast, browser: Client) -> str:
    browser.post("/sign-in/demo/", {"user": cast.rep_lin.pk})
    cast.rep_lin.refresh_from_db()
    return cast.rep_lin.language


def test_a_demo_speaks_the_language_of_the_browser_at_the_first_sign_in(demo: Cast) -> None:
    assert _language_after(demo, Client(headers={"accept-language": "zh-TW,zh;q=0.9"})) == "zh-hant"
    assert _language_after(demo, Client(headers={"accept-language": "en"})) == "zh-hant"


def test_a_language_chosen_before_signing_in_stays(demo: Cast) -> None:
    browser = Client(headers={"accept-language": "zh-TW"})
    browser.post("/language/", {"language": "zh-hans"})
    assert _language_after(demo, browser) == "zh-hans"


def test_a_company_keeps_the_language_its_administrator_gave(demo: Cast, settings) -> None:
    settings.CADRE_DEMO = False
    User.objects.filter(pk=demo.rep_lin.pk).update(email="lin@test.example")
    demo.rep_lin.refresh_from_db()
    demo.rep_lin.set_password("right horse battery")
    demo.rep_lin.save()
    browser = Client(headers={"accept-language": "zh-TW"})
    browser.post("/sign-in/", {"email": "lin@test.example", "password": "right horse battery"})
    demo.rep_lin.refresh_from_db()
    assert demo.rep_lin.last_login is not None
    assert demo.rep_lin.language == "en"
