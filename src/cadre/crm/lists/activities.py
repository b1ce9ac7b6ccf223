"""The list of activities: what was done with customers, and what is planned."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import queries
from cadre.crm.models import Activity
from cadre.crm.queries import choices
from cadre.kernel import search
from cadre.ui import addresses
from cadre.ui.filters import Choice, Dates, Flag
from cadre.ui.lists import Column, Empty, ListPage, View


class ActivityList(ListPage):
    key = "crm.activities"
    title = pgettext_lazy("column", "Activities")
    sort = "-at"
    search_hint = _("Words of the note")
    live = "crm.activity"
    changed = "deal-changed"
    empty = Empty(
        _("No activities yet"),
        _("Record a call, a visit or a note on any deal or account; it appears here."),
        "message",
    )
    columns = (
        Column("subject", pgettext_lazy("column", "Activity"), str, "title", sort="subject", phone="title"),
        Column("kind", pgettext_lazy("column", "Kind"), lambda row: row.get_kind_display(), sort="kind", phone="a"),
        Column("account", pgettext_lazy("column", "Account"), "account.name", sort="account__name", phone="b"),
        Column("deal", pgettext_lazy("column", "Product"), "opportunity.product.name", quiet=True),
        Column("at", pgettext_lazy("column", "Time"), "at", "moment", sort="at", phone="note"),
        Column(
            "minutes",
            pgettext_lazy("column", "Minutes"),
            "minutes",
            "number",
            sort="minutes",
            sum="minutes",
            phone="figure",
        ),
        Column("person", pgettext_lazy("column", "Person"), "employee.name", "person", sort="employee__name"),
        Column(
            "state", pgettext_lazy("column", "State"), lambda row: row.get_state_display(), sort="state", shown=False
        ),
    )
    filters = (
        Choice("kind", pgettext_lazy("column", "Kind"), "kind", choices=Activity.Kind.choices),
        Choice("state", pgettext_lazy("column", "State"), "state", choices=Activity.State.choices),
        Dates("on", pgettext_lazy("column", "Date"), "on"),
        Choice("person", pgettext_lazy("column", "Person"), "employee", choices=choices.owners),
        Flag("mine", pgettext_lazy("column", "Mine"), condition=choices.is_mine("employee")),
    )
    views = (
        View("all", _("All activities")),
        View("mine", pgettext_lazy("column", "Mine"), "mine=yes"),
        View("planned", pgettext_lazy("column", "Planned"), "state=planned&sort=at"),
    )

    def rows(self) -> QuerySet[Any]:
        return queries.activities(self.actor)

    def url(self, row: Any) -> str:
        return addresses.record("crm:activity-record", row.pk)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        ids = search.matching("crm.activity", words)
        return rows.none() if ids is None else rows.filter(pk__in=ids)
