"""The list of products."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies, queries
from cadre.kernel import search
from cadre.ui import addresses
from cadre.ui.filters import Contains, Flag, Q
from cadre.ui.lists import Column, Empty, ListPage, View


class ProductList(ListPage):
    key = "crm.products"
    title = pgettext_lazy("column", "Products")
    template = "crm/product_list.html"
    sort = "name"
    search_hint = _("Name, code or series")
    empty = Empty(_("No products yet"), _("Products carry the list prices that deals start from."), "package")
    columns = (
        Column("name", pgettext_lazy("column", "Product"), "name", "title", sort="name", phone="title"),
        Column("series", pgettext_lazy("column", "Series"), "series", sort="series", quiet=True, phone="a"),
        Column(
            "price", _("List price"), "list_price_minor", "money", sort="list_price_minor", strong=True, phone="figure"
        ),
        Column("active", _("On sale"), "is_active", "flag", sort="is_active"),
        Column("code", pgettext_lazy("column", "Code"), "external_id", "code", sort="external_id"),
    )
    filters = (
        Contains("series", pgettext_lazy("column", "Series"), "series"),
        Flag("active", _("On sale"), condition=Q(is_active=True)),
    )
    views = (View("on-sale", _("On sale"), "active=yes"), View("all", _("All products")))

    def rows(self) -> QuerySet[Any]:
        return queries.products(self.actor)

    def url(self, row: Any) -> str:
        return addresses.record("crm:product-record", row.pk)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        ids = search.matching("crm.product", words)
        return rows.none() if ids is None else rows.filter(pk__in=ids)

    def context(self) -> dict[str, Any]:
        return {"may_create": bool(self.actor.roles & policies.CURATORS)}
