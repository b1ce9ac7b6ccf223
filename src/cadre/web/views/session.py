"""Signing in and out; language and theme, which also work before one is signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cadre.kernel.access import actor_of
from cadre.people.queries import company_profile
from cadre.web import queries, services
from cadre.web.forms import SignInForm

YEAR = 365 * 24 * 3600
CHOSEN = "language_before_sign_in"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; in a demo also one button per role."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if user is not None:
            _let_in(request, user)
            return redirect(_next(request))
        locked = getattr(request, "axes_locked_out", False)
        form.add_error(
            None,
            _("Too many attempts. Wait a quarter of an hour, or ask an administrator to reset your password.")
            if locked
            else _("E-mail or password is not right. Check capital letters, or ask an administrator to reset it."),
        )
    context = {
        "form": form,
        "next": _next(request),
        "demo_people": queries.demo_people() if settings.CADRE_DEMO else [],
    }
    return render(request, "web/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo people, without a password; only where the installation is a demo."""
    user = queries.demo_person(request.POST.get("user", "")) if settings.CADRE_DEMO else None
    if user is None:
        raise Http404
    _let_in(request, user, "django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("web:sign-in")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if not request.user.is_authenticated:
        request.session[CHOSEN] = language
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, "language", language)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in {"auto", "light", "dark"}:
        raise Http404
    return _remember(request, "cadre_theme", "theme", theme)


def _let_in(request: HttpRequest, user: Any, backend: str | None = None) -> None:
    """Sign in; a language chosen on the sign-in page stays, and so does the browser's the first time where nobody chose one."""
    nobody_chose = settings.CADRE_DEMO or company_profile() is None
    first = nobody_chose and user.last_login is None
    spoken = request.session.get(CHOSEN) or (first and request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    login(request, user, backend=backend)
    request.session.pop(CHOSEN, None)
    if spoken in dict(settings.LANGUAGES) and spoken != user.language:
        services.change_own_settings(actor=actor_of(user), language=spoken)


def _remember(request: HttpRequest, cookie: str, field: str, value: str) -> HttpResponse:
    actor: Any = getattr(request, "actor", None)
    if actor is not None:
        services.change_own_settings(actor=actor, **{field: value})
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(_next(request))
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
