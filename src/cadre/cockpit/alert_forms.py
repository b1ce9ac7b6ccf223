"""The form of an alert rule."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.cockpit.forms import period_choices
from cadre.cockpit.models import AlertRule
from cadre.cockpit.rules.limits import stored, typed, value_of
from cadre.kernel.access import Role
from cadre.kernel.currency import base_currency
from cadre.metrics.registry import metrics
from cadre.metrics.templatetags.numbers import measured
from cadre.ui.formatting import number
from cadre.ui.forms import Form
from cadre.ui.numbers import DecimalField

HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]
# A pace is typed in points and kept in hundredths of them
POINTS: dict[str, int] = {AlertRule.Condition.IDLE: 1, AlertRule.Condition.SLIPPED: 1, AlertRule.Condition.PACE: 100}
OF_DEALS = {AlertRule.Condition.IDLE, AlertRule.Condition.SLIPPED}


def _metric_choices() -> list[tuple[str, Any]]:
    return [("", "—"), *((one.key, one.title) for one in metrics.all())]


LIMITS = (
    ("idle", _("Days without activity.")),
    ("slipped", _("How many times it moved.")),
    ("pace", _("Points of the target behind the working days passed.")),
    ("drop", _("Points below the half year before.")),
    ("figure", _("An amount, a count, days, or per cent.")),
)


def _limit_help() -> SafeString:
    """What the limit counts under each condition; the form shows the line of the chosen one."""
    return format_html('<span class="c-limit">{}</span>', format_html_join(" ", '<span class="{}">{}</span>', LIMITS))


class RuleForm(Form):
    condition = forms.ChoiceField(label=pgettext_lazy("alert", "When"), choices=AlertRule.Condition.choices)
    metric = forms.ChoiceField(label=pgettext_lazy("alert", "Number"), choices=_metric_choices, required=False)
    period = forms.ChoiceField(
        label=pgettext_lazy("field", "Period"),
        choices=lambda: period_choices(fixed=False),
        required=False,
        initial="30-day",
    )
    most = DecimalField(
        label=pgettext_lazy("alert", "Limit"),
        max_digits=15,
        decimal_places=2,
        help_text=lazy(_limit_help, SafeString)(),
    )
    audience = forms.ChoiceField(label=_("Who is told"), choices=AlertRule.Audience.choices)
    role = forms.ChoiceField(label=pgettext_lazy("field", "Role"), choices=[("", "—"), *Role.choices], required=False)
    quiet_from = forms.ChoiceField(label=_("Quiet from"), choices=HOURS, initial="20")
    quiet_to = forms.ChoiceField(label=_("Quiet until"), choices=HOURS, initial="8")
    by_mail = forms.BooleanField(label=_("Also by mail"), required=False)
    is_active = forms.BooleanField(label=pgettext_lazy("alert", "On"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def fields_of_rule(self) -> dict[str, Any]:
        """The cleaned form as fields of a rule."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        of_deals = data["condition"] in OF_DEALS
        data["metric"] = "" if of_deals else data["metric"]
        data["period"] = "" if of_deals or data["condition"] == AlertRule.Condition.DROP else data["period"]
        data["role"] = data["role"] if data["audience"] == AlertRule.Audience.ROLE else ""
        data |= {"quiet_from": int(data["quiet_from"]), "quiet_to": int(data["quiet_to"])}
        limit = data["most"]
        known = data["metric"] in metrics and data["condition"] != AlertRule.Condition.PACE
        data["most"] = (
            stored(limit, metrics[data["metric"]], base_currency())
            if known
            else int(limit * POINTS.get(data["condition"], 1))
        )
        return data


def initial_of_rule(rule: AlertRule) -> dict[str, Any]:
    names = (
        "condition",
        "metric",
        "period",
        "audience",
        "role",
        "quiet_from",
        "quiet_to",
        "by_mail",
        "is_active",
        "version",
    )
    known = rule.metric in metrics and rule.condition != AlertRule.Condition.PACE
    limit = (
        typed(rule.most, metrics[rule.metric], base_currency())
        if known
        else Decimal(rule.most) / POINTS.get(rule.condition, 1)
    )
    return {name: getattr(rule, name) for name in names} | {"most": limit}


def limit_text(rule: AlertRule) -> str:
    """The rule's limit in words."""
    if rule.condition == AlertRule.Condition.IDLE:
        return ngettext("%(n)d day", "%(n)d days", rule.most) % {"n": rule.most}
    if rule.condition == AlertRule.Condition.SLIPPED:
        return ngettext("%(n)d time", "%(n)d times", rule.most) % {"n": rule.most}
    if rule.condition in {AlertRule.Condition.PACE, AlertRule.Condition.DROP}:
        counted = 1 if rule.most == 100 else 2  # 1.5 points are several
        return ngettext("%(n)s point", "%(n)s points", counted) % {"n": _points(rule.most)}
    if rule.metric not in metrics:
        return gettext("This number is no longer there.")
    return measured(rule.metric, value_of(rule.most, metrics[rule.metric]), base_currency())


def _points(most: int) -> str:
    """Hundredths of points as points, with as many places as they have."""
    return number(Fraction(most, 100), 0 if most % 100 == 0 else 1 if most % 10 == 0 else 2)
