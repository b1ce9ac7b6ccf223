"""Looking at dashboards; making, naming, copying, removing them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cadre.cockpit import choosing, queries, services
from cadre.cockpit.forms import DashboardForm
from cadre.cockpit.views.answers import actor_of
from cadre.kernel.problems import Problems
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded
from cadre.ui.forms import Form

FORM = ["GET", "POST"]


@login_required
@require_GET
def dashboard_list(request: HttpRequest) -> HttpResponse:
    """Every dashboard the reader has: the shipped ones, his own, those shared with him."""
    actor = actor_of(request)
    rows = [(row, queries.title_of(row), queries.note_of(row)) for row in queries.dashboards(actor)]
    groups = [
        (pgettext("dashboards", "Mine"), [row for row in rows if row[0].owner_id == actor.user_id]),
        (_("Shared with me"), [row for row in rows if row[0].owner_id not in {None, actor.user_id}]),
        (_("Ready-made"), [row for row in rows if row[0].owner_id is None]),
    ]
    return render(request, "cockpit/dashboard_list.html", {"groups": [group for group in groups if group[1]]})


@login_required
@require_GET
def dashboard_page(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """The frame of the page at once; the tiles follow in one request."""
    found = queries.dashboard_by_id(actor_of(request), dashboard_id)
    return render(request, "cockpit/dashboard.html", frame(request, found))


def frame(request: HttpRequest, dashboard: Any) -> dict[str, Any]:
    """What the page around the tiles needs."""
    actor = actor_of(request)
    now = choosing.chosen(request.GET, dashboard)
    may_change = queries.changeable(actor, dashboard)
    editing = may_change and "edit" in request.GET
    query = choosing.query_of(now)
    tiles = list(dashboard.tiles.all())
    return {
        "dashboard": dashboard,
        "title": queries.title_of(dashboard),
        "note": queries.note_of(dashboard),
        "bar": choosing.bar(actor, now),
        "query": query,
        "tiles_url": f"{reverse('cockpit:dashboard-tiles', args=[dashboard.pk])}?{query}{'&edit=1' if editing else ''}",
        "tiles": tiles,
        "owners": queries.concerned_by(actor, tiles),
        "may_change": may_change,
        "editing": editing,
        "is_home": queries.is_home(actor, dashboard),
    }


@login_required
@require_GET
def dashboard_tiles(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """All tiles, answered together over the reader's own rows."""
    actor = actor_of(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    tiles = list(found.tiles.all())
    lately = "live" in request.GET
    shown = queries.shown_tiles(actor, tiles, choosing.chosen(request.GET, found), lately=lately)
    editing = "edit" in request.GET and queries.changeable(actor, found)
    return render(request, "cockpit/_tiles.html", {"tiles": shown, "editing": editing, "dashboard": found})


@login_required
@require_http_methods(FORM)
def dashboard_create(request: HttpRequest) -> HttpResponse:
    def save(form: Form) -> Done:
        data = form.cleaned_data
        made = services.create_dashboard(actor=actor_of(request), title=data["title"], note=data["note"])
        return Done(_("Dashboard created. Add its first tile."), url=_page(made.pk) + "?edit=1")

    drawer = Drawer(_("New dashboard"), _("Create dashboard"), draft="cockpit.dashboard")
    return answer(request, drawer, DashboardForm, save)


@login_required
@require_http_methods(FORM)
def dashboard_edit(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """Title and note."""
    actor = actor_of(request)
    found = queries.dashboard_to_change(actor, dashboard_id)

    def present(row: Any) -> dict[str, Any]:
        return {"title": row.title, "note": row.note, "version": row.version}

    def save(form: Form) -> Done:
        data = form.cleaned_data
        services.change_dashboard(
            actor=actor,
            dashboard_id=dashboard_id,
            expected_version=data["version"],
            title=data["title"],
            note=data["note"],
        )
        return Done(pgettext("done", "Saved."), url=_page(dashboard_id) + "?edit=1")

    drawer = Drawer(_("Name the dashboard"), pgettext("button", "Save"))
    return answer(
        request,
        drawer,
        DashboardForm,
        save,
        initial=present(found),
        fresh=lambda: present(queries.dashboard_to_change(actor, dashboard_id)),
    )


@login_required
@require_POST
def dashboard_copy(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    made = services.copy_dashboard(actor=actor_of(request), dashboard_id=dashboard_id)
    return succeeded(request, Done(_("This copy is yours. Change what you like."), url=_page(made.pk) + "?edit=1"))


@login_required
@require_POST
def dashboard_remove(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    try:
        services.remove_dashboard(actor=actor_of(request), dashboard_id=dashboard_id)
    except Problems as problems:
        if problems.status in {403, 404}:
            raise
        return refused(request, problems)
    return succeeded(request, Done(_("Dashboard removed."), url=reverse("cockpit:dashboard-list")))


@login_required
@require_POST
def dashboard_keep(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """The present period and filters become those that the dashboard opens with."""
    actor = actor_of(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    now = choosing.chosen(request.GET, found)
    services.change_dashboard(actor=actor, dashboard_id=dashboard_id, period=now.period, filters=dict(now.where))
    return succeeded(request, Done(_("The dashboard opens like this from now on.")))


def _page(dashboard_id: int) -> str:
    return reverse("cockpit:dashboard-page", args=[dashboard_id])
