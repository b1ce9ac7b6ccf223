"""Texts that come with a word in every language, and take any other."""

from typing import Any

from django import forms

from cadre.crm.countries import country_name, country_names, kept_country
from cadre.crm.industries import SHIPPED as INDUSTRIES
from cadre.crm.industries import industry_name, industry_of
from cadre.ui.forms import SuggestInput


class IndustryField(forms.CharField):
    """Shows an industry by its word in the reader's language, offers those that have one, and takes any other text."""

    widget = SuggestInput(suggestions=lambda: [str(word) for word in INDUSTRIES.values()])

    def prepare_value(self, value: Any) -> Any:
        return industry_name(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return industry_of(super().clean(value))


class CountryField(forms.CharField):
    """Shows a country by its name in the reader's language, offers all, and keeps one name of it; takes any other text."""

    widget = SuggestInput(suggestions=country_names)

    def prepare_value(self, value: Any) -> Any:
        return country_name(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return kept_country(super().clean(value))
