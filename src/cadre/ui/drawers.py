"""Forms in the side drawer: asked for, refused, saved. The same view answers without htmx as a page of its own."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel.problems import CHANGED_MEANWHILE, Problems
from cadre.ui.forms import Form
from cadre.ui.models import FormReceipt

Text = str | Promise
ONCE = "_once"
COMPOSER_ERRORS = "composer-errors"


@dataclass(frozen=True)
class Done:
    """What a saved form leads to: a sentence; events that make parts of the page fetch themselves again; perhaps a page to go to.

    `undo` is an address that takes the change back (POST). `back` is where a page without htmx goes.
    """

    message: Text
    events: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    undo: str = ""
    back: str = ""


@dataclass(frozen=True)
class Drawer:
    """How a drawer form looks: its words and template. `again` adds "save and add another"; `draft` keeps what is typed."""

    title: Text
    submit: Text
    template: str = "ui/_form_fields.html"
    again: Text = ""
    danger: bool = False
    note: Text = ""
    draft: str = ""
    wide: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)


def answer(
    request: HttpRequest,
    drawer: Drawer,
    make: Callable[..., Form],
    save: Callable[[Form], Done],
    *,
    initial: Mapping[str, Any] | None = None,
    fresh: Callable[[], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """The whole life of a drawer form.

    `make` is the form class (or a function with its arguments); `save` calls the verb and returns Done. A Problem goes to its field.
    `fresh` gives the present values (with `version`) after somebody else changed the row: both values are shown, nothing typed is lost.
    """
    if request.method != "POST":
        return _shown(request, drawer, make(initial=dict(initial or {})))
    form = make(data=request.POST, files=request.FILES, initial=dict(initial or {}))
    if not form.is_valid():
        return _shown(request, drawer, form, status=422)
    try:
        done = _once(request, lambda: save(form))
    except Problems as problems:
        if fresh and any(problem.code == CHANGED_MEANWHILE.code for problem in problems.problems):
            return _conflict(request, drawer, make, fresh(), problems)
        form.add_problems(problems)
        return _shown(request, drawer, form, status=422 if problems.status < 500 else problems.status)
    if request.POST.get("_again") and drawer.again:
        return _with_signals(_shown(request, drawer, make(initial=dict(initial or {}))), done, close=False)
    return succeeded(request, done)


def composed(
    request: HttpRequest, form: Form, save: Callable[[Form], Done], page: Callable[[Form], HttpResponse]
) -> HttpResponse:
    """The life of a composer that stands on a page: what is wrong is said inside it, and what was written stays there.

    `page` shows the whole page with the form, for who works without script.
    """
    if form.is_valid():
        try:
            return succeeded(request, _once(request, lambda: save(form)))
        except Problems as problems:
            if problems.status in {403, 404}:
                raise
            form.add_problems(problems)
    if not getattr(request, "htmx", False):
        return page(form)
    headers = {"HX-Retarget": f"#{COMPOSER_ERRORS}", "HX-Reswap": "innerHTML"}
    return HttpResponse(render_to_string("ui/_errors.html", {"form": form}, request), status=422, headers=headers)


def new_token() -> str:
    """What a form carries so that it is taken in once."""
    return secrets.token_urlsafe(18)


def _once(request: HttpRequest, act: Callable[[], Done]) -> Done:
    """Do it unless a form with this token was taken in before: then say the same again."""
    token = request.POST.get(ONCE, "")[:40]
    if not token:
        return act()
    user_id = request.user.pk if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            receipt = FormReceipt(token=token, user_id=user_id)
            # allow: write - the guard is no business row; its unique key is the lock
            receipt.save(force_insert=True)
            done = act()
            receipt.message, receipt.url = str(done.message)[:300], (done.url or done.back)[:500]
            # allow: write - as above
            receipt.save(update_fields=["message", "url"])
            return done
    except IntegrityError:
        old = FormReceipt.objects.filter(token=token, user__id=user_id or 0).first()
        if old is None:
            raise
        return Done(old.message or _("Already saved."), url=old.url)


def succeeded(request: HttpRequest, done: Done) -> HttpResponse:
    """The answer after a change: signals for htmx, a redirect with a message for everyone else."""
    if getattr(request, "htmx", False) and not done.url:
        return _with_signals(HttpResponse(status=204), done, close=True)
    messages.success(request, str(done.message))
    url = done.url or done.back or _after(request)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def refused(request: HttpRequest, problems: Problems) -> HttpResponse:
    """The answer to a refused one-click action (no form): a toast that says why."""
    text = problems.message
    if getattr(request, "htmx", False):
        signals = {"toast": {"text": text, "tone": "bad"}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(signals)})
    messages.error(request, text)
    return HttpResponseRedirect(_referer(request))


def _with_signals(response: HttpResponse, done: Done, *, close: bool) -> HttpResponse:
    toast = {"text": str(done.message), "tone": "ok"}
    if done.undo:
        toast |= {"act": done.undo, "label": pgettext("button", "Undo")}
    signals: dict[str, Any] = {"toast": toast, **done.events}
    if close:
        signals["drawer-done"] = True
    response["HX-Trigger"] = json.dumps(signals)
    return response


def _after(request: HttpRequest) -> str:
    """Where one came from; from a form that was a page of its own, the page above it: the deal that was won, not the form again."""
    url = _referer(request)
    if urlsplit(url).path != request.path:
        return url
    parts = request.path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next((page for page in above if is_valid_path(page)), "/")


def _referer(request: HttpRequest) -> str:
    url = request.headers.get("Referer", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else "/"


def _shown(
    request: HttpRequest, drawer: Drawer, form: Form, *, status: int = 200, conflict: Mapping[str, Any] | None = None
) -> HttpResponse:
    context = {
        "drawer": drawer,
        "form": form,
        "once": new_token(),
        "conflict": conflict,
        "is_drawer": bool(getattr(request, "htmx", False)),
        "action": request.get_full_path(),
        **drawer.context,
    }
    template = "ui/_form_drawer.html" if getattr(request, "htmx", False) else "ui/form_page.html"
    return render(request, template, context, status=status)


def _conflict(
    request: HttpRequest,
    drawer: Drawer,
    make: Callable[..., Form],
    now: Mapping[str, Any],
    problems: Problems,
) -> HttpResponse:
    """Both values side by side; sending again overwrites knowingly, because the form now carries the present version."""
    data: QueryDict = request.POST.copy()
    data["version"] = str(now.get("version", ""))
    both = make(data=data, initial=dict(now))
    theirs = make(initial=dict(now))
    rows = [
        {"label": both[name].label, "theirs": _readable(theirs, name), "yours": _readable(both, name)}
        for name in both.fields
        if name in now and not both[name].is_hidden and both.fields[name].has_changed(now[name], both[name].data)
    ]
    problem = next(problem for problem in problems.problems if problem.code == CHANGED_MEANWHILE.code)
    conflict = {"who": problem.params.get("who", ""), "when": problem.params.get("when", ""), "rows": rows}
    return _shown(request, drawer, both, status=409, conflict=conflict)


def _readable(form: Form, name: str) -> str:
    bound = form[name]
    value = bound.value()
    choices = getattr(bound.field, "choices", None)
    if choices is not None and not hasattr(bound.field, "label_of"):
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value or ""))
    label_of = getattr(bound.field, "_name_of", None)
    return label_of(value) if label_of and value not in (None, "") else str("" if value is None else value)
