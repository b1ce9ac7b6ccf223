"""The page of one's own keys, and the reference."""

import re

import pytest
from django.test import Client

from cadre.kernel.models import ApiToken
from tests.support.api import Caller
from tests.support.cast import Cast


@pytest.fixture
def reader(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rep_lin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_new_key_is_shown_once_and_works(reader: Client, cast: Cast) -> None:
    page = reader.post("/keys/", {"label": "Nightly", "scopes": ["crm:read"], "days": "30"})
    secret = re.search(r'id="secret">(cadre_[\w-]+)<', page.content.decode())
    assert secret is not None
    assert "no-store" in page["Cache-Control"]
    assert secret.group(1) not in reader.get("/keys/").content.decode()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret.group(1)}"})
    assert answer.json()["email"] == cast.rep_lin.email


def test_a_key_without_a_purpose_or_a_scope_is_not_made(reader: Client) -> None:
    page = reader.post("/keys/", {"label": "", "days": "30"})
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_keys_of_others_are_neither_shown_nor_taken_back(reader: Client, cast: Cast) -> None:
    other = Caller(cast.rep_gao)
    assert b"Take back" not in reader.get("/keys/").content
    assert reader.post(f"/keys/{other.token.pk}/revoke/").status_code == 404
    mine = Caller(cast.rep_lin)
    assert reader.post(f"/keys/{mine.token.pk}/revoke/").status_code == 302
    assert (other.get("me").status_code, mine.get("me").status_code) == (200, 401)


def test_strangers_are_sent_to_sign_in(db: None) -> None:
    assert Client().get("/keys/").status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_reference_shows_every_operation(db: None, language: str) -> None:
    page = Client().get("/api/v1/docs", headers={"Accept-Language": language}).content.decode()
    assert "<c-" not in page
    for name in ("crm.opportunity.win", "people.employee.join", "metrics.query", "me.get"):
        assert f'id="{name}"' in page


def test_the_type_of_every_problem_is_an_address_that_explains_it(db: None) -> None:
    told = Client().get("/api/v1/me").json()
    page, _, anchor = told["type"].partition("#")
    assert f'id="{anchor}"' in Client().get(page).content.decode()


def test_the_person_menu_leads_to_the_keys(reader: Client) -> None:
    assert b'href="/keys/"' in reader.get("/keys/").content


@pytest.mark.browser
def test_the_pages_of_the_api_are_usable_by_everybody(page, cast: Cast) -> None:
    from tests.support.browser import accessibility_faults, sign_in
    from tests.support.serving import served

    with served() as address:
        page.goto(f"{address}/api/v1/docs")
        assert accessibility_faults(page) == []
        sign_in(page.context, address, cast.rep_lin)
        page.goto(f"{address}/keys/")
        assert accessibility_faults(page) == []
        page.goto("about:blank")
