"""Fields: what people type and what comes out."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cadre.crm.models import PipelineStage
from cadre.kernel.problems import INVALID, Problems
from cadre.ui.forms import DateField, Form, MoneyField
from cadre.ui.numbers import DecimalField, IntegerField

usd = MoneyField(currency="USD", required=False, minimum=None)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("26,768", 2_676_800),
        (" 26768.5 ", 2_676_850),
        ("−3", -300),
        ("26，768", 2_676_800),
        ("２６，７６８．５", 2_676_850),
        ("2.7 萬", 2_700_000),
        ("１，２００万", 1_200_000_000),
        ("1.5k", 150_000),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, minor):
    assert usd.clean(typed) == minor


@pytest.mark.parametrize(
    "typed",
    [
        "many",
        "1.005",
        "NaN",
        "1e400",
        "Infinity",
        "--1",
        "9" * 30,
        "1." + "0" * 30 + "1",
        "0.1" + "0" * 30 + "1 萬",
        "萬",
        "1 萬 萬",
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError):
        usd.clean(typed)


@given(st.integers(-(10**15), 10**15))
def test_an_amount_shown_and_read_again_is_the_same(minor):
    assert usd.clean(str(usd.prepare_value(minor))) == minor


def test_a_currency_without_decimals_takes_none():
    assert MoneyField(currency="TWD").clean("1,500") == 1500
    with pytest.raises(ValidationError):
        MoneyField(currency="TWD").clean("1.5")


def test_an_amount_below_the_least_is_refused():
    with pytest.raises(ValidationError):
        MoneyField(currency="USD").clean("-1")


@pytest.mark.parametrize("typed", ["2026-12-31", "2026/12/31", "2026.12.31"])
def test_a_date_is_read_with_any_separator(typed):
    assert DateField().clean(typed) == dt.date(2026, 12, 31)


def test_problems_go_to_their_field_and_the_rest_on_top():
    class Small(Form):
        amount = MoneyField(currency="USD")

    form = Small(data={"amount": "1"})
    form.is_valid()
    form.add_problems(
        Problems([INVALID(field="amount", reason="Too little."), INVALID(field="other", reason="Elsewhere.")])
    )
    assert form.errors["amount"] == ["Too little."]
    assert form.non_field_errors() == ["Elsewhere."]
    assert form.error_count == 2


@pytest.mark.django_db
def test_nothing_chosen_is_one_dash_and_what_a_form_says_of_nothing_is_kept():
    class Choosing(Form):
        stage = forms.ModelChoiceField(PipelineStage.objects.all(), required=False)
        under = forms.ModelChoiceField(PipelineStage.objects.all(), required=False, empty_label="At the top")

    form = Choosing()
    assert [form.fields[name].empty_label for name in ("stage", "under")] == ["—", "At the top"]
    assert '<option value="" selected>—</option>' in str(form["stage"])


class Entries(Form):
    year = IntegerField(min_value=1000, max_value=2100, required=False)
    rate = DecimalField(max_digits=6, decimal_places=2, required=False)
    name = forms.CharField(max_length=5, required=False)
    mail = forms.EmailField(required=False)
    site = forms.URLField(required=False, assume_scheme="https")
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    at = forms.SplitDateTimeField(required=False)
    owed = forms.CharField(required=True, error_messages={"required": "Say whom."})
    must = forms.CharField()


WRONG = {"year": "2101", "rate": "1.005", "name": "six is", "mail": "x", "site": "x", "kind": "b"}
WRONG |= {"at_0": "today", "at_1": "noon"}


def _said(language: str) -> dict[str, list[str]]:
    with translation.override(language):
        return {name: [str(one) for one in errors] for name, errors in Entries(WRONG).errors.items()}


def test_no_form_speaks_with_djangos_words():
    said = _said("en")
    assert said.pop("owed") == ["Say whom."]  # what a form says by itself stays
    assert said["year"] == ["A number above 2100 is not possible here."]
    assert said["must"] == ["This is needed."]
    assert said["at"] == ["This is not a date. Write it like 2026-12-31.", "This is not a time. Write it like 14:30."]
    assert not [
        text for texts in said.values() for text in texts if not text.startswith(("This ", "A ", "At ", "Choose "))
    ]


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_what_a_form_says_is_said_in_chinese_too(language):
    said = _said(language)
    assert len(said) == 9
    assert not [name for name, texts in said.items() if name != "owed" and texts == _said("en")[name]]


@pytest.mark.parametrize("typed", ["１，９８７", "1,987", "1\u00a0987", " 1987 ", "１９８７"])
def test_a_number_is_read_in_full_width_figures_and_with_separators(typed):
    form = Entries({"year": typed, "rate": "１２．５", "owed": "a", "must": "a"})
    assert form.is_valid()
    assert (form.cleaned_data["year"], form.cleaned_data["rate"]) == (1987, Decimal("12.5"))
    assert 'type="text"' in str(form["year"])  # a number box would swallow the figures in silence
    assert 'inputmode="numeric"' in str(form["year"])


@pytest.mark.parametrize("typed", ["19,87", "1.5", "１９８７年", "--3"])
def test_what_is_no_whole_number_is_refused_with_a_sentence(typed):
    form = Entries({"year": typed, "owed": "a", "must": "a"})
    assert form.errors["year"] == ["This is not a whole number. Write figures like 250."]
