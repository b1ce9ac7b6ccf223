"""Forms of this room."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.access import Actor
from cadre.people import queries as people
from cadre.targets import policies, queries
from cadre.targets.fields import WorthField, metric_field, metric_of
from cadre.targets.queries.measures import Measure
from cadre.ui.forms import Choices, DateField, Form
from cadre.ui.numbers import DecimalField

Area = forms.Textarea(attrs={"rows": 3})
PER_CENT_UNITS = 10_000


def period_choices() -> list[tuple[str, str]]:
    """Periods one can plan for: the running ones and those to come, as kind:name."""
    found = []
    for kind, before, after in (("year", 0, 2), ("quarter", 1, 5), ("month", 0, 6)):
        found += [(f"{kind}:{one.name}", one.name) for one in queries.periods_around(kind, before, after)]
    return found


class Versioned(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class StepForm(Versioned):
    """A step that only asks whether it is meant."""


class ApprovalRuleForm(Form):
    needs_second = forms.ChoiceField(
        label=_("Who handed a version in"),
        choices=[
            ("two", _("waits for somebody else to approve it")),
            ("one", _("may approve it himself")),
        ],
        widget=Choices,
        help_text=_("Where nobody else can approve it, he may do so himself in either case."),
    )


class GoalForm(Versioned):
    title = forms.CharField(label=capfirst(pgettext_lazy("goal", "title")), max_length=120)
    why = forms.CharField(label=_("Why it matters"), widget=Area, required=False, max_length=1000)
    metric = metric_field(label=capfirst(pgettext_lazy("goal", "metric")))
    direction = forms.ChoiceField(
        label=capfirst(pgettext_lazy("goal", "direction")),
        choices=[("more", pgettext_lazy("goal direction", "At least")), ("less", pgettext_lazy("goal direction", "At most"))],
        widget=Choices, initial="more",
    )  # fmt: skip
    value = WorthField(label=_("Value to reach"), help_text=_("In the metric's unit: 2,600,000 · 120 · 85%."))
    period = forms.ChoiceField(label=capfirst(pgettext_lazy("goal", "period")), choices=period_choices)
    owner = forms.TypedChoiceField(
        label=capfirst(pgettext_lazy("goal", "responsible")), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, actor: Actor, wanted: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].wanted = wanted  # type: ignore[attr-defined]
        names = people.staff().filter(left_on=None).order_by("name").values_list("pk", "name")
        self.fields["owner"].choices = [("", "—"), *names]  # type: ignore[attr-defined]
        if wanted is not None:
            for name in ("metric", "period"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        return with_value(self, data, "value")


class PlanForm(Form):
    field_order = ("metric", "slice", "period", "level", "team", "top_down", "over", "basis")
    slice = forms.ChoiceField(
        label=_("Only for a product, segment or territory"), choices=queries.slice_choices, required=False
    )
    metric = metric_field(label=capfirst(pgettext_lazy("plan", "metric")))
    period = forms.ChoiceField(label=capfirst(pgettext_lazy("plan", "period")), choices=period_choices)
    level = forms.ChoiceField(
        label=capfirst(pgettext_lazy("plan", "level")), choices=[], widget=Choices, initial="base"
    )
    team = forms.TypedChoiceField(
        label=capfirst(pgettext_lazy("plan", "for")), coerce=int, empty_value=None, required=False
    )
    top_down = WorthField(label=_("Wanted from above"), required=False, help_text=_("What all together are to reach."))
    over = DecimalField(
        label=_("Deliberately given out on top, in percent"), required=False, min_value=0, max_value=100, initial=0,
        help_text=_("A reserve for what never goes as planned. It stays visible beside the total."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=pgettext_lazy("plan", "Divide"), choices=[], widget=Choices, initial="history")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = queries.level_choices()  # type: ignore[attr-defined]
        self.fields["basis"].choices = queries.basis_choices()  # type: ignore[attr-defined]
        led = policies.led_teams(actor)
        teams = people.teams_on(queries.running().start).order_by("name")
        if actor.has(*policies.PLANNERS):
            choices = [("", _("The whole company"))]
        else:
            teams, choices = teams.filter(pk__in=led), []
        self.fields["team"].choices = [*choices, *teams.values_list("pk", "name")]  # type: ignore[attr-defined]

    def clean_slice(self) -> queries.Slice:
        return queries.slice_named(self.cleaned_data["slice"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["over_ppm"] = int((data.pop("over", None) or 0) * PER_CENT_UNITS)
        return with_value(self, data, "top_down")


class QuestionForm(Form):
    reason = forms.CharField(label=_("What speaks against it?"), widget=Area, max_length=500)


class RetireForm(Form):
    reason = forms.CharField(label=capfirst(pgettext_lazy("target", "reason")), widget=Area, max_length=300)


class AnswerForm(Form):
    answer = forms.CharField(label=capfirst(pgettext_lazy("target", "answer")), widget=Area, max_length=500)


class SendBackForm(Versioned):
    note = forms.CharField(label=_("What is to be changed?"), widget=Area, max_length=300)


class ChangeForm(Versioned):
    value = WorthField(label=_("New value"))
    from_on = DateField(label=_("In force from"))
    reason = forms.CharField(label=capfirst(pgettext_lazy("target", "reason")), widget=Area, max_length=300)

    def __init__(self, *args: Any, wanted: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].wanted = wanted  # type: ignore[attr-defined]


def with_value(form: Form, data: dict[str, Any], name: str) -> dict[str, Any]:
    """Understand a value whose unit depends on the metric chosen in the same form."""
    field = form.fields[name]
    if isinstance(data.get(name), str) and data.get("metric") and isinstance(field, WorthField):
        try:
            data[name] = field.understood(data[name], metric_of(data["metric"]))
        except forms.ValidationError as error:
            form.add_error(name, error)
    return data


class DivideForm(Versioned):
    """What is divided, by what, and around what."""

    top_down = WorthField(label=_("Wanted from above"))
    over = DecimalField(
        label=_("Deliberately given out on top, in percent"), required=False, min_value=0, max_value=100
    )
    basis = forms.ChoiceField(label=pgettext_lazy("plan", "Divide"), choices=[], widget=Choices)
    season = forms.CharField(
        label=_("Weights of the periods"),
        required=False,
        help_text=_("Like 28 34 38. Empty: by the same periods a year ago, or else by working days."),
    )
    keep_proposals = forms.BooleanField(label=_("Keep what was proposed from below, divide the rest"), required=False)

    def __init__(self, *args: Any, wanted: Measure, parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.fields["top_down"].wanted = wanted  # type: ignore[attr-defined]
        self.fields["basis"].choices = queries.basis_choices()  # type: ignore[attr-defined]

    def clean_season(self) -> list[int]:
        texts = self.cleaned_data["season"].replace(",", " ").replace("，", " ").split()
        if not texts:
            return []
        if len(texts) != self.parts or not all(text.isdecimal() for text in texts) or not any(map(int, texts)):
            raise forms.ValidationError(_("Give %(n)s whole numbers, one for each period.") % {"n": self.parts})
        return [int(text) for text in texts]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["over_ppm"] = int((data.pop("over", None) or 0) * PER_CENT_UNITS)
        return data


class ImportForm(Versioned):
    """A file or a pasted block: names in the first column, periods in the others."""

    file = forms.FileField(label=_("File (XLSX or CSV)"), required=False)
    block = forms.CharField(
        label=_("Or paste cells from a spreadsheet"), widget=forms.Textarea(attrs={"rows": 8}), required=False
    )
    reason = forms.CharField(label=_("Reason, where a computed value is replaced"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("file") and not data.get("block", "").strip():
            raise forms.ValidationError(_("Choose a file or paste some cells."))
        return data


class ProposeForm(Form):
    """What one thinks can be reached, by period."""

    note = forms.CharField(label=_("Note on the proposal"), widget=Area, max_length=300, required=False)

    def __init__(self, *args: Any, wanted: Measure, periods: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        for name in periods:
            self.fields[f"p_{name}"] = WorthField(wanted=wanted, label=name, required=False)
        self.fields["note"] = note
