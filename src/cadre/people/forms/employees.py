"""Forms about people: join, correct, move, leave, come back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.kernel.access import Actor, Role
from cadre.people import policies
from cadre.people.forms.fields import colleague_field, day_field, position_field, team_field
from cadre.people.models import Employee
from cadre.people.queries import default_receiver, owned_by
from cadre.ui.forms import DateField, Form

LANGUAGES = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]


class EmployeeForm(Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=pgettext_lazy("field", "Phone"), max_length=40, required=False)
    external_id = forms.CharField(label=_("Employee number"), max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class JoinForm(EmployeeForm):
    """A joiner; with roles he gets a sign-in too, if the one who fills this in may give them."""

    hired_on = day_field(_("First day"))
    team_id = team_field()
    position_id = position_field()
    roles = forms.MultipleChoiceField(
        label=_("Sign-in with the roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty for somebody who does not use the product."),
    )
    language = forms.ChoiceField(label=pgettext_lazy("field", "Language"), choices=LANGUAGES, initial=get_language)
    version = None  # type: ignore[assignment]
    field_order = ("name", "hired_on", "team_id", "position_id", "email", "phone", "external_id", "roles", "language")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = policies.grantable(actor)
        if given:
            self.fields["roles"].choices = [(role.value, role.label) for role in Role if role in given]  # type: ignore[attr-defined]
        else:
            del self.fields["roles"], self.fields["language"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("roles") and not cleaned.get("email"):
            self.add_error("email", _("A sign-in needs an e-mail."))
        return cleaned


class HandoverForm(Form):
    """One field per part that somebody owns something of: who takes over. `receivers` gives the answers by part key."""

    def __init__(self, *args: Any, actor: Actor, employee: Employee, day: dt.date, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owned = owned_by(employee.pk, day, shown_to=actor)
        self.keeps = keeps
        manager = default_receiver(employee.pk, day)
        usual = employee if keeps else manager
        for part in self.owned:
            self.fields[self.field_of(part.key)] = colleague_field(
                _("Who takes over"),
                required=not keeps,
                initial=usual.pk if usual else None,
                error_messages={"required": _("Choose who takes this over.")},
            )

    @staticmethod
    def field_of(key: str) -> str:
        """The name of a part's field."""
        return "to_" + key.replace(".", "_")

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """Each part with its field."""
        return [(part, self[self.field_of(part.key)]) for part in self.owned]

    @property
    def receivers(self) -> dict[str, int]:
        chosen = {part.key: self.cleaned_data.get(self.field_of(part.key)) for part in self.owned}
        return {key: person.pk for key, person in chosen.items() if person is not None}

    def problem_field(self, field: str) -> str:
        """The field of a problem that the verb found at "receivers.<part>"."""
        return self.field_of(field.removeprefix("receivers.")) if field.startswith("receivers.") else field


class MoveForm(HandoverForm):
    on = day_field(
        _("First day there"),
        help_text=_("Also in the middle of a month: until then everything counts for the old team."),
    )
    team_id = team_field(_("To the team"))
    position_id = position_field()


class LeaveForm(HandoverForm):
    left_on = day_field(_("First day without him or her"))
    end_access_now = forms.BooleanField(label=_("End access right now, before that day"), required=False)


class RehireForm(Form):
    on = day_field(_("First day"))
    team_id = team_field()
    position_id = position_field()
    with_access = forms.BooleanField(label=_("Sign in again with the former roles"), required=False)


class DottedLineForm(Form):
    manager_id = colleague_field(_("Also reports to"))
    on = day_field()
    until = DateField(
        label=_("First day without the line"), required=False, help_text=_("Leave empty for a line without an end.")
    )
    reason = forms.CharField(label=_("For what"), max_length=120, required=False)
