"""What needs an eye among the open deals: counts for home pages, and the deals themselves for alerts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cadre.crm.models import Activity, Opportunity
from cadre.crm.queries.opportunities import open_opportunities
from cadre.kernel.access import Actor


@dataclass(frozen=True)
class OpenDeals:
    """How many of the open deals need an eye, and what they are worth (minor units of the company's currency)."""

    total: int
    late: int
    late_minor: int
    old: int
    old_minor: int
    nameless: int


def open_deals_in_need(actor: Actor, today: dt.date, stale_days: int) -> OpenDeals:
    """Past their closing date; engaged more than `stale_days` ago; without an account. One statement."""
    late, old = Q(expected_close_on__lt=today), Q(engaged_on__lt=today - dt.timedelta(days=stale_days))
    # Rows are counted, not ids: PostgreSQL then answers from the index of what is open alone
    row = Value(1)
    found = open_opportunities(actor).aggregate(
        total=Count(row),
        late=Count(row, filter=late),
        late_minor=Coalesce(Sum("base_minor", filter=late), 0),
        old=Count(row, filter=old),
        old_minor=Coalesce(Sum("base_minor", filter=old), 0),
        nameless=Count(row, filter=Q(account__isnull=True)),
    )
    return OpenDeals(**found)


def owners_with_deals(actor: Actor, since: dt.date, until: dt.date) -> set[int]:
    """Ids of those who have an open deal, or won one in [since, until)."""
    rows = Opportunity.objects.visible_to(actor).order_by()
    won = rows.filter(state=Opportunity.State.WON, closed_on__gte=since, closed_on__lt=until)
    # Each half is read off an index of its own
    halves = rows.filter(state=Opportunity.State.OPEN).values_list("owner_id").union(won.values_list("owner_id"))
    return {owner for (owner,) in halves}


@dataclass(frozen=True)
class Gaps:
    """What is missing in the open deals."""

    total: int
    no_account: int
    no_close: int
    no_step: int
    estimated: int


def gaps_in_open_deals(actor: Actor) -> Gaps:
    found = open_opportunities(actor).aggregate(
        total=Count("pk"),
        no_account=Count("pk", filter=Q(account__isnull=True)),
        no_close=Count("pk", filter=Q(expected_close_on__isnull=True)),
        no_step=Count("pk", filter=Q(next_step="")),
        estimated=Count("pk", filter=Q(amount_is_estimate=True)),
    )
    return Gaps(**found)


def idle_deals(actor: Actor, today: dt.date, days: int) -> QuerySet[Any, Any]:
    """Open deals in which nothing was done for `days` days, and nothing is planned: the longest silence first.

    `quiet_since` is the day of the last activity, or else of the engagement; a deal without either is not judged.
    """
    own = Activity.objects.filter(opportunity=OuterRef("pk")).order_by()
    last = own.filter(state=Activity.State.DONE).values("opportunity").annotate(last=Max("on")).values("last")
    rows = open_opportunities(actor).annotate(
        quiet_since=Coalesce(Subquery(last), F("engaged_on"), output_field=DateField())
    )
    planned = Exists(own.filter(state=Activity.State.PLANNED, on__gte=today))
    return rows.filter(~planned, quiet_since__lte=today - dt.timedelta(days=days)).order_by("quiet_since", "pk")


def slipping_deals(actor: Actor, times: int) -> QuerySet[Any, Any]:
    """Open deals whose closing date was moved later at least so many times, the most often first."""
    return open_opportunities(actor).filter(slipped__gte=times).order_by("-slipped", "-base_minor", "pk")
