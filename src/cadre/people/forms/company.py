"""Forms about the company and its sign-ins."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.kernel.access import Actor, Role
from cadre.kernel.models import CompanyProfile
from cadre.people import policies
from cadre.people.forms.employees import LANGUAGES
from cadre.people.forms.fields import colleague_field, day_field
from cadre.ui.forms import DateField, Form
from cadre.ui.numbers import DecimalField


class ProfileForm(Form):
    name = forms.CharField(label=_("Company name"), max_length=120)
    currency = forms.CharField(
        label=_("Base currency"),
        max_length=3,
        help_text=_("Three letters, like USD, TWD or CNY. It stays once deals are entered."),
    )
    fiscal_start_month = forms.TypedChoiceField(
        label=_("First month of the fiscal year"), choices=lambda: list(MONTHS.items()), coerce=int
    )
    fiscal_pattern = forms.ChoiceField(label=pgettext_lazy("field", "Periods"), choices=CompanyProfile.PATTERNS)
    working_weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=lambda: list(WEEKDAYS.items()), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("field", "Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class OfficeForm(Form):
    name = forms.CharField(label=pgettext_lazy("office", "Name"), max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CloseOfficeForm(Form):
    on = day_field(_("First day without the office"))


class HolidayForm(Form):
    day = DateField(label=pgettext_lazy("field", "Date"))
    name = forms.CharField(label=pgettext_lazy("holiday", "Name"), max_length=80)


class RateForm(Form):
    currency = forms.CharField(label=pgettext_lazy("field", "Currency"), max_length=3)
    rate = DecimalField(
        label=pgettext_lazy("field", "Rate"),
        max_digits=18,
        decimal_places=9,
        help_text=_("How much of the base currency one unit is worth."),
    )
    on = day_field()

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class RolesForm(Form):
    roles = forms.MultipleChoiceField(
        label=pgettext_lazy("field", "Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class NewSignInForm(Form):
    employee_id = colleague_field(
        pgettext_lazy("field", "Person"),
        required=False,
        help_text=_("Leave empty for somebody outside the organisation."),
    )
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    roles = forms.MultipleChoiceField(label=pgettext_lazy("field", "Roles"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=pgettext_lazy("field", "Language"), choices=LANGUAGES, initial=get_language)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = policies.grantable(actor)
        self.fields["roles"].choices = [(role.value, role.label) for role in Role if role in given]  # type: ignore[attr-defined]


class PasswordForm(Form):
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more, not one that is easily guessed."),
    )
    again = forms.CharField(label=_("Once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords differ."))
        return again
