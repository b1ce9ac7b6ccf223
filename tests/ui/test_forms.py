"""Fields: what people type and what comes out."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cadre.crm.models import PipelineStage
from cadre.kernel.problems import INVALID, Problems
from cadre.ui.forms import DateField, Form, MoneyField

usd = MoneyField(currency="USD", required=False, minimum=None)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("26,768", 2_676_800), (" 26768.5 ", 2_676_850), ("−3", -300), ("26，768", 2_676_800), ("", None)],
)
def test_an_amount_is_read_as_people_write_it(typed, minor):
    assert usd.clean(typed) == minor


@pytest.mark.parametrize("typed", ["many", "1.005", "NaN", "1e400", "Infinity", "--1", "9" * 30])
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
