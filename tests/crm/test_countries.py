"""A country is one, whatever name or code somebody writes, and is shown in the reader's language."""

import importlib

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cadre.crm import services
from cadre.crm.countries import country_name, country_names, country_of, english_names, kept_country
from cadre.crm.importing.countries import CountryReader
from cadre.crm.models import Account
from cadre.imports.readers.reading import Asked
from cadre.kernel import search
from tests.support.api import Caller
from tests.support.cast import Cast


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("USA", "United States"), ("u.s.a.", "United States"), ("美國", "United States"), ("美国", "United States"),
        ("UK", "United Kingdom"), ("GBR", "United Kingdom"), ("臺灣", "Taiwan"), ("台湾", "Taiwan"), ("ＴＷ", "Taiwan"),
        ("韓國", "South Korea"), ("Korea", "South Korea"), ("Türkiye", "Turkey"), ("Macao", "Macau"),
        ("中國香港特別行政區", "Hong Kong"), ("Viet Nam", "Vietnam"),
    ],
)  # fmt: skip
def test_every_name_and_code_is_one_country(written: str, country: str) -> None:
    assert country_of(written) == country


def test_the_kept_name_of_a_country_is_that_country_in_every_language() -> None:
    for country in english_names():
        assert country_of(country) == country
        for language in ("zh-hant", "zh-hans"):
            with translation.override(language):
                assert country_of(country_name(country)) == country


def test_what_is_no_country_stays_as_it_was_written() -> None:
    for text in ("", "Atlantis", "XX", "<b>🙂</b>"):
        assert country_of(text) is None
        assert (kept_country(text), country_name(text)) == (text, text)


def test_a_file_says_how_a_country_is_taken_and_warns_of_an_unknown_one() -> None:
    found = CountryReader().read(["Kenya", "肯亞", "Philipines", "Atlantis", "x" * 61], Asked("Country"))
    told = {
        text: (cell.value, cell.doubt and (cell.doubt.kind.code, cell.doubt.severity.value))
        for text, cell in found.items()
    }
    assert told == {
        "Kenya": ("Kenya", None),
        "肯亞": ("Kenya", ("crm.import.country_taken_as", "note")),
        "Philipines": ("Philipines", ("imports.nearly", "warning")),
        "Atlantis": ("Atlantis", ("crm.import.country_unknown", "warning")),
        "x" * 61: (None, ("imports.too_long", "error")),
    }


@pytest.mark.django_db
def test_an_account_keeps_one_name_and_shows_and_finds_it_in_the_readers_language(cast: Cast) -> None:
    made = services.create_account(actor=Cast.actor(cast.rep_lin), name="Acme", country="tw")
    assert Account.objects.get(pk=made.pk).country == "Taiwan"
    ids = search.matching("crm.account", "台灣")
    assert ids is not None
    assert Account.objects.filter(pk__in=ids).get() == made
    cast.rep_lin.language = "zh-hant"
    cast.rep_lin.save()
    client = Client(headers={"accept-language": "zh-hant"})
    client.force_login(cast.rep_lin)
    assert "台灣" in client.get(reverse("crm:account-list"), {"country": "Taiwan"}).content.decode()
    form = client.get(reverse("crm:account-edit", args=[made.pk])).content.decode()
    assert 'value="台灣"' in form
    with translation.override("zh-hant"):
        assert "日本" in country_names()


@pytest.mark.django_db
def test_what_was_written_before_has_one_name_too_and_a_caller_may_ask_by_any(cast: Cast) -> None:
    for written in ("台灣", "TW", "Taiwan", "Atlantis", ""):
        Account.objects.create(name=f"In {written}", country=written)
    importlib.import_module("cadre.crm.migrations.0010_one_name_of_a_country").one_name(apps, None)
    kept = list(Account.objects.order_by("country").values_list("country", flat=True))
    assert kept == ["", "Atlantis", "Taiwan", "Taiwan", "Taiwan"]
    found = Caller(cast.ops_tsai).get("accounts?country=臺灣").json()
    assert [row["country"] for row in found["items"]] == ["Taiwan"] * 3
