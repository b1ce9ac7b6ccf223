"""Accounts and contacts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cadre.crm.models import Account, Contact, Opportunity
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.kernel.problems import NOT_FOUND


@dataclass(frozen=True)
class AccountTotals:
    """What came of an account so far, over the deals the reader sees; money in minor units of the company's currency."""

    open_count: int
    open_minor: int
    won_count: int
    won_minor: int
    lost_count: int

    @property
    def closed_count(self) -> int:
        return self.won_count + self.lost_count


def accounts(actor: Actor, *, archived: bool = False, besides: int | None = None) -> QuerySet[Any, Any]:
    """Accounts the actor sees, with owner and, where he sees it too, `parent_name`. `besides`: one that stays, archived or not."""
    rows = Account.objects.visible_to(actor).select_related("owner").annotate(parent_name=_parent_name(actor))
    in_use = Q(archived_at__isnull=not archived)
    return rows.filter(in_use if besides is None else in_use | Q(pk=besides))


def account_record(actor: Actor, account_id: int) -> Account:
    """One account, with its owner and `parent_name`; NOT_FOUND for a stranger."""
    rows = Account.objects.visible_to(actor).select_related("owner").annotate(parent_name=_parent_name(actor))
    found: Account | None = rows.filter(pk=account_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def _parent_name(actor: Actor) -> Subquery:
    """The name of the account above, null where there is none or the actor does not see it."""
    return Subquery(Account.objects.visible_to(actor).filter(pk=OuterRef("parent_id")).order_by().values("name")[:1])


def accounts_with_deals(actor: Actor) -> QuerySet[Any, Any]:
    """Accounts with `open_count` and `won_minor` of the deals the actor sees, and `base_currency` that the sum is in."""
    deals = Opportunity.objects.visible_to(actor).filter(account_id=OuterRef("pk")).order_by().values("account_id")
    open_count = deals.filter(state=Opportunity.State.OPEN).values(n=Count("pk"))
    won_minor = deals.filter(state=Opportunity.State.WON).values(sum=Sum("base_minor"))
    return accounts(actor).annotate(
        open_count=Coalesce(Subquery(open_count), 0),
        won_minor=Coalesce(Subquery(won_minor, output_field=BigIntegerField()), 0),
        base_currency=Value(base_currency()),
    )


def account_totals(actor: Actor, account_id: int) -> AccountTotals:
    """Open, won and lost deals of an account in one query."""
    is_open, is_won = Q(state=Opportunity.State.OPEN), Q(state=Opportunity.State.WON)
    row = (
        Opportunity.objects.visible_to(actor)
        .filter(account_id=account_id)
        .aggregate(
            open_count=Count("pk", filter=is_open),
            open_minor=Sum("base_minor", filter=is_open),
            won_count=Count("pk", filter=is_won),
            won_minor=Sum("base_minor", filter=is_won),
            lost_count=Count("pk", filter=Q(state=Opportunity.State.LOST)),
        )
    )
    return AccountTotals(**{name: int(value or 0) for name, value in row.items()})


def contacts(actor: Actor, account_id: int | None = None) -> QuerySet[Any, Any]:
    """Contacts the actor sees, of one account or of all."""
    rows = Contact.objects.visible_to(actor).select_related("account")
    return rows if account_id is None else rows.filter(account_id=account_id)
