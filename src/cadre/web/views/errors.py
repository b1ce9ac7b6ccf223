"""The pages for what went wrong; none shows a stack trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cadre.web.typed import typed_in


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "404.html", status=404)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """A form whose page was open too long, or that did not come from a page of ours."""
    message = _(
        "This page was open for too long. Go back, reload it, and send it again; what you typed is still there."
    )
    context = {"message": message, "typed": typed_in(request), "is_change": True}
    return render(request, "web/refused.html", context, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
