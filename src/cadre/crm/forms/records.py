"""Forms about one record. What a reader may choose is set per request from what he sees."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies, queries
from cadre.crm.forms.words import CountryField, IndustryField
from cadre.crm.models import Account, Activity, Contact, Opportunity, StageCriterion
from cadre.crm.problems import REASON_NEEDED
from cadre.crm.queries import choices
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.ui.forms import DateField, Form, MoneyField, PickField
from cadre.ui.numbers import IntegerField

Area = forms.Textarea(attrs={"rows": 3})
# Each half of a point in time is a control of its own, so each has a name of its own
DATE_HALF: Any = {"type": "date", "aria-label": pgettext_lazy("field", "Date")}
TIME_HALF: Any = {"type": "time", "aria-label": pgettext_lazy("field", "Time")}


def account_field(actor: Actor, now: int | None = None, **options: Any) -> PickField:
    """Any account in use that the actor sees; what stands there `now` may stay, archived or not."""
    rows = queries.accounts(actor, besides=now)
    options = {"label": pgettext_lazy("field", "Account")} | options
    return PickField(url=lambda: reverse("crm:account-options"), queryset=rows, **options)


def deal_field(actor: Actor, **options: Any) -> PickField:
    """An open deal that the actor sees, of the account chosen in the same form, or of any."""
    return PickField(
        url=lambda: reverse("crm:opportunity-options"),
        queryset=queries.open_opportunities(actor),
        by="account",
        label=pgettext_lazy("field", "Opportunity"),
        **options,
    )


def owner_field(actor: Actor, now: Any = None, **options: Any) -> forms.TypedChoiceField:
    """The people whose rows the actor may give away or take; whoever owns the row `now` may keep it."""
    people: list[tuple[str, str]] = choices.owners(actor)
    if now is not None and str(now.pk) not in dict(people):
        people.insert(0, (str(now.pk), now.name))
    if not options.get("required", True):
        people.insert(0, ("", "—"))
    return forms.TypedChoiceField(
        choices=people, coerce=int, empty_value=None, label=pgettext_lazy("column", "Owner"), **options
    )


class Versioned(Form):
    """A form about a row that somebody may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpportunityForm(Versioned):
    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=pgettext_lazy("field", "Product")
    )
    expected_close_on = DateField(label=_("Expected close"), required=False)
    forecast = forms.ChoiceField(
        label=_("Forecast category"), choices=Opportunity.Forecast.choices, initial=Opportunity.Forecast.PIPELINE
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = DateField(label=_("Next step on"), required=False)
    competitors = forms.CharField(label=pgettext_lazy("field", "Competitors"), max_length=200, required=False)
    description = forms.CharField(label=pgettext_lazy("field", "Description"), widget=Area, required=False)

    def __init__(self, *args: Any, actor: Actor, deal: Opportunity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = deal is None
        self.fields["product"].queryset = queries.products(actor, on_sale=is_new)  # type: ignore[attr-defined]
        self.fields["account"] = account_field(
            actor,
            deal.account_id if deal else None,
            required=False,
            help_text=_("Leave empty while the customer is not known."),
        )
        self.fields["amount_minor"] = MoneyField(
            currency=deal.currency if deal else base_currency(),
            label=pgettext_lazy("column", "Amount"),
            required=not is_new,
            help_text=_("Empty takes the list price.") if is_new else "",
        )
        if is_new and actor.roles & policies.MANAGERS:
            self.fields["owner"] = owner_field(actor, initial=actor.employee_id)
        if deal is not None and not deal.is_open:
            for name in ("forecast", "expected_close_on", "next_step", "next_step_on"):
                del self.fields[name]
        first = ["version", "account", "product", "amount_minor", "owner"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])


class WinForm(Versioned):
    closed_on = DateField(label=_("Closed on"))
    close_note = forms.CharField(label=_("What decided it"), max_length=300, required=False, widget=Area)

    def __init__(self, *args: Any, currency: str, missing: list[StageCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_minor"] = MoneyField(currency=currency, label=_("Final amount"))
        if missing:
            self.fields["met"] = criteria_field(missing)
        self.order_fields(["version", "amount_minor", "closed_on", "met", "close_note"])


class LoseForm(Versioned):
    loss_reason = forms.ChoiceField(
        label=_("Why was it lost?"),
        error_messages={"required": REASON_NEEDED.text},  # type: ignore[dict-item]
    )
    competitors = forms.CharField(label=_("Who won it"), max_length=200, required=False)
    closed_on = DateField(label=_("Closed on"))
    close_note = forms.CharField(label=_("What decided it"), max_length=300, required=False, widget=Area)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(reason.key, reason.name) for reason in queries.loss_reasons(offered=True)]
        self.fields["loss_reason"].choices = [("", "—"), *reasons]  # type: ignore[attr-defined]


class MoveForm(Form):
    """The criteria that a move still needs; ticking them makes the move."""

    def __init__(self, *args: Any, missing: list[StageCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"] = criteria_field(missing)


class ReopenForm(Versioned):
    stage: forms.ModelChoiceField[Any] = forms.ModelChoiceField(queryset=None, label=pgettext_lazy("column", "Stage"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = queries.reopening_stages()  # type: ignore[attr-defined]


class AccountForm(Versioned):
    name = forms.CharField(label=pgettext_lazy("field", "Account"), max_length=160)
    industry = IndustryField(label=pgettext_lazy("field", "Industry"), max_length=60, required=False)
    tier = forms.ChoiceField(
        label=pgettext_lazy("field", "Tier"), choices=[("", "—"), *Account.Tier.choices], required=False
    )
    country = CountryField(label=_("Country or region"), max_length=60, required=False)
    employees = IntegerField(
        label=pgettext_lazy("field", "Employees"), min_value=0, max_value=100_000_000, required=False
    )
    founded_year = IntegerField(label=_("Founded in"), min_value=1000, max_value=2100, required=False)
    website = forms.URLField(label=pgettext_lazy("field", "Website"), required=False, assume_scheme="https")
    phone = forms.CharField(label=pgettext_lazy("field", "Phone"), max_length=40, required=False)
    address = forms.CharField(label=pgettext_lazy("field", "Address"), max_length=240, required=False)
    note = forms.CharField(label=pgettext_lazy("field", "Note"), widget=Area, required=False)

    def __init__(self, *args: Any, actor: Actor, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revenue_minor"] = MoneyField(
            currency=account.currency if account else base_currency(), label=_("Annual revenue"), required=False
        )
        if account is None or account.parent_id is None or account.parent_name:  # type: ignore[attr-defined]
            above = account.parent_id if account else None
            self.fields["parent"] = account_field(actor, above, label=_("Subsidiary of"), required=False)
        if actor.roles & policies.MANAGERS:
            owner = account and account.owner
            self.fields["owner"] = owner_field(actor, owner, required=False, initial=actor.employee_id)
        self.order_fields(
            [
                "version",
                "name",
                "industry",
                "tier",
                "owner",
                "country",
                "employees",
                "revenue_minor",
                "founded_year",
                "parent",
            ]
        )


class ContactForm(Versioned):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    buying_role = forms.ChoiceField(
        label=_("Buying role"), choices=[("", "—"), *Contact.BuyingRole.choices], required=False
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=pgettext_lazy("field", "Phone"), max_length=40, required=False)
    note = forms.CharField(label=pgettext_lazy("field", "Note"), widget=Area, required=False)

    def __init__(self, *args: Any, actor: Actor, contact: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = account_field(actor, contact.account_id if contact else None)
        self.order_fields(["version", "account", "name"])


class ProductForm(Versioned):
    name = forms.CharField(label=pgettext_lazy("field", "Product"), max_length=120)
    series = forms.CharField(label=pgettext_lazy("field", "Series"), max_length=60, required=False)
    external_id = forms.CharField(label=pgettext_lazy("field", "Code"), max_length=64, required=False, empty_value=None)
    is_active = forms.BooleanField(label=_("On sale"), required=False, initial=True)

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list_price_minor"] = MoneyField(
            currency=currency or base_currency(), label=_("List price"), required=False
        )
        self.order_fields(["version", "name", "series", "list_price_minor", "external_id", "is_active"])


class ActivityForm(Form):
    """The composer on a timeline, and the drawer for a planned activity."""

    kind = forms.ChoiceField(label=pgettext_lazy("column", "Kind"), choices=Activity.Kind.choices)
    body = forms.CharField(label=_("What was said"), max_length=5000)
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = DateField(label=_("Next step on"), required=False)


class PlanForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Kind"), choices=Activity.Kind.choices, initial=Activity.Kind.MEETING
    )
    subject = forms.CharField(label=pgettext_lazy("field", "Subject"), max_length=160)
    at = forms.SplitDateTimeField(
        label=pgettext_lazy("column", "Time"),
        widget=forms.SplitDateTimeWidget(date_attrs=DATE_HALF, time_attrs=TIME_HALF),
    )
    minutes = IntegerField(
        label=pgettext_lazy("field", "Minutes"), min_value=5, max_value=1440, required=False, initial=30
    )
    body = forms.CharField(label=pgettext_lazy("field", "Agenda"), widget=Area, required=False, max_length=5000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = account_field(actor, required=False)
        self.fields["opportunity"] = deal_field(actor, required=False)


class CriteriaField(forms.TypedMultipleChoiceField):
    """The service says which tick is missing, by name; the form only must not call them optional."""

    is_needed = True


def criteria_field(missing: list[StageCriterion]) -> CriteriaField:
    """Tick what is met; each is kept with the date and who said so."""
    return CriteriaField(
        label=_("Tick what is met"),
        choices=[(criterion.pk, criterion.label) for criterion in missing],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ForecastCallForm(Form):
    """A manager's own number for a person or team."""

    note = forms.CharField(label=pgettext_lazy("field", "Why"), max_length=300, widget=Area)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = base_currency()
        self.fields["commit_minor"] = MoneyField(
            currency=currency, label=_("Commit for the whole period"), help_text=_("With what is won already.")
        )
        self.fields["best_minor"] = MoneyField(
            currency=currency,
            label=_("Best case for the whole period"),
            required=False,
            help_text=_("Empty keeps what the deals say."),
        )
        self.order_fields(["commit_minor", "best_minor", "note"])
