"""What the record of an opportunity shows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cadre.crm import policies, queries
from cadre.crm.views.answers import actor_of
from cadre.kernel import clock
from cadre.kernel.verbs import may


@dataclass(frozen=True)
class Step:
    """A step of the stage path."""

    label: str
    state: str
    note: str = ""
    move: str = ""
    url: str = ""


def record_context(request: HttpRequest, opportunity_id: int) -> dict[str, Any]:
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
        "timeline": queries.opportunity_timeline(actor, deal, kind=request.GET.get("kind", "")),
        "kinds": activity_kinds(),
        "account": deal.account,
        "account_totals": queries.account_totals(actor, deal.account_id) if deal.account_id else None,
        "contacts": list(queries.contacts(actor, deal.account_id)[:6]) if deal.account_id else [],
        "siblings": siblings,
        "in_stage": (clock.today() - deal.stage_since).days,
        "weighted": deal.base_minor * deal.stage.probability_percent // 100,
    }


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
