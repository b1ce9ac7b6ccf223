"""Context of every template: the shell and the CSP nonce. Both are cheap until asked."""

from typing import Any

from django.http import HttpRequest

from cadre.ui.shell import LANGUAGES, Shell


def page(request: HttpRequest) -> dict[str, Any]:
    """`shell` (language, theme, roles, unread), `languages`, and `nonce` for the rare script that must stand in the page."""
    return {"shell": Shell(request), "languages": LANGUAGES, "nonce": getattr(request, "csp_nonce", "")}
