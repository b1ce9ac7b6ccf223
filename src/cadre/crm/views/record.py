"""What the records of an opportunity and of an account show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext, pgettext

from cadre.crm import policies, queries
from cadre.crm.lists.opportunities import weighted_minor
from cadre.crm.views.answers import actor_of
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.kernel.verbs import may

DEALS_SHOWN = 12
CONTACTS_SHOWN = 25


@dataclass(frozen=True)
class Step:
    """A step of the stage path."""

    label: str
    state: str
    note: str = ""
    move: str = ""
    url: str = ""


def record_context(request: HttpRequest, opportunity_id: int) -> dict[str, Any]:
    """What the record of an opportunity shows."""
    actor = actor_of(request)
    deal = queries.opportunity_record(actor, opportunity_id)
    may_change = may(actor, "crm.opportunity.change") and policies.opportunity.reaches(actor, deal)
    criteria = queries.criteria_of(deal)
    siblings = list(queries.sibling_opportunities(actor, deal)[:6])
    return {
        "deal": deal,
        "may_change": may_change,
        "may_reopen": may_change and may(actor, "crm.opportunity.reopen"),
        "steps": _steps(deal, may_change=may_change),
        "criteria": criteria,
        "criteria_met": sum(state.is_met for state in criteria),
        "here": request.path,
        "timeline": queries.opportunity_timeline(actor, deal, kind=request.GET.get("kind", "")),
        "kinds": activity_kinds(),
        **_timeline_choice(request),
        "account": deal.account,
        "account_totals": queries.account_totals(actor, deal.account_id) if deal.account_id else None,
        "seats": _seats(actor, deal.account_id),
        "siblings": siblings,
        "weighted": weighted_minor(deal),
    }


def account_context(request: HttpRequest, account_id: int) -> dict[str, Any]:
    """What the record of an account shows: the open deals first, then the latest decided."""
    actor = actor_of(request)
    account = queries.account_record(actor, account_id)
    totals = queries.account_totals(actor, account_id)
    subsidiaries = list(queries.accounts(actor).filter(parent_id=account_id)[:12])
    return {
        "account": account,
        "sees_deals": policies.sees_deals(actor),
        "currency": base_currency(),
        "totals": totals,
        "all_deals": totals.open_count + totals.closed_count,
        "may_change": may(actor, "crm.account.change") and policies.account.reaches(actor, account),
        "may_archive": may(actor, "crm.account.archive") and policies.account.reaches(actor, account),
        "may_sell": may(actor, "crm.opportunity.create"),
        "deals": queries.opportunities(actor)
        .filter(account_id=account_id)
        .order_by(F("closed_on").desc(nulls_first=True), "-base_minor", "-id")[:DEALS_SHOWN],
        "seats": _seats(actor, account_id),
        "group": queries.group_totals(actor, account_id) if subsidiaries else None,
        "subsidiaries": subsidiaries,
        "here": request.path,
        "timeline": queries.account_timeline(actor, account_id, kind=request.GET.get("kind", "")),
        "kinds": activity_kinds(),
        **_timeline_choice(request),
    }


def _seats(actor: Actor, account_id: int | None) -> list[queries.Seat]:
    """Who has which part in the decision; empty where nobody is known."""
    people = list(queries.contacts(actor, account_id)[:CONTACTS_SHOWN]) if account_id else []
    return queries.buying_center(people) if people else []


def _timeline_choice(request: HttpRequest) -> dict[str, Any]:
    """What the timeline may be narrowed to, and what it is."""
    steps = ("step", pgettext("timeline", "Stages"))
    kinds = [("", pgettext("timeline", "All")), *((key, str(word)) for key, word in queries.activity_kinds()), steps]
    kind = request.GET.get("kind", "")
    return {"timeline_kinds": kinds, "timeline_kind": kind if kind in dict(kinds) else ""}


def activity_kinds() -> list[tuple[str, str, str]]:
    """Kind, its word in the reader's language, its icon."""
    icons = {"note": "note", "call": "phone", "visit": "map-pin", "mail": "mail", "meeting": "calendar-event"}
    return [(value, str(label), icons[value]) for value, label in queries.activity_kinds()]


def _steps(deal: Any, *, may_change: bool) -> list[Step]:
    stages = queries.stages()
    days = queries.stage_durations(deal, stages)
    return [
        Step(
            label=stage.name,
            state=_state(deal, stage),
            note=_days(days.get(stage.pk)) if stage.kind == "open" else "",
            move=reverse("crm:opportunity-move", args=[deal.pk]) + f"?to={stage.pk}"
            if may_change and deal.is_open and stage.kind == "open" and stage.pk != deal.stage_id
            else "",
        )
        for stage in stages
        if stage.kind != "lost" or deal.state == "lost"
    ]


def _state(deal: Any, stage: Any) -> str:
    if stage.pk == deal.stage_id:
        return "now" if stage.kind == "open" else stage.kind
    return "done" if deal.is_open and stage.position < deal.stage.position else ""


def _days(n: int | None) -> str:
    return "" if n is None else ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
