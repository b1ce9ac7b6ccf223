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


@dataclass(frozen=True)
class GroupTotals:
    """An account together with all that belongs to it, at any depth."""

    accounts: int
    totals: AccountTotals


def group_totals(actor: Actor, account_id: int) -> GroupTotals:
    """The deals of an account and of every subsidiary that the actor sees; a query per level of the group."""
    group, level = {account_id}, [account_id]
    while level:
        below = Account.objects.visible_to(actor).filter(parent_id__in=level, archived_at=None)
        level = [pk for pk in below.values_list("pk", flat=True) if pk not in group]
        group.update(level)
    return GroupTotals(len(group), account_totals(actor, *group))


def account_totals(actor: Actor, *account_ids: int) -> AccountTotals:
    """Open, won and lost deals of an account, or of several together, in one query."""
    is_open, is_won = Q(state=Opportunity.State.OPEN), Q(state=Opportunity.State.WON)
    row = (
        Opportunity.objects.visible_to(actor)
        .filter(account_id__in=account_ids)
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
    """Contacts the actor sees, of one account or of all; those merged into another are gone."""
    rows = Contact.objects.visible_to(actor).select_related("account").filter(archived_at=None)
    return rows if account_id is None else rows.filter(account_id=account_id)


@dataclass(frozen=True)
class Seat:
    """A part in a buying decision and who has it; nobody where it should be known and is not."""

    role: str
    label: str
    people: list[Contact]


NEEDED_SEATS = (Contact.BuyingRole.DECIDER, Contact.BuyingRole.CHAMPION)


def buying_center(people: list[Contact]) -> list[Seat]:
    """Contacts by their part in the decision, in the order of the parts; who decides and who stands up for us are always told."""
    seats = [
        Seat(role.value, str(role.label), [person for person in people if person.buying_role == role])
        for role in Contact.BuyingRole
    ]
    others = [person for person in people if not person.buying_role]
    found = [seat for seat in seats if seat.people or seat.role in NEEDED_SEATS]
    return [*found, Seat("", "", others)] if others else found
