"""The forecast: methods side by side, what changed, past error, the people and deals it is made of."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cadre.crm import queries, services
from cadre.crm.forms import ForecastCallForm
from cadre.crm.navigation import READERS
from cadre.crm.views.answers import actor_of
from cadre.crm.views.forecast_charts import changes_chart, errors_chart
from cadre.kernel.access import Actor
from cadre.kernel.calendar.queries import NO_CALENDAR
from cadre.kernel.currency import base_currency
from cadre.kernel.problems import FORBIDDEN, Problem
from cadre.kernel.verbs import may
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

FORM = ["GET", "POST"]
SHOWN, LEAF = 15, 100


@dataclass(frozen=True)
class PeriodTab:
    label: str
    url: str
    current: bool
    count: None = None


@login_required
@require_GET
def forecast_page(request: HttpRequest) -> HttpResponse:
    actor = _reader(request)
    try:
        seen = _asked(request, actor)
    except Problem as problem:
        if problem.code != NO_CALENDAR.code:
            raise
        return render(request, "crm/forecast_nothing.html", {"problem": problem})
    deals, count = queries.deal_rows(actor, seen, limit=SHOWN)
    change = queries.changes_since(actor, seen, seen.best)
    misses = queries.past_errors(actor, seen.whose)
    context = {
        "seen": seen,
        "best": seen.line(seen.best),
        "said": seen.commitment(seen.whose),
        "parts": queries.parts(seen),
        "deals": deals,
        "deals_count": count,
        "change_day": change[0] if change else None,
        "changes": changes_chart(change[1], base_currency()) if change else None,
        "misses": misses,
        "errors": errors_chart(misses) if misses else None,
        "own_errors": _own_errors(misses),
        "mape": {method: Decimal(str(round(off, 3))) for method, off in seen.verdict.get("mape", {}).items()},
        "tabs": _tabs(seen),
        "query": urlencode(_place(seen)),
        "may_keep": may(actor, "crm.forecast.keep"),
        "call": queries.call_of(seen.whose, seen.asked),
        "may_call": may(actor, "crm.forecast.call") and queries.may_call(actor, seen.whose),
        "currency": base_currency(),
    }
    return render(request, "crm/forecast_page.html", context)


@login_required
@require_GET
def forecast_deals(request: HttpRequest) -> HttpResponse:
    """Every deal that counts, in leaves."""
    actor = _reader(request)
    seen = _asked(request, actor)
    page = request.GET.get("page", "0")
    leaf = min(int(page), 10_000) if page.isdigit() else 0
    deals, count = queries.deal_rows(actor, seen, limit=LEAF, offset=leaf * LEAF)
    context = {
        "seen": seen,
        "deals": deals,
        "deals_count": count,
        "currency": base_currency(),
        "query": urlencode(_place(seen)),
        "leaf": leaf,
        "has_more": (leaf + 1) * LEAF < count,
    }
    return render(request, "crm/forecast_deals.html", context)


@login_required
@require_GET
def opportunity_chance(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Why a deal has its chance; in the drawer or as a page."""
    found = queries.chance_of(actor_of(request), opportunity_id, request.GET.get("period", "quarter"))
    template = "crm/_opportunity_chance.html" if getattr(request, "htmx", False) else "crm/opportunity_chance.html"
    return render(request, template, {"found": found})


@login_required
@require_http_methods(FORM)
def forecast_call(request: HttpRequest) -> HttpResponse:
    """A manager's own number for a person or team."""
    actor = actor_of(request)
    if not may(actor, "crm.forecast.call"):
        raise FORBIDDEN()
    seen = _asked(request, actor)
    if not queries.may_call(actor, seen.whose):
        raise FORBIDDEN()
    place, present, said = _place(seen), queries.call_of(seen.whose, seen.asked), seen.commitment(seen.whose)

    def save(form: Form) -> Done:
        services.call_forecast(actor=actor, who=place["who"], period=place["period"], **form.cleaned_data)
        return Done(_("Your number is in the forecast."), url=_url("forecast-page", place))

    drawer = Drawer(
        _("My number for %(name)s") % {"name": seen.whose.label},
        pgettext("button", "Save"),
        note=_(
            "It stands in the category forecast in place of the sum of the deals, from today on. The deals stay as they are."
        ),
    )
    first = {"commit_minor": said.total, "best_minor": said.best_total, "note": present.note if present else ""}
    return answer(request, drawer, ForecastCallForm, save, initial=first)


@login_required
@require_POST
def forecast_withdraw(request: HttpRequest) -> HttpResponse:
    """Take one's number back."""
    actor = actor_of(request)
    place = {"who": request.GET.get("who", ""), "period": request.GET.get("period", "quarter")}
    services.withdraw_call(actor=actor, **place)
    return succeeded(request, Done(_("The deals speak again."), url=_url("forecast-page", place)))


@login_required
@require_POST
def forecast_keep(request: HttpRequest) -> HttpResponse:
    """Take a snapshot now."""
    services.keep_forecast(actor=actor_of(request))
    url = reverse("crm:forecast-page")
    return succeeded(request, Done(_("The forecast of today is kept."), url=url))


def _own_errors(misses: list[queries.Miss]) -> dict[str, Decimal]:
    """By method the mean error over all horizons, of the very deals that are shown."""
    found: dict[str, list[float]] = {}
    for miss in misses:
        for method, off in miss.errors.items():
            found.setdefault(method, []).append(off)
    return {method: Decimal(str(round(sum(off) / len(off), 3))) for method, off in found.items()}


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*READERS):
        raise FORBIDDEN()
    return actor


def _asked(request: HttpRequest, actor: Actor) -> queries.Outlook:
    return queries.forecast(actor, request.GET.get("who", "all"), request.GET.get("period", "quarter"))


def _place(seen: queries.Outlook) -> dict[str, str]:
    return {"who": seen.whose.key, "period": seen.asked.key}


def _url(name: str, place: dict[str, str]) -> str:
    return f"{reverse(f'crm:{name}')}?{urlencode(place)}"


def _tabs(seen: queries.Outlook) -> list[Any]:
    words = {
        "month": pgettext("forecast period", "This month"),
        "quarter": pgettext("forecast period", "This quarter"),
        "next_quarter": pgettext("forecast period", "Next quarter"),
    }
    return [
        PeriodTab(words[key], _url("forecast-page", {"who": seen.whose.key, "period": key}), key == seen.asked.key)
        for key in queries.PERIODS
    ]
