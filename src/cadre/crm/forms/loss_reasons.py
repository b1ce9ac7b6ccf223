"""A reason for which deals are lost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.forms.records import Versioned
from cadre.crm.models.loss_reason import NAMES

REASON_NAMES = tuple(NAMES.values())


class LossReasonForm(Versioned):
    name_en = forms.CharField(label=pgettext_lazy("language", "English"), max_length=60, required=False)
    name_zh_hant = forms.CharField(
        label=pgettext_lazy("language", "Traditional Chinese"), max_length=60, required=False
    )
    name_zh_hans = forms.CharField(
        label=pgettext_lazy("language", "Simplified Chinese"),
        max_length=60,
        required=False,
        help_text=_("A language without a name shows the shipped one, or the first that is given."),
    )
    is_active = forms.BooleanField(
        label=_("Offered when a deal is lost"),
        required=False,
        initial=True,
        help_text=_("Deals that were lost for it keep it either way."),
    )

    def __init__(self, *args: Any, shipped: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, word in (shipped or {}).items():
            self.fields[field].widget.attrs["placeholder"] = word
