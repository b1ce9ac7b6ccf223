"""What stands behind a number: its meaning, its formula, and the very rows that add up to it."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cadre.kernel.currency import base_currency
from cadre.metrics.drilldown import rows
from cadre.metrics.explanations import explain
from cadre.metrics.periods import Period
from cadre.metrics.problems import NOT_A_DATE, WRONG_VALUE
from cadre.metrics.queries import run
from cadre.metrics.registry import dimensions

PAGE = 50
LAST_LEAF = 20_000
DIGITS = 18  # what fits into the database's integers


@login_required
@require_GET
def number(request: HttpRequest, metric: str) -> HttpResponse:
    """`from`, `to` and any dimension narrow it down; `page` turns the leaves. In the drawer only the explanation and the first rows."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    period, cell = _asked(request)
    leaf = _leaf(request)
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
        "has_more": leaf < LAST_LEAF and any(page.count > (leaf + 1) * PAGE for page in behind),
        "first": leaf * PAGE + 1,
        "last": leaf * PAGE + max((len(page.rows) for page in behind), default=0),
        "query": _without_page(request),
    }
    template = "web/_number.html" if getattr(request, "htmx", False) else "web/number.html"
    return render(request, template, context)


def _asked(request: HttpRequest) -> tuple[Period | None, dict[str, Any]]:
    first, last = (_day(name, request.GET.get(name, "")) for name in ("from", "to"))
    period = Period.of(first, last) if first and last else None
    cell = {
        key: _typed(key, str(value))
        for key, value in request.GET.items()
        if key not in {"from", "to", "page"} and key in dimensions
    }
    return period, cell


def _leaf(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), LAST_LEAF) if text.isdecimal() and len(text) <= DIGITS else 0


def _day(field: str, text: str) -> dt.date | None:
    """A day of the address, None for an empty one. The last day that a computer knows has no day after it."""
    if not text:
        return None
    try:
        return min(dt.date.fromisoformat(text), dt.date.max - dt.timedelta(days=1))
    except ValueError:
        raise NOT_A_DATE(field=field, value=text[:40]) from None


def _typed(key: str, text: str) -> Any:
    """A dimension's key as the address has it; nothing is "without one"."""
    if text == "":
        return None
    kind = dimensions[key].kind
    if kind is dt.date:
        return _day(key, text)
    if kind is not int:
        return text.replace("\0", "")
    if not text.isdecimal() or len(text) > DIGITS:
        raise WRONG_VALUE(field=key, key=key, value=text[:40])
    return int(text)


def _label(key: str, value: Any) -> str:
    if value is None:
        return pgettext("filter value", "not set")
    labels = dimensions[key].labels
    return str(labels([value]).get(value, value)) if labels else str(value)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
