"""What is done to several chosen rows of a list: one change to all of them, or two that become one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from cadre.crm import queries, services
from cadre.crm.countries import country_name
from cadre.crm.forms import MergeForm, MoveSeveralForm, NextStepForm, SeveralAccountsForm
from cadre.crm.industries import industry_name
from cadre.crm.lists import AccountList, ContactList, OpportunityList
from cadre.crm.problems import EXIT_OPEN, MERGE_TWO
from cadre.crm.views.answers import ACCOUNT_CHANGED, DEAL_CHANGED, actor_of, undo_url
from cadre.kernel.problems import Problem
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.formatting import money, number
from cadre.ui.forms import Form
from cadre.ui.lists import chosen

ACCOUNT_FIELDS = {
    "name": pgettext_lazy("field", "Account"),
    "owner_id": pgettext_lazy("column", "Owner"),
    "industry": pgettext_lazy("field", "Industry"),
    "tier": pgettext_lazy("field", "Tier"),
    "country": gettext_lazy("Country or region"),
    "employees": pgettext_lazy("field", "Employees"),
    "revenue_minor": gettext_lazy("Annual revenue"),
    "founded_year": gettext_lazy("Founded in"),
    "website": pgettext_lazy("field", "Website"),
    "phone": pgettext_lazy("field", "Phone"),
    "address": pgettext_lazy("field", "Address"),
    "note": pgettext_lazy("field", "Note"),
}
CONTACT_FIELDS = {
    "name": pgettext_lazy("person", "Name"),
    "account_id": pgettext_lazy("field", "Account"),
    "title": gettext_lazy("Job title"),
    "buying_role": gettext_lazy("Buying role"),
    "email": gettext_lazy("E-mail"),
    "phone": pgettext_lazy("field", "Phone"),
    "note": pgettext_lazy("field", "Note"),
}


def note_of(n: int) -> str:
    return ngettext(
        "Applies to %(n)s opportunity; all of them or none.", "Applies to %(n)s opportunities; all of them or none.", n
    ) % {"n": number(n)}


def _with_rest(applies: str) -> str:
    return _("%(applies)s What is left empty stays as it is.") % {"applies": applies}


@door("GET", "POST", verb="crm.opportunity.move_many")
def opportunity_move_several(request: HttpRequest) -> HttpResponse:
    """Move the chosen opportunities to another stage."""
    actor, rows = actor_of(request), chosen(request, OpportunityList)

    def save(form: Form) -> Done:
        ids, stage = list(rows.values_list("pk", flat=True)), form.cleaned_data["stage"]
        try:
            n = services.move_stages(actor=actor, opportunity_ids=ids, stage_id=stage.pk)
        except Problem as problem:
            if problem.code == EXIT_OPEN.code:
                problem.problems[0].field = "stage"
            raise
        told = ngettext("%(n)s opportunity moved.", "%(n)s opportunities moved.", n) % {"n": number(n)}
        return Done(told, DEAL_CHANGED, undo=undo_url(request))

    drawer = Drawer(_("Change stage"), pgettext("button", "Change"), note=note_of(rows.count()))
    return answer(request, drawer, MoveSeveralForm, save)


@door("GET", "POST", verb="crm.opportunity.set_next_steps")
def opportunity_next_steps(request: HttpRequest) -> HttpResponse:
    """Set the next step of the chosen opportunities, or its day."""
    actor, rows = actor_of(request), chosen(request, OpportunityList)

    def save(form: Form) -> Done:
        ids = list(rows.values_list("pk", flat=True))
        n = services.set_next_steps(actor=actor, opportunity_ids=ids, **form.cleaned_data)
        told = ngettext("%(n)s opportunity has a new next step.", "%(n)s opportunities have a new next step.", n) % {
            "n": number(n)
        }
        return Done(told, DEAL_CHANGED, undo=undo_url(request))

    note = _with_rest(note_of(rows.count()))
    return answer(request, Drawer(_("Set next step"), pgettext("button", "Change"), note=note), NextStepForm, save)


@door("GET", "POST", verb="crm.account.update_many")
def account_update_several(request: HttpRequest) -> HttpResponse:
    """Set owner, tier or industry of the chosen accounts."""
    actor, rows = actor_of(request), chosen(request, AccountList)

    def save(form: Form) -> Done:
        given = {name: value for name, value in form.cleaned_data.items() if value}
        values = {"owner_id" if name == "owner" else name: value for name, value in given.items()}
        ids = list(rows.values_list("pk", flat=True))
        n = services.update_accounts(actor=actor, account_ids=ids, values=values)
        told = ngettext("%(n)s account changed.", "%(n)s accounts changed.", n) % {"n": number(n)}
        return Done(told, ACCOUNT_CHANGED, undo=undo_url(request))

    n = rows.count()
    applies = ngettext(
        "Applies to %(n)s account; all of them or none.", "Applies to %(n)s accounts; all of them or none.", n
    )
    note = _with_rest(applies % {"n": number(n)})
    drawer = Drawer(_("Change accounts"), pgettext("button", "Change"), note=note)
    return answer(request, drawer, lambda **given: SeveralAccountsForm(actor=actor, **given), save)


@door("GET", "POST", verb="crm.account.merge")
def account_merge(request: HttpRequest) -> HttpResponse:
    """Make two chosen accounts one."""
    actor = actor_of(request)

    def merge(keep: int, other: int, values: dict[str, Any], pair: dict[str, Any]) -> Any:
        if "revenue_minor" in values:
            whose = next(row for row in pair.values() if row.revenue_minor == values["revenue_minor"])
            values["currency"] = whose.currency
        return services.merge_accounts(actor=actor, keep_id=keep, other_id=other, values=values)

    rows = queries.accounts(actor).filter(pk__in=chosen(request, AccountList).order_by().values("pk")[:3])
    note = _("Deals, contacts, activities and subsidiaries of both belong to the one that stays. This can be undone.")
    return _merged(request, list(rows.order_by("pk")), ACCOUNT_FIELDS, note, merge)


@door("GET", "POST", verb="crm.contact.merge")
def contact_merge(request: HttpRequest) -> HttpResponse:
    """Make two chosen contacts one."""
    actor = actor_of(request)

    def merge(keep: int, other: int, values: dict[str, Any], _pair: dict[str, Any]) -> Any:
        return services.merge_contacts(actor=actor, keep_id=keep, other_id=other, values=values)

    rows = list(chosen(request, ContactList).order_by("pk")[:3])
    note = _("The activities with both belong to the one that stays. This can be undone.")
    return _merged(request, rows, CONTACT_FIELDS, note, merge)


def _merged(
    request: HttpRequest, rows: list[Any], labels: dict[str, Any], note: str, merge: Callable[..., Any]
) -> HttpResponse:
    if len(rows) != 2:
        return answer(request, _drawer("" if request.method == "POST" else str(MERGE_TWO.text)), Form, _refuse)

    def make(**given: Any) -> MergeForm:
        return MergeForm(pair=rows, labels=labels, shown=_shown, **given)

    def save(form: Form) -> Done:
        assert isinstance(form, MergeForm)  # noqa: S101 - made just above
        keep = int(form.cleaned_data["keep"])
        other = next(row.pk for row in rows if row.pk != keep)
        kept = merge(keep, other, form.values(), form.pair)
        told = _("“%(kept)s” has taken over everything.") % {"kept": kept}
        return Done(told, ACCOUNT_CHANGED | {"list-changed": {}}, undo=undo_url(request))

    return answer(request, _drawer(note), make, save)


def _drawer(note: str) -> Drawer:
    return Drawer(_("Make two records one"), pgettext("button", "Merge"), note=note)


def _refuse(_form: Form) -> Done:
    raise MERGE_TWO()


_SAID = {"country": country_name, "industry": industry_name}


def _shown(row: Any, name: str) -> str:
    """A value of one of two records as a reader knows it."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if name in {"owner_id", "account_id"}:
        return str(getattr(row, name.removesuffix("_id")))
    if name in _SAID:
        return _SAID[name](value)
    if name == "revenue_minor":
        return str(money(value, row.currency, get_language() or "en"))
    if name == "buying_role":
        return str(row.get_buying_role_display())
    return number(value) if name == "employees" else str(value)[:120]
