"""What needs a leader's eye, each with the page where it is dealt with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cadre.crm import queries as crm
from cadre.crm.models import Opportunity
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.queries import run
from cadre.people import queries as people
from cadre.ui.formatting import joined, money
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


def attention_of(actor: Actor, quarter: Quarter) -> list[Attention]:
    """The matters of a leader's people, worst first; only those that exist."""
    found = [_stale(actor), _past_closing(actor), _without_account(actor), _without_deals(actor, quarter)]
    return [matter for matter in found if matter is not None]


def _open(actor: Actor) -> QuerySet[Any, Any]:
    return crm.opportunities(actor).filter(state=Opportunity.State.OPEN)


def _stale(actor: Actor) -> Attention | None:
    before = clock.today() - dt.timedelta(days=STALE_DAYS)
    row = _open(actor).filter(engaged_on__lt=before).aggregate(n=Count("pk"), minor=Sum("base_minor"))
    if not row["n"]:
        return None
    return Attention(
        "clock-exclamation",
        "warn",
        ngettext(
            "%(n)d deal open for more than %(days)d days", "%(n)d deals open for more than %(days)d days", row["n"]
        )
        % {"n": row["n"], "days": STALE_DAYS},
        _("%(sum)s in all. Close them or give them a next step.") % {"sum": _money(row["minor"])},
        f"{reverse('crm:opportunity-list')}?view=stale",
    )


def _past_closing(actor: Actor) -> Attention | None:
    row = _open(actor).filter(expected_close_on__lt=clock.today()).aggregate(n=Count("pk"), minor=Sum("base_minor"))
    if not row["n"]:
        return None
    return Attention(
        "calendar-exclamation",
        "bad",
        ngettext("%(n)d deal past its closing date", "%(n)d deals past their closing date", row["n"]) % {"n": row["n"]},
        _("%(sum)s that the forecast still counts.") % {"sum": _money(row["minor"])},
        f"{reverse('crm:opportunity-list')}?view=overdue",
    )


def _without_account(actor: Actor) -> Attention | None:
    row = _open(actor).aggregate(n=Count("pk"), without=Count("pk") - Count("account_id"))
    if not row["without"]:
        return None
    return Attention(
        "building-off",
        "warn",
        ngettext("%(n)d deal without an account", "%(n)d deals without an account", row["without"])
        % {"n": row["without"]},
        _("%(share)d%% of the open ones. Nobody knows who the customer is.")
        % {"share": round(100 * row["without"] / row["n"])},
        f"{reverse('crm:opportunity-list')}?view=no-account",
    )


def _without_deals(actor: Actor, quarter: Quarter) -> Attention | None:
    sellers = people.sellers_below(actor, clock.today())
    busy = {cell.key[0] for cell in run("pipeline.count", "employee", actor=actor)}
    busy |= {cell.key[0] for cell in run("bookings.count", "employee", quarter.so_far, actor=actor)}
    idle = [person for person in sellers if person.pk not in busy]
    if not idle:
        return None
    names = [person.name for person in idle[:NAMES_SHOWN]]
    return Attention(
        "user-question",
        "ink3",
        ngettext("%(n)d seller has no deal", "%(n)d sellers have no deal", len(idle)) % {"n": len(idle)},
        joined(names, get_language() or "en") + ("…" if len(idle) > NAMES_SHOWN else ""),
        reverse("people:employee-list"),
    )


def _money(minor: int | None) -> str:
    return money(minor or 0, base_currency(), get_language() or "en")
