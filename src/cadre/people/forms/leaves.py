"""The form of a leave: the days as people say them, first and last."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.people.forms.fields import day_field
from cadre.people.models import Leave
from cadre.ui.forms import Choices, DateField, Form

EFFECTS = [
    ("usual", pgettext_lazy("leave effect", "As usual for this kind")),
    ("yes", pgettext_lazy("leave effect", "Yes")),
    ("no", pgettext_lazy("leave effect", "No")),
]


class LeaveForm(Form):
    kind = forms.ChoiceField(label=pgettext_lazy("leave", "Kind"), choices=Leave.Kind.choices)
    valid_from = day_field(_("First day away"))
    last_on = DateField(
        label=_("Last day away"),
        required=False,
        help_text=_("Empty: until further notice. Annual leave has a last day."),
    )
    lowers_target = forms.ChoiceField(
        label=_("Lowers the target"),
        choices=EFFECTS,
        initial="usual",
        widget=Choices,
        help_text=_("Usually every leave but annual leave: targets are then given out without these working days."),
    )
    note = forms.CharField(
        label=pgettext_lazy("leave", "Note"),
        max_length=200,
        required=False,
        help_text=_("Kind and note are seen by the person, those above, and HR. Colleagues see the days only."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        last = data.get("last_on")
        if last and data.get("valid_from") and last < data["valid_from"]:
            self.add_error("last_on", _("The last day must not be before the first."))
        return data

    def problem_field(self, field: str) -> str:
        return "last_on" if field == "valid_to" else field

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        data, last = self.cleaned_data, self.cleaned_data["last_on"]
        found = {name: data[name] for name in ("kind", "valid_from", "note")}
        effect = {"yes": True, "no": False}.get(data["lowers_target"])
        return found | {"valid_to": last + dt.timedelta(days=1) if last else None, "lowers_target": effect}
