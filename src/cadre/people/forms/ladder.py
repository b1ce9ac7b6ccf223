"""Forms about the ladder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.access import Actor
from cadre.people import queries
from cadre.people.forms.fields import day_field
from cadre.ui.forms import Form


class NameForm(Form):
    """The name of a family or level."""

    name = forms.CharField(label=pgettext_lazy("ladder", "Name"), max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_shipped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_shipped:
            self.fields["name"].required = False
            self.fields["name"].help_text = _(
                "Leave empty for the shipped name, which each reader sees in his language."
            )


class PositionForm(NameForm):
    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family_id"] = forms.ModelChoiceField(
            queries.job_families(actor), label=pgettext_lazy("field", "Job family")
        )
        self.fields["level_id"] = forms.ModelChoiceField(
            queries.job_levels(actor), label=pgettext_lazy("field", "Job level")
        )


class LevelForm(NameForm):
    version = None  # type: ignore[assignment]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after_id"] = forms.ModelChoiceField(
            queries.job_levels(actor).order_by("-rank"),
            label=_("Right above"),
            required=False,
            empty_label=_("On top of the ladder"),
        )


class RetireForm(Form):
    on = day_field(_("First day on which nobody new gets it"))
