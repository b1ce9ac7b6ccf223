"""The form that takes in a rating. What it may be about is looked up among what the reader sees of the account."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.crm import queries as crm
from cadre.kernel.access import Actor
from cadre.ui import formatting
from cadre.ui.forms import DateField, Form
from cadre.voice import queries

OFFERED = 20
SCORES = (
    (5, pgettext_lazy("rating score", "5 · very satisfied")),
    (4, pgettext_lazy("rating score", "4 · satisfied")),
    (3, pgettext_lazy("rating score", "3 · neither")),
    (2, pgettext_lazy("rating score", "2 · dissatisfied")),
    (1, pgettext_lazy("rating score", "1 · very dissatisfied")),
)


class RatingForm(Form):
    score = forms.TypedChoiceField(
        label=_("What did the customer give?"), choices=[("", "—"), *SCORES], coerce=int, empty_value=None
    )
    on = DateField(label=pgettext_lazy("field", "Date"))
    channel = forms.ChoiceField(label=_("How it came"))
    words = forms.CharField(
        label=_("In the customer's words"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )

    def __init__(self, *args: Any, actor: Actor, account_id: int, about: dict[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = queries.channels()  # type: ignore[attr-defined]
        people = crm.contacts(actor).filter(account_id=account_id)[:OFFERED]
        deals = crm.opportunities(actor).filter(account_id=account_id).order_by("-id")
        done = crm.activities(actor).filter(account_id=account_id, state="done").exclude(kind="note")
        self.fields["contact_id"] = _one_of(people, _("Who gave it"), str)
        self.fields["activity_id"] = _one_of(_first(done, about["activity_id"]), _("After which activity"), _occasion)
        self.fields["opportunity_id"] = _one_of(
            _first(deals, about["opportunity_id"]), pgettext_lazy("field", "Opportunity"), str
        )
        self.order_fields(["score", "contact_id", "on", "channel", "activity_id", "opportunity_id", "words"])


def _first(rows: Any, chosen: int | None) -> list[Any]:
    """The latest rows, and the chosen one however old it is."""
    latest = list(rows[:OFFERED])
    if chosen is None or any(row.pk == chosen for row in latest):
        return latest
    return [*rows.filter(pk=chosen), *latest]


def _occasion(activity: Any) -> str:
    day = formatting.date(activity.on, get_language() or "en")
    return f"{day} · {activity.get_kind_display()} · {activity}"


def _one_of(rows: Any, label: Any, name_of: Any) -> forms.TypedChoiceField:
    choices = [("", "—"), *((row.pk, name_of(row)) for row in rows)]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)
