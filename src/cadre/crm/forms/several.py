"""Forms about several records at once: one change to all of them, or two that become one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import queries
from cadre.crm.forms.records import owner_field
from cadre.crm.models import Account
from cadre.crm.queries import choices
from cadre.kernel.access import Actor
from cadre.ui.forms import Choices, DateField, Form

KEEP = [("", "—")]


class ReassignForm(Form):
    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = owner_field(actor)


class RescheduleForm(Form):
    expected_close_on = DateField(label=_("Expected close"))


class MoveSeveralForm(Form):
    stage: forms.ModelChoiceField[Any] = forms.ModelChoiceField(queryset=None, label=pgettext_lazy("column", "Stage"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = queries.reopening_stages()  # type: ignore[attr-defined]


class NextStepForm(Form):
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = DateField(label=_("Next step on"), required=False)

    def clean(self) -> dict[str, Any]:
        return _something(super().clean() or {}, self)


class SeveralAccountsForm(Form):
    """What is left empty stays as it is."""

    tier = forms.ChoiceField(
        label=pgettext_lazy("field", "Tier"), choices=[*KEEP, *Account.Tier.choices], required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = owner_field(actor, required=False)
        self.fields["industry"] = forms.ChoiceField(
            label=pgettext_lazy("field", "Industry"), choices=[*KEEP, *choices.industries(actor)], required=False
        )
        self.order_fields(["owner", "tier", "industry"])

    def clean(self) -> dict[str, Any]:
        return _something(super().clean() or {}, self)


def _something(cleaned: dict[str, Any], form: Form) -> dict[str, Any]:
    if not form.errors and not any(cleaned.values()):
        raise ValidationError(_("Fill in at least one field; nothing would change."))
    return cleaned


class MergeForm(Form):
    """Which of two records stays, and for each field in which they differ, whose value."""

    def __init__(self, *args: Any, pair: Sequence[Any], labels: Mapping[str, Any], shown: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {str(row.pk): row for row in pair}
        self.fields["keep"] = self._choice(
            _("Which one stays"), lambda row: f"{row} ({row.external_id})" if row.external_id else str(row)
        )
        self.differing = [name for name in labels if len({getattr(row, name) or "" for row in self.pair.values()}) > 1]
        for name in self.differing:
            self.fields[name] = self._choice(labels[name], lambda row, name=name: shown(row, name) or "—")

    def _choice(self, label: Any, told: Any) -> forms.ChoiceField:
        first = next((key for key, row in self.pair.items() if told(row) != "—"), next(iter(self.pair)))
        offered = [(key, told(row)) for key, row in self.pair.items()]
        return forms.ChoiceField(label=label, choices=offered, widget=Choices, initial=first)

    def values(self) -> dict[str, Any]:
        """The values that the surviving record gets, by field."""
        return {name: getattr(self.pair[self.cleaned_data[name]], name) for name in self.differing}
