"""The home page of each role: what matters now and what to do next."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from cadre.cockpit.queries import concerned_by, home_dashboard
from cadre.cockpit.views.dashboards import frame
from cadre.kernel.verbs import may
from cadre.people.queries import company_profile
from cadre.web.home import home_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if may(actor, "people.company.change") and company_profile() is None:
        return redirect("people:company-change")  # no number can be shown before there is a calendar
    chosen = home_dashboard(actor)
    if chosen is not None:
        return render(request, "cockpit/dashboard.html", frame(request, chosen))
    template, context = home_of(actor)
    return render(request, template, context | {"live_owners": concerned_by(actor, [])})
