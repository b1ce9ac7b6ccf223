"""Forms of the cockpit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.cockpit.models import Subscription, Tile
from cadre.cockpit.rules.spans import CHOICES
from cadre.kernel.access import Role
from cadre.metrics.registry import dimensions, metrics
from cadre.ui.forms import Choices, DateField, Form
from cadre.ui.numbers import IntegerField

WIDTHS = (
    ("3", pgettext_lazy("tile width", "A quarter")),
    ("4", pgettext_lazy("tile width", "A third")),
    ("6", pgettext_lazy("tile width", "Half")),
    ("8", pgettext_lazy("tile width", "Two thirds")),
    ("12", pgettext_lazy("tile width", "Whole")),
)
FIXED = "fixed"


def _metric_choices() -> list[tuple[str, Any]]:
    return [(one.key, one.title) for one in metrics.all()]


def _dimension_choices() -> list[tuple[str, Any]]:
    return [("", "—"), *((one.key, one.title) for one in dimensions.all())]


def period_choices(*, fixed: bool = True) -> list[tuple[str, Any]]:
    every = [("", pgettext_lazy("period", "All time, or now")), *CHOICES]
    return [*every, (FIXED, pgettext_lazy("period", "From … to …"))] if fixed else every


class DashboardForm(Form):
    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=80)
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TileForm(Form):
    """What a tile shows; the same fields make the preview."""

    kind = forms.ChoiceField(label=pgettext_lazy("tile", "Kind"), choices=Tile.Kind.choices, initial=Tile.Kind.BAR)
    metrics = forms.MultipleChoiceField(
        label=pgettext_lazy("tile", "Numbers"),
        choices=_metric_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a number or several.")},
    )
    by_1 = forms.ChoiceField(label=_("Broken down by"), choices=_dimension_choices, required=False)
    by_2 = forms.ChoiceField(label=_("And by"), choices=_dimension_choices, required=False)
    by_3 = forms.ChoiceField(
        label=_("And by"), choices=_dimension_choices, required=False, help_text=_("A table may have three.")
    )
    period = forms.ChoiceField(
        label=pgettext_lazy("field", "Period"), choices=period_choices, required=False, initial="quarter"
    )
    first = DateField(label=pgettext_lazy("field", "From"), required=False)
    last = DateField(label=pgettext_lazy("field", "To"), required=False)
    compare = forms.ChoiceField(label=_("Compared with"), choices=Tile.Compare.choices, required=False, widget=Choices)
    limit = IntegerField(
        label=_("How many at most"), required=False, min_value=1, max_value=50, help_text=_("The others come as one.")
    )
    width = forms.ChoiceField(label=pgettext_lazy("tile", "Width"), choices=WIDTHS, initial="6", widget=Choices)
    title = forms.CharField(
        label=pgettext_lazy("field", "Title"),
        max_length=80,
        required=False,
        help_text=_("Empty: it is named after what it shows."),
    )
    with_target = forms.BooleanField(
        label=_("With targets"),
        required=False,
        help_text=_("For figures, bars and rankings of people or teams in the running month, quarter or year."),
    )
    published = forms.BooleanField(
        label=_("Publish this ranking"),
        required=False,
        help_text=_("Every reader sees it as you see it, with the figures of colleagues."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("period") == FIXED:
            first, last = data.get("first"), data.get("last")
            if not first or not last or last < first:
                raise ValidationError(
                    {"first": _("Give the first and the last day, the first one first.")}, code="period"
                )
        return data

    def fields_of_tile(self) -> dict[str, Any]:
        """The cleaned form as fields of a tile."""
        data = self.cleaned_data
        third = data["by_3"] if data["kind"] == Tile.Kind.TABLE else ""  # not asked for any other kind
        period = f"{data['first']}..{data['last']}" if data["period"] == FIXED else data["period"]
        return {
            "kind": data["kind"],
            "metrics": data["metrics"],
            "by": [key for key in (data["by_1"], data["by_2"], third) if key],
            "period": period,
            "compare": data["compare"],
            "limit": data["limit"],
            "width": int(data["width"]),
            "title": data["title"],
            "with_target": data["with_target"],
        }


def initial_of_tile(tile: Any) -> dict[str, Any]:
    """A stored tile as the form shows it."""
    fixed = ".." in tile.period
    first, _dots, last = tile.period.partition("..") if fixed else ("", "", "")
    by = [*tile.by, "", "", ""]
    return {
        "kind": tile.kind,
        "metrics": tile.metrics,
        "by_1": by[0],
        "by_2": by[1],
        "by_3": by[2],
        "period": FIXED if fixed else tile.period,
        "first": first,
        "last": last,
        "compare": tile.compare,
        "limit": tile.limit,
        "width": str(tile.width),
        "title": tile.title,
        "with_target": tile.with_target,
        "published": tile.publisher_id is not None,
        "version": tile.version,
    }


class ShareForm(Form):
    roles = forms.MultipleChoiceField(
        label=pgettext_lazy("field", "Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each reader sees the numbers over his own rows only."),
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams, with all below them"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *, teams: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]


class MailForm(Form):
    rhythm = forms.ChoiceField(
        label=pgettext_lazy("field", "How often"),
        required=False,
        choices=[("", pgettext_lazy("rhythm", "Never")), *Subscription.Rhythm.choices],
        help_text=_("The mail has the figures over your own rows, and a link."),
    )
