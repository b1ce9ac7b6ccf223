"""The organisation as a picture on any day."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cadre.kernel import clock
from cadre.kernel.verbs import may
from cadre.people import queries
from cadre.people.figures import figures
from cadre.people.queries.chart import FULL
from cadre.ui.doors import door


@door()
def org_chart(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    day = day_of(request)
    chart = queries.org_chart(actor, day, request.GET.get("figure"))
    context = {
        "chart": chart,
        "day": day,
        "is_today": day == clock.today(),
        "figures": figures(),
        "show_dotted": request.GET.get("dotted") == "1",
        "as_table": request.GET.get("view") == "table",
        "loads": [node for node in chart.working_teams if node.share is not None],
        "mark": 1 / FULL,
        "coming": queries.coming_movements(day, 8),
        "may_change": may(actor, "people.team.create"),
        "state": _state(request),
    }
    return render(request, "people/org_chart.html", context)


def day_of(request: HttpRequest) -> dt.date:
    """The day asked for with ?on=, today where none or nonsense is given."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


def _state(request: HttpRequest) -> dict[str, str]:
    """The switches of the page, for the hidden fields of its forms."""
    return {name: request.GET[name] for name in ("on", "figure", "dotted", "view") if request.GET.get(name)}
