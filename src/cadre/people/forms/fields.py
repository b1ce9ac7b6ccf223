"""Fields that several forms share: a day, a team, a position, a colleague."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock
from cadre.people.models import Employee, Office, Position, Team
from cadre.ui.forms import DateField, PickField


def day_field(label: Any = None, **rest: Any) -> DateField:
    """A date from which something holds; today unless another is chosen."""
    return DateField(label=label or pgettext_lazy("field", "From"), initial=clock.today, **rest)


def team_field(label: Any = None, **rest: Any) -> forms.ModelChoiceField:
    """One of the teams; the closed ones are refused by the verb with the date."""
    label = label or pgettext_lazy("model", "Team")
    # allow: visible - the organisation is open to every colleague
    return forms.ModelChoiceField(Team.objects.order_by("name"), label=label, **rest)


def office_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        # allow: visible - the organisation is open to every colleague
        Office.objects.filter(closed_on=None).order_by("name"),
        label=pgettext_lazy("model", "Office"),
        required=False,
    )


def position_field() -> forms.ModelChoiceField:
    # allow: visible - the organisation is open to every colleague
    positions = Position.objects.select_related("level").order_by("family__rank", "level__rank", "key")
    return forms.ModelChoiceField(positions, label=pgettext_lazy("model", "Position"), required=False)


def colleague_field(label: Any, **rest: Any) -> PickField:
    """A colleague, found by typing."""
    # allow: visible - the organisation is open to every colleague
    everybody = Employee.objects.all()
    return PickField(url=lambda: reverse("people:employee-options"), queryset=everybody, label=label, **rest)
