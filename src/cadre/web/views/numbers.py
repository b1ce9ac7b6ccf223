"""What stands behind a number: its meaning, its formula, and the very rows that add up to it."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cadre.kernel.currency import base_currency
from cadre.kernel.problems import INVALID
from cadre.metrics.drilldown import rows
from cadre.metrics.explanations import explain
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.metrics.registry import dimensions

PAGE = 50


@login_required
@require_GET
def number(request: HttpRequest, metric: str) -> HttpResponse:
    """`from`, `to` and any dimension narrow it down; `page` turns the leaves. In the drawer only the explanation and the first rows."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    period, cell = _asked(request)
    leaf = max(0, int(request.GET.get("page", "0")) if request.GET.get("page", "0").isdigit() else 0)
    answer = run(metric, period=period, where=cell, actor=actor)
    behind = rows(metric, cell, period, actor=actor, limit=PAGE, offset=leaf * PAGE)
    chosen = [(dimensions[key].title, _label(key, value)) for key, value in cell.items()]
    context = {
        "explanation": explain(metric),
        "metric": answer.metrics[0],
        "value": answer.total.values[metric],
        "parts": [(part, answer.total.parts[part.key]) for part in explain(metric).parts],
        "behind": behind,
        "period": period,
        "chosen": chosen,
        "currency": base_currency(),
        "leaf": leaf,
        "has_more": any(page.count > (leaf + 1) * PAGE for page in behind),
        "query": _without_page(request),
    }
    template = "web/_number.html" if getattr(request, "htmx", False) else "web/number.html"
    return render(request, template, context)


def _asked(request: HttpRequest) -> tuple[Period | None, dict[str, Any]]:
    bounds = [request.GET.get(name) for name in ("from", "to")]
    try:
        first, last = (dt.date.fromisoformat(bound) if bound else None for bound in bounds)
    except ValueError as error:
        raise INVALID(field="from", reason=str(error)) from error
    period = Period.of(first, last) if first and last else None
    cell = {
        key: _typed(key, value)
        for key, value in request.GET.items()
        if key not in {"from", "to", "page"} and key in dimensions
    }
    return period, cell


def _typed(key: str, value: str) -> Any:
    if value == "":
        return None
    kind = dimensions[key].kind
    try:
        return dt.date.fromisoformat(value) if kind is dt.date else kind(value)
    except ValueError as error:
        raise INVALID(field=key, reason=str(error)) from error


def _label(key: str, value: Any) -> str:
    labels = dimensions[key].labels
    return str(labels([value]).get(value, value)) if labels and value is not None else str(value or "—")


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
