"""A dashboard as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from cadre.cockpit import choosing, queries
from cadre.cockpit.exports import file_of
from cadre.cockpit.views.answers import actor_of
from cadre.kernel.problems import NOT_FOUND


@login_required
@require_GET
def dashboard_export(request: HttpRequest, dashboard_id: int) -> HttpResponseBase:
    """`format` csv or xlsx; `tile` for one tile alone. The page's period and filters go along."""
    actor = actor_of(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    tiles = list(found.tiles.all())
    only = request.GET.get("tile", "")
    if only:
        tiles = [tile for tile in tiles if str(tile.pk) == only]
        if not tiles:
            raise NOT_FOUND()
    shown = queries.shown_tiles(actor, tiles, choosing.chosen(request.GET, found))
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    title = shown[0].heading if only else queries.title_of(found)
    return file_of(kind, title, shown, str(request.user))
