"""Headers that keep a page to its own scripts and its data to itself, and a limit on what is sent in."""

import ipaddress
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
BYTES_PER_MEGABYTE = 1024 * 1024
MOST_SWALLOWED = 4  # times the limit


class SecurityHeadersMiddleware:
    """Sets `request.csp_nonce` for the page's own `<script nonce>` and the headers of every answer.

    A view that needs another policy sets the header itself; it is then left as it is.
    HSTS, nosniff and the referrer policy are Django's own, from the settings.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = too_large(request) or self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def too_large(request: HttpRequest) -> HttpResponse | None:
    """Answer 413 in the caller's language to a body over `CADRE_UPLOAD_LIMIT` bytes, none of which is kept; else None.

    A body without a declared length is not read at all by the WSGI request, so it needs no limit.
    """
    limit: int = settings.CADRE_UPLOAD_LIMIT
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) <= limit:
        return None
    if int(declared) <= limit * MOST_SWALLOWED:
        # Browsers and proxies send to the end before they read: an answer in between looks like a broken connection to them
        while request.read(BYTES_PER_MEGABYTE):
            pass
    with translation.override(translation.get_language_from_request(request)):
        message = _(
            "This is larger than the %(limit)s MB that can be sent at once. Send a smaller file, or split it."
        ) % {"limit": limit // BYTES_PER_MEGABYTE}
    if request.path.startswith("/api/"):
        told = {"field": None, "code": "kernel.too_large", "message": message}
        problem = {"type": "about:blank", "title": message, "status": 413, "detail": message} | {"code": told["code"]}
        return JsonResponse(problem | {"errors": [told]}, status=413, content_type="application/problem+json")
    return HttpResponse(message, status=413, content_type="text/plain; charset=utf-8")


def address_behind_proxy(request: HttpRequest) -> str:
    """The address a request came from by the last word of X-Forwarded-For, which our own proxy wrote; the peer's without it."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
