"""Undo, the offline page, and whether the product is well."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cadre.kernel.undo import undo_act


@login_required
@require_POST
def undo(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
    """Take one's own last act back, from the toast that told of it."""
    undo_act(actor=request.actor, act=act)  # type: ignore[attr-defined]
    messages.success(request, _("Undone."))  # the page that is loaded anew tells it
    if not getattr(request, "htmx", False):
        return redirect("web:home")
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
