"""Composing a dashboard: the drawer form with its live preview, moving, resizing, removing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cadre.cockpit import queries, services
from cadre.cockpit.forms import TileForm, initial_of_tile
from cadre.cockpit.policies import PUBLISHERS
from cadre.cockpit.rules.asking import Chosen
from cadre.cockpit.views.answers import TILES_CHANGED, actor_of
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

FORM = ["GET", "POST"]
STEPS = (3, 4, 6, 8, 12)


def _form(request: HttpRequest, **given: Any) -> TileForm:
    form = TileForm(**given)
    if not actor_of(request).has(*PUBLISHERS):
        del form.fields["published"]
    return form


@login_required
@require_http_methods(FORM)
def tile_create(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    actor = actor_of(request)
    queries.dashboard_to_change(actor, dashboard_id)

    def save(form: Form) -> Done:
        published = bool(form.cleaned_data.get("published"))
        services.add_tile(actor=actor, dashboard_id=dashboard_id, published=published, **form.fields_of_tile())  # type: ignore[attr-defined]
        return Done(_("Tile added."), TILES_CHANGED)

    drawer = _drawer(_("New tile"), _("Add tile"))
    return answer(request, drawer, lambda **given: _form(request, **given), save, initial={"kind": "bar"})


@login_required
@require_http_methods(FORM)
def tile_edit(request: HttpRequest, tile_id: int) -> HttpResponse:
    actor = actor_of(request)
    tile = queries.tile_to_change(actor, tile_id)

    def save(form: Form) -> Done:
        published = form.cleaned_data.get("published") if "published" in form.fields else None
        version = form.cleaned_data["version"]
        services.change_tile(
            actor=actor,
            tile_id=tile_id,
            published=published,
            expected_version=version,
            **form.fields_of_tile(),  # type: ignore[attr-defined]
        )
        return Done(pgettext("done", "Saved."), TILES_CHANGED)

    return answer(
        request,
        _drawer(_("Change tile"), pgettext("button", "Save")),
        lambda **given: _form(request, **given),
        save,
        initial=initial_of_tile(tile),
        fresh=lambda: initial_of_tile(queries.tile_to_change(actor, tile_id)),
    )


def _drawer(title: str, submit: str) -> Drawer:
    return Drawer(title, submit, template="cockpit/_tile_fields.html", wide=True)


@login_required
@require_POST
def tile_preview(request: HttpRequest) -> HttpResponse:
    """What is in the form, drawn over the rows of who composes; or what is still missing, in words."""
    form = TileForm(data=request.POST)
    if not form.is_valid():
        errors = [str(text) for texts in form.errors.values() for text in texts]
        return render(request, "cockpit/_preview.html", {"errors": errors})
    tile = queries.tile_in_thought(**form.fields_of_tile())
    shown = queries.shown_tiles(actor_of(request), [tile], Chosen())[0]
    return render(request, "cockpit/_preview.html", {"shown": shown})


@login_required
@require_POST
def tile_remove(request: HttpRequest, tile_id: int) -> HttpResponse:
    services.remove_tile(actor=actor_of(request), tile_id=tile_id)
    return succeeded(request, Done(_("Tile removed."), TILES_CHANGED))


@login_required
@require_POST
def tile_resize(request: HttpRequest, tile_id: int) -> HttpResponse:
    """One step wider or narrower."""
    actor = actor_of(request)
    now = queries.tile_to_change(actor, tile_id).width
    at = STEPS.index(min(STEPS, key=lambda step: abs(step - now)))
    at = max(0, at - 1) if request.GET.get("to") == "narrower" else min(len(STEPS) - 1, at + 1)
    services.resize_tile(actor=actor, tile_id=tile_id, width=STEPS[at])
    return succeeded(request, Done(_("Tile resized."), TILES_CHANGED))


@login_required
@require_POST
def tile_arrange(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """`order`: the tiles' ids from the first to the last, after a drag or a move by keyboard."""
    order = [int(text) for text in request.POST.get("order", "").split(",") if text.isdigit()]
    services.arrange_tiles(actor=actor_of(request), dashboard_id=dashboard_id, order=order[:100])
    return HttpResponse(status=204)
