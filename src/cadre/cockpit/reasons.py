"""Whose rule told a reader, and why him: said beside every alert."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.cockpit.models import AlertRule
from cadre.cockpit.rules.spans import CHOICES
from cadre.metrics.registry import metrics


def why_told(rule: AlertRule, user_id: int | None) -> str:
    """One sentence for the reader, in the active language."""
    if rule.owner_id == user_id:
        return pgettext("alert", "Your own rule")
    about = {"name": rule.owner.name, "role": rule.get_role_display()}
    if rule.audience == AlertRule.Audience.OWNER:
        return _("Rule of %(name)s: you are told because it is yours to act on") % about
    if rule.audience == AlertRule.Audience.MANAGER:
        return _("Rule of %(name)s: you are told because you lead who it is about") % about
    if rule.audience == AlertRule.Audience.SELF:  # it told others once; what it watches now is its maker's alone
        return _("Rule of %(name)s; it no longer tells you") % about
    return _("Rule of %(name)s for the role %(role)s, each over the rows he sees") % about


def number_of(rule: AlertRule) -> str:
    """The number that a rule watches and over which days; nothing for a rule about deals."""
    name = str(metrics[rule.metric].title) if rule.metric in metrics else ""
    return " · ".join(filter(None, [name, str(dict(CHOICES).get(rule.period, rule.period))]))
