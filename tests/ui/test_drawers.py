"""Forms in the drawer: refused without loss, saved once, conflicts shown."""

import datetime as dt
import json

import pytest

from cadre.kernel import clock
from cadre.ui import housekeeping
from cadre.ui.models import FormReceipt

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "drawer-content"}
GOOD = {"title": "GTX", "amount": "26,768.50", "close_on": "2030/1/2", "stage": "1", "version": "6", "_once": "token-1"}


@pytest.fixture
def visitor(cast, client, settings):
    settings.CADRE_GALLERY = True
    client.force_login(cast.rep_lin)
    return client


def test_the_form_comes_as_a_part_for_htmx_and_as_a_page_for_everyone_else(visitor):
    assert "<html" not in visitor.get("/gallery/form/", headers=HTMX).text
    assert "<html" in visitor.get("/gallery/form/").text


def test_a_refused_form_keeps_everything_typed_and_says_what_is_wrong_where(visitor):
    answer = visitor.post("/gallery/form/", {**GOOD, "amount": "many", "title": "", "note": "kept words"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "2 things to correct" in answer.text
    assert 'value="many"' in answer.text
    assert "kept words" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in answer.text
    assert not FormReceipt.objects.exists()


def test_a_saved_form_closes_the_drawer_and_offers_undo(visitor):
    answer = visitor.post("/gallery/form/", GOOD, headers=HTMX)
    signals = json.loads(answer["HX-Trigger"])
    assert answer.status_code == 204
    assert signals["drawer-done"] is True
    assert signals["toast"] == {"text": "Saved.", "tone": "ok", "act": "/gallery/form/", "label": "Undo"}


def test_a_form_sent_twice_is_taken_in_once(visitor, monkeypatch):
    taken = []
    monkeypatch.setattr("cadre.ui.gallery._taken_in", taken.append)
    for _ in range(2):
        assert visitor.post("/gallery/form/", GOOD, headers=HTMX).status_code == 204
    assert len(taken) == 1


def test_a_form_that_was_a_page_of_its_own_leads_to_the_page_above_it_and_not_to_itself(visitor):
    answer = visitor.post("/gallery/form/", GOOD, headers={"Referer": "http://testserver/gallery/form/"})
    assert answer["Location"] == "/gallery/"


def test_without_htmx_a_saved_form_leads_back_with_a_message(visitor):
    answer = visitor.post("/gallery/form/", GOOD, headers={"Referer": "http://testserver/gallery/"}, follow=True)
    assert answer.redirect_chain == [("http://testserver/gallery/", 302)]
    assert "Saved." in answer.text


def test_a_foreign_referer_is_not_followed(visitor):
    assert visitor.post("/gallery/form/", GOOD, headers={"Referer": "https://elsewhere.example/"}).url == "/"


def test_somebody_elses_change_shows_both_values_and_the_second_try_saves(visitor):
    answer = visitor.post("/gallery/form/", {**GOOD, "title": "other"}, headers=HTMX)
    assert answer.status_code == 409
    for text in (
        "Celia Rouche changed this meanwhile",
        "Their name",
        "26,768",
        "26,768.50",
        'value="7"',
        'value="other"',
    ):
        assert text in answer.text
    assert visitor.post("/gallery/form/", {**GOOD, "title": "other", "version": "7"}, headers=HTMX).status_code == 204


def test_save_and_add_another_brings_an_empty_form(visitor):
    answer = visitor.post("/gallery/form/", {**GOOD, "_again": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'value="GTX"' not in answer.text
    assert "drawer-done" not in json.loads(answer["HX-Trigger"])


def test_receipts_are_forgotten_after_a_day(cast):
    FormReceipt.objects.create(token="old", at=clock.now() - dt.timedelta(hours=25))
    FormReceipt.objects.create(token="new")
    assert housekeeping.forget_receipts.func() == 1
    assert [receipt.token for receipt in FormReceipt.objects.all()] == ["new"]
