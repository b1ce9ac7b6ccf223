"""Forms about teams and territories."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.people.forms.fields import colleague_field, day_field, office_field, team_field
from cadre.people.models import Team, Territory
from cadre.ui.forms import Form


class TeamForm(Form):
    """Name and kind of a team, for all dates."""

    name = forms.CharField(label=pgettext_lazy("team", "Name"), max_length=80)
    kind = forms.ChoiceField(label=pgettext_lazy("team", "Kind"), choices=Team.Kind.choices, initial=Team.Kind.SALES)
    external_id = forms.CharField(
        label=_("Team code"),
        max_length=64,
        required=False,
        help_text=_("As your HR system calls it; imports find the team by it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewTeamForm(TeamForm):
    parent_id = team_field(pgettext_lazy("field", "Under"), required=False, empty_label=_("At the top"))
    office_id = office_field()
    lead_id = colleague_field(_("Team lead"), required=False)
    on = day_field()
    version = None  # type: ignore[assignment]
    field_order = ("name", "kind", "parent_id", "office_id", "lead_id", "on", "external_id")


class MoveTeamForm(Form):
    parent_id = team_field(pgettext_lazy("field", "Under"), required=False, empty_label=_("At the top"))
    office_id = office_field()
    on = day_field(help_text=_("Before this day the team stays where it is in every report."))


class LeadForm(Form):
    employee_id = colleague_field(_("Team lead"))
    on = day_field()


class EndLeadForm(Form):
    on = day_field(_("First day without this lead"))


class CloseTeamForm(Form):
    on = day_field(_("First day without the team"))


class TerritoryForm(Form):
    name = forms.CharField(label=pgettext_lazy("territory", "Name"), max_length=80)
    kind = forms.ChoiceField(label=pgettext_lazy("territory", "Kind"), choices=Territory.Kind.choices)
    description = forms.CharField(label=_("What belongs to it"), max_length=300, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewTerritoryForm(TerritoryForm):
    owner_id = colleague_field(pgettext_lazy("field", "Owner"), required=False)
    on = day_field(_("Owner from"))
    version = None  # type: ignore[assignment]


class OwnerForm(Form):
    employee_id = colleague_field(pgettext_lazy("field", "Owner"))
    on = day_field()


class ReleaseForm(Form):
    on = day_field(_("First day without an owner"))
