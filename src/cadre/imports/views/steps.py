"""The four steps on top of every page of the wizard, and the door before each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from cadre.imports.kinds import kinds_for
from cadre.imports.models import ImportRun
from cadre.kernel.problems import FORBIDDEN

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Step:
    label: str
    state: str = ""
    note: str = ""
    url: str = ""


def door(*methods: str) -> Callable[[View], View]:
    """A page for those who may import something."""

    def decorate(view: View) -> View:
        @login_required
        @require_http_methods(methods or ("GET",))
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not kinds_for(request.actor):  # type: ignore[attr-defined]
                raise FORBIDDEN()
            return view(request, *args, **kwargs)

        return run

    return decorate


def steps(now: int, run: ImportRun | None = None, notes: dict[int, str] | None = None) -> list[Step]:
    """The path with the step `now` (0 choose, 1 map, 2 check, 3 import); one can go back while nothing has run."""
    labels = [
        pgettext("import step", "Choose file"),
        pgettext("import step", "Map columns"),
        pgettext("import step", "Check"),
        pgettext("import step", "Import"),
    ]
    back = {}
    if run is not None and run.state in {ImportRun.State.DRAFT, ImportRun.State.FAILED}:
        back = {1: reverse("imports:import-map", args=[run.pk]), 2: reverse("imports:import-check", args=[run.pk])}
    return [
        Step(
            label,
            "done" if place < now else "now" if place == now else "",
            (notes or {}).get(place, ""),
            back.get(place, "") if place < now else "",
        )
        for place, label in enumerate(labels)
    ]
