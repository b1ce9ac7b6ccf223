"""The form that changes or reschedules an activity."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import queries
from cadre.crm.forms.records import Area, Versioned, account_field
from cadre.crm.models import Activity
from cadre.kernel.access import Actor
from cadre.ui.forms import DateField
from cadre.ui.numbers import IntegerField


class ActivityChangeForm(Versioned):
    """Date and time are fields of their own, so that a conflict can set each beside the other's."""

    kind = forms.ChoiceField(label=pgettext_lazy("column", "Kind"), choices=Activity.Kind.choices)
    subject = forms.CharField(label=pgettext_lazy("field", "Subject"), max_length=160, required=False)
    at = DateField(label=pgettext_lazy("field", "Date"))
    time = forms.TimeField(
        label=pgettext_lazy("field", "Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    minutes = IntegerField(label=pgettext_lazy("field", "Minutes"), min_value=0, max_value=1440, required=False)
    body = forms.CharField(label=_("What was said"), widget=Area, required=False, max_length=20_000)

    def __init__(self, *args: Any, actor: Actor, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if activity.state == Activity.State.PLANNED:
            self.fields["body"].label = pgettext_lazy("field", "Agenda")
        self.fields["account"] = account_field(actor, activity.account_id, required=False)
        # What is sent with another account chooses among the deals and people of that one
        sent = str(self.data.get("account", ""))[:18] if self.is_bound else ""
        account_id = int(sent) if sent.isdecimal() else activity.account_id
        deals = queries.open_opportunities(actor).filter(account_id=account_id) if account_id else ()
        people = queries.contacts(actor, account_id) if account_id else ()
        self.fields["opportunity"] = _one_of(deals, activity.opportunity, pgettext_lazy("field", "Opportunity"))
        self.fields["contact"] = _one_of(people, activity.contact, pgettext_lazy("field", "Contact"))
        self.order_fields(["version", "kind", "subject", "at", "time", "minutes", "account", "opportunity", "contact"])

    def moment(self, present: dt.datetime) -> dt.datetime:
        """The point in time that date and time make; `present` to the second where neither was touched."""
        day, time = self.cleaned_data["at"], self.cleaned_data["time"]
        if (day, time) == shown_moment(present):
            return present
        return make_aware(dt.datetime.combine(day, time))


def shown_moment(at: dt.datetime) -> tuple[dt.date, dt.time]:
    """A point in time as the form shows it: the local day, and the time to the minute."""
    local = localtime(at)
    return local.date(), local.time().replace(second=0, microsecond=0)


def _one_of(rows: Any, now: Any, label: Any) -> forms.TypedChoiceField:
    """One of these rows or none; what stands there now may stay, whether it is among them or not."""
    choices = {row.pk: str(row) for row in [*([now] if now else []), *rows[:100]]}
    return forms.TypedChoiceField(
        label=label, choices=[("", "—"), *choices.items()], coerce=int, empty_value=None, required=False
    )
