"""The form of a new key."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.tokens import SCOPES
from cadre.ui.forms import Form

DAYS = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class TokenForm(Form):
    """What the key is for, what it may do, and how long."""

    label = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("So that you know later which one to take back.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=pgettext_lazy("token", "Valid for"), choices=DAYS, coerce=int, initial=90)
