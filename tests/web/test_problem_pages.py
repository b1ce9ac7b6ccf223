"""Pages for what went wrong have the navigation, a way back, and keep what was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from cadre.kernel.problems import INVALID
from cadre.people import services
from tests.support.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _client(user, language="en", **options) -> Client:
    user.language = language
    user.save()
    client = Client(**options)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/people/audit/", 403)])
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_page_that_is_not_there_or_not_yours_has_the_navigation_and_a_way_back(cast, path, status, language):
    answer = _client(cast.rep_lin, language).get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'id="drawer"' in page
    assert "data-back" in page
    assert reverse("people:org-chart") in page


def test_somebody_signed_out_sees_no_navigation(db):
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert 'id="drawer"' not in answer.content.decode()


def test_a_refused_change_without_script_keeps_what_was_typed_and_names_the_reason(cast, monkeypatch):
    def refuse(**_given):
        raise INVALID(reason="Not on a Sunday.")

    monkeypatch.setattr(services, "withdraw_departure", refuse)
    monkeypatch.setattr("cadre.people.views.changes.refused", _raise)
    lin = Cast.employee(cast.rep_lin)
    path = reverse("people:departure-withdraw", args=[lin.pk])
    answer = _client(cast.hr_fang).post(path, {"note": "He stays <b>after all</b>", "_once": "x", "password": "secret"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not on a Sunday." in page
    assert "He stays &lt;b&gt;after all&lt;/b&gt;" in page
    assert "secret" not in page
    assert 'id="drawer"' in page


def _raise(_request, problems):
    raise problems


def test_a_refused_click_with_nothing_typed_goes_back_with_a_message(cast, monkeypatch):
    monkeypatch.setattr("cadre.people.views.changes.refused", _raise)
    lin = Cast.employee(cast.rep_lin)
    path = reverse("people:departure-withdraw", args=[lin.pk])
    back = reverse("people:employee-record", args=[lin.pk])
    client = _client(cast.hr_fang)
    answer = client.post(path, HTTP_REFERER="http://testserver" + back)
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver" + back)
    assert "has no departure" in client.get(back).content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "open for too long"), ("zh-hant", "過久"), ("zh-hans", "过久")])
def test_a_page_that_was_open_too_long_says_so_and_keeps_what_was_typed(cast, language, words):
    client = _client(cast.hr_fang, language, enforce_csrf_checks=True)
    answer = client.post(reverse("people:team-create"), {"name": "Team Orient"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page
    assert "Team Orient" in page
