"""Joining, moving, leaving and coming back: fill in, review, done."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cadre.kernel import clock
from cadre.kernel.problems import Problems
from cadre.people import queries, services
from cadre.people.forms.employees import HandoverForm, JoinForm, LeaveForm, MoveForm, RehireForm
from cadre.ui import formatting
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, refused, succeeded
from cadre.ui.drawers import _once as once
from cadre.ui.forms import Form


@dataclass(frozen=True)
class Wizard:
    """A weighty change. `act` does it and returns where to go; `told` is the sentence afterwards."""

    title: str
    make: Callable[..., Form]
    act: Callable[[Form], str]
    told: str
    submit: str
    back: str
    note: str = ""
    danger: bool = False


@door("GET", "POST", verb="people.employee.join")
def employee_join(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def act(form: Form) -> str:
        person = services.join_employee(actor=actor, **given(form))
        return reverse("people:employee-record", args=[person.pk])

    wizard = Wizard(
        title=_("Somebody joins"),
        make=lambda **kwargs: JoinForm(actor=actor, **kwargs),
        act=act,
        told=_("Welcome on board."),
        submit=_("Take in"),
        back=reverse("people:employee-list"),
    )
    return _run(request, wizard)


@door("GET", "POST", verb="people.employee.move")
def employee_move(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    person = queries.employee_by_id(actor, employee_id)
    now = queries.employees(actor).get(pk=employee_id)
    page = reverse("people:employee-record", args=[employee_id])

    def act(form: Form) -> str:
        values = form.cleaned_data
        services.move_employee(
            actor=actor,
            employee_id=employee_id,
            team_id=values["team_id"].pk,
            position_id=values["position_id"].pk if values["position_id"] else None,
            on=values["on"],
            receivers=form.receivers,  # type: ignore[attr-defined]
        )
        return page

    wizard = Wizard(
        title=_("%(name)s moves") % {"name": person.name},
        make=lambda **kwargs: MoveForm(
            actor=actor, employee=person, day=clock.today(), keeps=True, **_with(kwargs, position_id=now.position_id)
        ),
        act=act,
        told=_("The move is entered."),
        submit=pgettext("button", "Move"),
        back=page,
        note=_("What nobody is named for stays with the mover."),
    )
    return _run(request, wizard)


@door("GET", "POST", verb="people.employee.leave")
def employee_leave(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    person = queries.employee_by_id(actor, employee_id)
    page = reverse("people:employee-record", args=[employee_id])

    def act(form: Form) -> str:
        values = form.cleaned_data
        services.leave_employee(
            actor=actor,
            employee_id=employee_id,
            left_on=values["left_on"],
            end_access_now=values["end_access_now"],
            receivers=form.receivers,  # type: ignore[attr-defined]
        )
        return page

    wizard = Wizard(
        title=_("%(name)s leaves") % {"name": person.name},
        make=lambda **kwargs: LeaveForm(actor=actor, employee=person, day=clock.today(), keeps=False, **kwargs),
        act=act,
        told=_("The departure is entered."),
        submit=pgettext("button", "Confirm departure"),
        back=page,
        note=_("Everything needs a new owner. On the day itself, what came up since then goes along, and access ends."),
        danger=True,
    )
    return _run(request, wizard)


@door("GET", "POST", verb="people.employee.rehire")
def employee_rehire(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    person = queries.employee_by_id(actor, employee_id)
    page = reverse("people:employee-record", args=[employee_id])

    def act(form: Form) -> str:
        services.rehire_employee(actor=actor, employee_id=employee_id, **given(form))
        return page

    wizard = Wizard(
        title=_("%(name)s comes back") % {"name": person.name},
        make=RehireForm,
        act=act,
        told=_("Welcome back."),
        submit=_("Take back"),
        back=page,
    )
    return _run(request, wizard)


@door("POST", verb="people.employee.withdraw_departure")
def departure_withdraw(request: HttpRequest, employee_id: int) -> HttpResponse:
    try:
        services.withdraw_departure(actor=request.actor, employee_id=employee_id)  # type: ignore[attr-defined]
    except Problems as problems:
        return refused(request, problems)
    url = reverse("people:employee-record", args=[employee_id])
    return succeeded(request, Done(_("The departure is withdrawn."), url=url))


def _with(kwargs: dict[str, Any], **initial: Any) -> dict[str, Any]:
    return kwargs | {"initial": initial | kwargs.get("initial", {})}


def _run(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Fill in → review → do. Going back keeps everything; a refusal by the verb comes back to its field."""
    if request.method != "POST":
        return _page(request, wizard, wizard.make())
    form = wizard.make(data=request.POST)
    step = request.POST.get("step", "review")
    if not form.is_valid():
        return _page(request, wizard, form, status=422)
    if step == "edit":
        return _page(request, wizard, form)
    try:
        if step != "confirm":
            _rehearse(wizard, form)
            return _page(request, wizard, form, review=True)
        done = once(request, lambda: Done(wizard.told, url=wizard.act(form)))
    except Problems as problems:
        _add(form, problems)
        return _page(request, wizard, form, status=422)
    messages.success(request, str(done.message))
    return HttpResponseRedirect(done.url)


def _rehearse(wizard: Wizard, form: Form) -> None:
    """Do it and take it back, so that what the verb refuses is said before the review and not after it."""
    with transaction.atomic():
        wizard.act(form)
        transaction.set_rollback(True)


def _add(form: Form, problems: Problems) -> None:
    for problem in problems.problems:
        field = problem.field
        if field and isinstance(form, HandoverForm):
            field = form.problem_field(field)
        form.add_error(field if field in form.fields else None, problem.message)


def _page(request: HttpRequest, wizard: Wizard, form: Form, *, review: bool = False, status: int = 200) -> HttpResponse:
    context = {
        "wizard": wizard,
        "form": form,
        "review": review,
        "once": secrets.token_urlsafe(18),
        "answers": _answers(form) if review else [],
        "parts": form.parts if isinstance(form, HandoverForm) else [],
        "plain": [field for field in form.visible_fields() if not field.name.startswith("to_")],
        "steps": [
            {"label": pgettext("wizard step", "Fill in"), "state": "done" if review else "now"},
            {"label": pgettext("wizard step", "Review"), "state": "now" if review else ""},
        ],
    }
    return render(request, "people/wizard.html", context, status=status)


def _answers(form: Form) -> list[tuple[str, str]]:
    """What was filled in, in words, for the review."""
    found = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if field.name.startswith("to_") or value in (None, "", [], False):
            continue
        choices = dict(getattr(field.field, "choices", ())) if not hasattr(field.field, "queryset") else {}
        if value is True:
            words = pgettext("answer", "Yes")
        elif isinstance(value, dt.date):
            words = formatting.long_date(value, get_language() or "en")
        elif isinstance(value, list):
            words = ", ".join(str(choices.get(one, one)) for one in value)
        else:
            words = str(choices.get(value, value))
        found.append((str(field.label), words))
    return found
