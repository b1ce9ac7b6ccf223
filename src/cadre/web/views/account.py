"""What belongs to the person who is signed in: notices and settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cadre.kernel.notifications import MOST_SHOWN, mark_read, notifications_of, sentence
from cadre.web import services
from cadre.web.forms import ProfileForm


@login_required
@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """GET shows the notices (in the drawer, or as a page) and marks them read; `part=bell` is the bell alone."""
    if request.GET.get("part") == "bell":
        return render(request, "ui/_bell.html", {"notifications_url": reverse("web:notifications")})
    actor: Any = request.actor  # type: ignore[attr-defined]
    rows = list(notifications_of(actor)[:MOST_SHOWN])
    shown = [{"text": sentence(row), "url": row.url, "at": row.at, "is_new": row.read_at is None} for row in rows]
    mark_read(actor)
    template = "web/_notifications.html" if getattr(request, "htmx", False) else "web/notifications.html"
    return render(request, template, {"notices": shown})


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, theme and password of one's own sign-in."""
    user: Any = request.user
    first = {"name": user.name, "language": user.language, "theme": user.theme}
    form = ProfileForm(request.POST or None, initial=first, user=user)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.actor  # type: ignore[attr-defined]
        services.change_own_settings(actor=actor, **{name: form.cleaned_data[name] for name in first})
        if new := form.cleaned_data["new_password"]:
            changed = services.change_own_password(actor=actor, new_password=new)
            update_session_auth_hash(request, changed)
        messages.success(request, _("Your settings are saved."))
        return redirect("web:profile")
    return render(request, "web/profile.html", {"form": form}, status=422 if form.errors else 200)
