"""The description of the API for programs and for people, and everybody's own keys."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadre.api.forms import TokenForm
from cadre.api.reference import sections
from cadre.api.root import openapi
from cadre.kernel import clock
from cadre.kernel.problems import KINDS, Problems
from cadre.kernel.tokens import SCOPES, create_token, revoke_token, tokens_of

MOST_SHOWN = 100


@require_safe
def openapi_document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, the same for everybody."""
    return JsonResponse(openapi(), headers={"Cache-Control": "public, max-age=300"})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """All operations on one page, read off the same description."""
    kinds = [
        {"code": kind.code, "status": kind.status, "text": re.sub(r"%\((\w+)\)s", r"{\1}", str(kind.text))}
        for kind in sorted(KINDS.values(), key=lambda kind: (kind.status, kind.code))
    ]
    context = {"sections": sections(openapi()), "scopes": SCOPES.items(), "kinds": kinds}
    return render(request, "api/reference.html", context)


@login_required
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """One's own keys, and a form for a new one. Its secret is in the answer to the form, and nowhere else."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = create_token(actor=actor, **form.cleaned_data)
            form = TokenForm()
        except Problems as problems:
            for problem in problems.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    context = {"form": form, "secret": secret, "tokens": [_shown(token) for token in tokens_of(actor)[:MOST_SHOWN]]}
    return render(request, "api/token_list.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take one's own key back."""
    token = revoke_token(actor=request.actor, token_id=token_id)  # type: ignore[attr-defined]
    messages.success(request, _("“%(label)s” no longer works.") % {"label": token.label})
    return redirect("api:token-list")


def _shown(token: Any) -> dict[str, Any]:
    is_over = token.expires_at is not None and token.expires_at <= clock.now()
    return {
        "id": token.pk,
        "label": token.label,
        "scopes": [str(SCOPES.get(scope, scope)) for scope in token.scopes],
        "valid_until": localtime(token.expires_at).date() if token.expires_at else None,
        "last_used_at": token.last_used_at,
        "is_revoked": token.revoked_at is not None,
        "is_over": is_over,
        "is_valid": token.revoked_at is None and not is_over,
    }
