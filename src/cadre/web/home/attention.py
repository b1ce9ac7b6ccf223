"""What needs a leader's eye, each with the page where it is dealt with."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cadre.crm.queries.watching import OpenDeals, open_deals_in_need, owners_with_deals
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.people import queries as people
from cadre.ui.formatting import joined, local_money, number, percent
from cadre.web.home.quarter import Quarter

STALE_DAYS = 120
NAMES_SHOWN = 5


@dataclass(frozen=True)
class Attention:
    """One matter: an icon, how bad it is, a headline, the facts, and where to go."""

    icon: str
    tone: str
    title: str
    text: str
    url: str


def attention_of(actor: Actor, quarter: Quarter, currency: str) -> list[Attention]:
    """The matters of a leader's people, worst first; only those that exist."""
    today = clock.today()
    deals = open_deals_in_need(actor, today, STALE_DAYS)
    found = [
        _past_closing(deals, currency),
        _stale(deals, currency),
        _without_account(deals),
        _without_deals(actor, quarter),
    ]
    return [matter for matter in found if matter is not None]


def _stale(deals: OpenDeals, currency: str) -> Attention | None:
    n = deals.old
    if not n:
        return None
    return Attention(
        icon="clock-exclamation",
        tone="warn",
        title=ngettext("%(n)s deal open for more than %(days)d days", "%(n)s deals open for more than %(days)d days", n)
        % {"n": number(n), "days": STALE_DAYS},
        text=_("%(sum)s in all. Close them or give them a next step.")
        % {"sum": local_money(deals.old_minor, currency)},
        url=f"{reverse('crm:opportunity-list')}?view=stale",
    )


def _past_closing(deals: OpenDeals, currency: str) -> Attention | None:
    n = deals.late
    if not n:
        return None
    return Attention(
        icon="calendar-exclamation",
        tone="bad",
        title=ngettext("%(n)s deal past its closing date", "%(n)s deals past their closing date", n) % {"n": number(n)},
        text=_("%(sum)s that the forecast still counts.") % {"sum": local_money(deals.late_minor, currency)},
        url=f"{reverse('crm:opportunity-list')}?view=overdue",
    )


def _without_account(deals: OpenDeals) -> Attention | None:
    n = deals.nameless
    if not n:
        return None
    share = percent(Fraction(n, deals.total), 0)
    return Attention(
        icon="building-off",
        tone="warn",
        title=ngettext("%(n)s deal without an account", "%(n)s deals without an account", n) % {"n": number(n)},
        text=_("%(share)s of the open ones. Nobody knows who the customer is.") % {"share": share},
        url=f"{reverse('crm:opportunity-list')}?view=no-account",
    )


def _without_deals(actor: Actor, quarter: Quarter) -> Attention | None:
    sellers = people.sellers_below(actor, clock.today()).values_list("pk", "name")
    busy = owners_with_deals(actor, quarter.so_far.start, quarter.so_far.end)
    idle = [name for pk, name in sellers if pk not in busy]
    if not idle:
        return None
    names = idle[:NAMES_SHOWN]
    return Attention(
        icon="user-question",
        tone="ink3",
        title=ngettext("%(n)d seller has no deal", "%(n)d sellers have no deal", len(idle)) % {"n": len(idle)},
        text=joined(names, get_language() or "en") + ("…" if len(idle) > NAMES_SHOWN else ""),
        url=reverse("people:employee-list"),
    )
