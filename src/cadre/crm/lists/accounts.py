"""The lists of accounts and contacts."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies, queries
from cadre.crm.lists.acts import allowed_acts
from cadre.crm.models import Account, Contact
from cadre.crm.queries import choices
from cadre.kernel import search
from cadre.kernel.currency import base_currency
from cadre.ui import addresses
from cadre.ui.filters import Choice, Contains, Flag, Numbers
from cadre.ui.lists import Bulk, Column, Empty, ListPage, View

OF_DEALS = {"open", "won"}


class AccountList(ListPage):
    key = "crm.accounts"
    title = pgettext_lazy("column", "Accounts")
    template = "crm/account_list.html"
    sort = "name"
    search_hint = _("Name, number, phone or place")
    live = "crm.account"
    changed = "account-changed"
    empty = Empty(
        _("No accounts yet"), _("An account is a customer company. Create the first, or import a list."), "building"
    )
    columns = (
        Column(
            "name", pgettext_lazy("column", "Account"), "name", "title", sort="name", sub="country_name", phone="title"
        ),
        Column(
            "industry", pgettext_lazy("column", "Industry"), "industry_name", sort="industry", quiet=True, phone="a"
        ),
        Column("tier", pgettext_lazy("column", "Tier"), "tier", sort="tier"),
        Column("employees", pgettext_lazy("column", "Employees"), "employees", "number", sort="employees"),
        Column("revenue", _("Annual revenue"), "revenue_minor", "money", sort="revenue_minor"),
        Column("open", _("Open deals"), "open_count", "number", sort="open_count"),
        Column(
            "won",
            _("Won so far"),
            "won_minor",
            "money",
            sort="won_minor",
            currency="base_currency",
            strong=True,
            phone="figure",
        ),
        Column("owner", pgettext_lazy("column", "Owner"), "owner.name", "person", sort="owner__name", phone="b"),
        Column("parent", _("Subsidiary of"), "parent_name", shown=False),
        Column(
            "founded",
            pgettext_lazy("column", "Founded"),
            lambda row: str(row.founded_year or ""),
            sort="founded_year",
            shown=False,
        ),
        Column("code", pgettext_lazy("column", "Number"), "external_id", "code", sort="external_id", shown=False),
    )
    filters = (
        Choice("industry", pgettext_lazy("column", "Industry"), "industry", choices=choices.industries),
        Choice("tier", pgettext_lazy("column", "Tier"), "tier", choices=Account.Tier.choices),
        Choice("owner", pgettext_lazy("column", "Owner"), "owner", choices=choices.owners, empty=True),
        Choice("country", _("Country or region"), "country", choices=choices.countries),
        Numbers("employees", pgettext_lazy("column", "Employees"), "employees"),
        Flag("mine", pgettext_lazy("column", "Mine"), condition=choices.is_mine("owner")),
        Flag(
            "owned",
            pgettext_lazy("column", "Owner"),
            condition=Q(owner__isnull=False),
            yes=pgettext_lazy("column", "given"),
            no=pgettext_lazy("column", "missing"),
        ),
    )
    views = (
        View("all", _("All accounts")),
        View("mine", pgettext_lazy("column", "Mine"), "mine=yes"),
        View("unowned", _("Without an owner"), "owned=no"),
    )
    acts = {
        "crm.account.update_many": Bulk("update", _("Change accounts"), "crm:account-update-several", "pencil"),
        "crm.account.merge": Bulk("merge", _("Make two records one"), "crm:account-merge", "git-merge"),
    }

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        if not policies.sees_deals(self.actor):
            self.columns = [column for column in self.columns if column.key not in OF_DEALS]  # type: ignore[assignment, misc]

    def rows(self) -> QuerySet[Any]:
        return queries.accounts_with_deals(self.actor)

    def url(self, row: Any) -> str:
        return addresses.record("crm:account-record", row.pk)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        ids = search.matching("crm.account", words)
        return rows.none() if ids is None else rows.filter(pk__in=ids)

    @cached_property
    def currency(self) -> str:  # type: ignore[override]
        return base_currency()

    @cached_property
    def bulk(self) -> list[Bulk]:  # type: ignore[override]
        """What the reader may do to several rows at once."""
        return allowed_acts(self.acts, self.actor)

    def context(self) -> dict[str, Any]:
        return {"may_create": bool(self.actor.roles & policies.SELLERS)}


class ContactList(ListPage):
    key = "crm.contacts"
    title = pgettext_lazy("column", "Contacts")
    template = "crm/contact_list.html"
    sort = "name"
    search_hint = _("Name, account, e-mail or phone")
    empty = Empty(
        _("No contacts yet"),
        _("Contacts are the people at an account, each with a part in the buying decision."),
        "users",
    )
    columns = (
        Column("name", pgettext_lazy("person", "Name"), "name", "title", sort="name", sub="title", phone="title"),
        Column("account", pgettext_lazy("column", "Account"), "account.name", sort="account__name", phone="a"),
        Column(
            "role",
            _("Buying role"),
            lambda row: row.get_buying_role_display(),
            sort="buying_role",
            quiet=True,
            phone="b",
        ),
        Column("email", _("E-mail"), "email"),
        Column("phone", pgettext_lazy("column", "Phone"), "phone", "code"),
    )
    filters = (
        Choice("role", _("Buying role"), "buying_role", choices=Contact.BuyingRole.choices),
        Contains("account", pgettext_lazy("column", "Account"), "account__name"),
    )
    acts = {"crm.contact.merge": Bulk("merge", _("Make two records one"), "crm:contact-merge", "git-merge")}

    def rows(self) -> QuerySet[Any]:
        return queries.contacts(self.actor)

    def url(self, row: Any) -> str:
        return addresses.record("crm:contact-record", row.pk)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        ids = search.matching("crm.contact", words)
        return rows.none() if ids is None else rows.filter(pk__in=ids)

    @cached_property
    def bulk(self) -> list[Bulk]:  # type: ignore[override]
        """What the reader may do to several rows at once."""
        return allowed_acts(self.acts, self.actor)

    def context(self) -> dict[str, Any]:
        return {"may_create": bool(self.actor.roles & policies.SELLERS)}
