"""What every page does first: sign-in, method, and whether the reader may use the verb behind it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may
from cadre.ui.forms import Form

View = Callable[..., HttpResponseBase]


def door(*methods: str, verb: str = "") -> Callable[[View], View]:
    """A page for signed-in people. With `verb`, FORBIDDEN for those whose roles do not allow it, before a form is filled in."""

    def decorate(view: View) -> View:
        @login_required
        @require_http_methods(methods or ("GET",))
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if verb and not may(request.actor, verb):  # type: ignore[attr-defined]
                raise FORBIDDEN()
            return view(request, *args, **kwargs)

        return run

    return decorate


def given(form: Form) -> dict[str, Any]:
    """What was filled in, as a verb takes it: ids for rows, and the version that was on the page as `expected_version`."""
    values = {
        name: value.pk if isinstance(value, Model) else value
        for name, value in form.cleaned_data.items()
        if name != "version"
    }
    if "version" in form.cleaned_data:
        values["expected_version"] = form.cleaned_data["version"]
    return values
