"""Global search: a short list under the box while typing, a page after Enter."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cadre.kernel.search import find

SHORT, LONG = 8, 50


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed. HTMX gets the short list, everybody else the page."""
    query = request.GET.get("q", "").strip()[:200]
    htmx = bool(getattr(request, "htmx", False))
    found = find(request.actor, query, limit=SHORT if htmx else LONG) if query else None  # type: ignore[attr-defined]
    return render(request, "web/_found.html" if htmx else "web/search.html", {"query": query, "found": found})
