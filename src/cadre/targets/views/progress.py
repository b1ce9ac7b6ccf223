"""Panels on the home pages: where one stands, and one's team."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cadre.crm import queries as crm
from cadre.kernel.access import Actor
from cadre.targets import queries
from cadre.targets.views.answers import actor_of


@login_required
@require_GET
def progress_own(request: HttpRequest) -> HttpResponse:
    """The ring: attained, gap, pace, and the one deal that would reach it."""
    actor = actor_of(request)
    board = queries.progress_of(actor)
    mine = board.of_person(actor.employee_id)
    deal = next_deal(actor, mine) if mine is not None else None
    context = {"board": board, "mine": mine, "deal": deal, "waiting": queries.waiting_for(actor)}
    return render(request, "targets/_progress_own.html", context)


def next_deal(actor: Actor, mine: queries.Progress) -> object | None:
    """The smallest open deal of one's own that alone reaches the target, else the largest."""
    if not mine.gap:
        return None
    deals = crm.opportunities(actor).filter(owner_id=actor.employee_id, state="open", base_minor__gt=0)
    return (
        deals.filter(base_minor__gte=mine.gap).order_by("base_minor", "id").select_related("account", "product").first()
    )


@login_required
@require_GET
def progress_team(request: HttpRequest) -> HttpResponse:
    """The team or the company with its members or teams, furthest behind first."""
    board = queries.progress_of(actor_of(request))
    top = board.top
    below = board.below(top) if top else []
    below.sort(key=lambda row: (row.standing.attainment is None, row.standing.attainment or 0))
    return render(request, "targets/_progress_team.html", {"board": board, "top": top, "below": below})
