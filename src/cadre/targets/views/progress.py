"""Panels on the home pages: where one stands, and one's team."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext
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


SHOWN_KINDS = ("week", "month", "quarter", "year")


@login_required
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Where everybody the reader sees stands: by metric, level, period, and for a product, segment or territory alone."""
    actor = actor_of(request)
    kind, level = request.GET.get("kind", ""), request.GET.get("level", "")
    kind = kind if kind in SHOWN_KINDS else "quarter"
    level = level if level in dict(queries.level_choices()) else "base"
    period, before, after = queries.found_beside(kind, request.GET.get("period", "")[:10])
    part = queries.slice_named(request.GET.get("slice", "")[:100])
    metric = request.GET.get("metric", "")[:60] or "bookings.amount"
    ends = (
        request.GET.get("ends") == "1"
    )  # how it may end is asked for by the page once it stands: the forecast takes longest
    board = queries.progress_of(actor, metric=metric, level=level, period=period, part=part, outlooks=ends)
    parts = queries.progress_by_part(actor, board, board.top) if board.top else []
    context = {
        "board": board,
        "period": period,
        "top": board.top,
        "rows": [(row, _rows_url(board, row)) for row in board.rows],
        "parts": parts,
        "nest": queries.weeks_nest(board.period.days) if any(one.period.kind == "week" for one in parts) else True,
        "tabs": [_tab(request, one, current=one == kind) for one in SHOWN_KINDS],
        "before": before and (before, _address(request, period=before)),
        "after": after and (after, _address(request, period=after)),
        "metrics": [(one.key, one.title) for one in queries.measures(board.measure.currency)],
        "levels": queries.level_choices(),
        "slices": [("", pgettext("slice", "Everything")), *queries.slices_in_use(actor)],
        "level": level,
        "ends_url": "" if ends or not board.measure.is_divisible else _address(request, ends="1"),
    }
    return render(request, "targets/progress.html", context)


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"{reverse('targets:progress')}?{query.urlencode()}"


def _tab(request: HttpRequest, kind: str, *, current: bool) -> dict[str, Any]:
    labels = {
        "week": pgettext("period kind", "Week"),
        "month": pgettext("period kind", "Month"),
        "quarter": pgettext("period kind", "Quarter"),
        "year": pgettext("period kind", "Year"),
    }
    return {"label": labels[kind], "url": _address(request, kind=kind, period=""), "current": current, "count": None}


def _rows_url(board: queries.ProgressBoard, row: queries.Progress) -> str:
    """The rows behind what somebody attained. None for a team with teams below: no one question gives its rows."""
    subject = row.subject
    where: dict[str, Any] = dict(board.part.where)
    if subject.kind == "person":
        where["employee"] = subject.id
    elif subject.kind == "team":
        if len(subject.teams) > 1:
            return ""
        where["team"] = subject.id
    span = {"from": board.period.start.isoformat(), "to": board.period.last.isoformat()}
    return reverse("web:number", args=[board.measure.key]) + "?" + urlencode(span | where)


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
