"""Accounts and contacts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import AccountForm
from cadre.crm.lists import AccountList
from cadre.crm.views.answers import ACCOUNT_CHANGED, actor_of, picked, undo_url
from cadre.crm.views.record import account_context
from cadre.kernel import search
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

OFFERED = 12
FIELDS = [
    "version",
    "name",
    "industry",
    "tier",
    "country",
    "employees",
    "founded_year",
    "website",
    "phone",
    "address",
    "note",
    "revenue_minor",
]


@door()
def account_list(request: HttpRequest) -> HttpResponseBase:
    return AccountList(request).response()


@door()
def account_options(request: HttpRequest) -> HttpResponse:
    """Accounts whose name holds what was typed, for a search box in a form."""
    typed = (request.GET.get("q") or "").strip()[:100]
    rows = queries.accounts(actor_of(request)).order_by("name")
    if typed:
        ids = search.matching("crm.account", typed)
        rows = rows.none() if ids is None else rows.filter(pk__in=ids)
    return render(
        request, "ui/_options.html", {"options": [(row.pk, row.name, row.industry_name) for row in rows[:OFFERED]]}
    )


@door()
def account_record(request: HttpRequest, account_id: int) -> HttpResponse:
    context = account_context(request, account_id)
    part = request.GET.get("part", "")
    template = {"record": "crm/_account_record.html", "timeline": "crm/_timeline.html"}.get(
        part, "crm/account_record.html"
    )
    return render(request, template, context)


@door("GET", "POST", verb="crm.account.create")
def account_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)

    def save(form: Form) -> Done:
        account = services.create_account(actor=actor, **_values(form))
        url = reverse("crm:account-record", args=[account.pk])
        return Done(
            _("%(account)s created.") % {"account": account},
            ACCOUNT_CHANGED,
            url="" if request.POST.get("_again") else url,
            back=url,
        )

    drawer = Drawer(
        _("New account"), pgettext("button", "Create"), again=_("Create and add another"), draft="crm.account.new"
    )
    return answer(request, drawer, lambda **given: AccountForm(actor=actor, **given), save)


@door("GET", "POST", verb="crm.account.change")
def account_edit(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = actor_of(request)
    account = queries.account_record(actor, account_id)

    def values() -> dict[str, Any]:
        now = queries.account_record(actor, account_id)
        return {name: getattr(now, name) for name in FIELDS} | {"parent": now.parent_id, "owner": now.owner_id}

    def save(form: Form) -> Done:
        services.change_account(
            actor=actor, account_id=account_id, expected_version=form.cleaned_data["version"], **_values(form)
        )
        return Done(_("Saved."), ACCOUNT_CHANGED, undo=undo_url(request))

    def make(**given: Any) -> AccountForm:
        return AccountForm(actor=actor, account=account, **given)

    drawer = Drawer(_("Edit account"), pgettext("button", "Save"), draft=f"crm.account.{account_id}")
    return answer(request, drawer, make, save, initial=values(), fresh=values)


def _values(form: Form) -> dict[str, Any]:
    """What the verbs take. Nobody chosen as owner changes no owner: a verb cannot take an account away from everybody."""
    data = picked(form.cleaned_data, "parent")
    owner = data.pop("owner", None)
    return data | ({"owner_id": owner} if owner else {})


@door("POST", verb="crm.account.archive")
def account_archive(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = actor_of(request)
    account = queries.account_record(actor, account_id)
    archived = services.archive_account(actor=actor, account_id=account_id, expected_version=account.version)
    done = Done(
        _("%(account)s is archived; its history stays.") % {"account": archived}, url=reverse("crm:account-list")
    )
    return succeeded(request, done)
