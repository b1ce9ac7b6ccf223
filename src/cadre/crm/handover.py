"""What a person owns here, for the day he leaves or moves: accounts, open opportunities, planned activities."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.events import OpportunityChanged
from cadre.crm.models import Account, Activity, Contact, Opportunity
from cadre.kernel import search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.people import handover
from cadre.people.guards import register_amounts
from cadre.people.handover import HandoverPart, OwnedThing

SHOWN = 8


def register_parts() -> None:
    """Called once at start-up."""
    handover.register(
        _part(
            "crm.accounts",
            pgettext_lazy("handover", "Accounts"),
            "owner_id",
            lambda: Account.objects.order_by("name"),
            110,
        )
    )
    handover.register(
        _part("crm.opportunities", _("Open opportunities"), "owner_id", _open_opportunities, 120),
    )
    handover.register(
        _part("crm.activities", _("Planned activities"), "employee_id", _planned_activities, 130),
    )
    register_amounts("crm.opportunities", Opportunity.objects.exists)


def _open_opportunities() -> Any:
    rows = Opportunity.objects.filter(state=Opportunity.State.OPEN)
    return rows.select_related("account", "product").order_by("-amount_minor", "-pk")


def _planned_activities() -> Any:
    rows = Activity.objects.filter(state=Activity.State.PLANNED)
    return rows.order_by("at", "pk")


def _part(key: str, label: Any, owner: str, rows: Callable[[], Any], position: int) -> HandoverPart:
    def count(employee_id: int, _on: dt.date) -> int:
        return rows().filter(**{owner: employee_id}).count()

    def preview(actor: Actor, employee_id: int, _on: dt.date) -> list[OwnedThing]:
        seen = rows().visible_to(actor).filter(**{owner: employee_id})
        return [OwnedThing(_title(row), url=_page(row)) for row in seen[:SHOWN]]

    def move(from_id: int, to_id: int, _on: dt.date) -> int:
        owned = list(rows().select_for_update(of=("self",)).filter(**{owner: from_id}))
        write.change_many([(row, {owner: to_id}) for row in owned])
        _tell(owned)
        return len(owned)

    return HandoverPart(key=key, label=label, count=count, preview=preview, move=move, position=position)


def _tell(rows: list[Any]) -> None:
    """Search keeps who may find a row, so it must learn of the new owner; contacts are found through their account."""
    if not rows:
        return
    ids = [row.pk for row in rows]
    search.put_many(rows[0]._meta.label_lower, ids)
    if isinstance(rows[0], Account):
        search.put_many("crm.contact", Contact.objects.filter(account_id__in=ids).values_list("pk", flat=True))
    if isinstance(rows[0], Opportunity):
        for row in rows:
            publish(OpportunityChanged(opportunity_id=row.pk, owner_id=row.owner_id))


def _title(row: Model) -> str:
    return f"{row.on:%Y-%m-%d} {row.subject or row.get_kind_display()}" if isinstance(row, Activity) else str(row)


def _page(row: Model) -> str:
    try:
        return reverse(f"crm:{row._meta.model_name}-record", args=[row.pk])
    except NoReverseMatch:
        return ""
