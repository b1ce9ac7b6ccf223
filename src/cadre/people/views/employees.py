"""People: the directory, one person, and corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import audit, clock
from cadre.kernel.access import Role
from cadre.kernel.problems import Problems
from cadre.kernel.verbs import may
from cadre.people import policies, queries, services
from cadre.people.forms.employees import DottedLineForm, EmployeeForm
from cadre.people.lists import EmployeeList
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded
from cadre.ui.history import told_changes

SUGGESTIONS = 12
TABS = ("profile", "history", "owned", "changes")


@door()
def employee_list(request: HttpRequest) -> HttpResponseBase:
    return EmployeeList(request).response()


@door()
def employee_options(request: HttpRequest) -> HttpResponse:
    """Colleagues for a search box: those who are here today, by any part of the name."""
    words = request.GET.get("q", "").strip()[:60]
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = queries.employees(actor).filter(queries.employed(clock.today()), name__icontains=words).order_by("name")
    options = [(row.pk, row.name, row.team_name or "") for row in found[:SUGGESTIONS]]
    return render(request, "ui/_options.html", {"options": options})


@door()
def employee_record(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    person = queries.employee_by_id(actor, employee_id)
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in TABS else "profile"
    may_change = may(actor, "people.employee.move")
    now = queries.employees(actor).get(pk=employee_id)
    context = {
        "person": person,
        "tab": tab,
        "tabs": _tabs(employee_id, tab, see_owned=_sees_work(actor, employee_id), see_changes=may_change),
        "now": now,
        "position": queries.position_of(now),
        "here": person.is_employed_on(today),
        "manager": queries.manager_of(employee_id, today),
        "dotted": list(queries.dotted_lines_of(employee_id, today)),
        "assignments": list(queries.assignments_of(employee_id)),
        "led": list(queries.teams(actor).filter(pk__in=queries.led_by(employee_id, today))),
        "territories": list(queries.territories(actor).filter(owner_id=employee_id)),
        "handovers": [_handover(row) for row in queries.handovers_of(employee_id)] if may_change else [],
        "earlier": list(person.earlier_employments.order_by("-valid_from")),
        "owned": queries.owned_by(employee_id, today, shown_to=actor)
        if tab == "owned" and _sees_work(actor, employee_id)
        else [],
        "changes": told_changes(audit.history(person)[:100]) if tab == "changes" and may_change else [],
        "away": queries.away_of(actor, employee_id, today) if tab == "profile" else [],
        "may_enter_leave": policies.leave.may_enter_for(actor, employee_id),
        "may_change": may_change,
        "today": today,
    }
    return render(request, "people/employee_record.html", context)


@door("GET", "POST", verb="people.employee.change")
def employee_change(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    person = queries.employee_by_id(actor, employee_id)
    names = ("name", "email", "phone", "external_id", "version")

    def now() -> dict[str, Any]:
        fresh = queries.employee_by_id(actor, employee_id)
        return {name: getattr(fresh, name) for name in names}

    def save(form: Any) -> Done:
        services.change_employee(actor=actor, employee_id=employee_id, **given(form))
        return Done(_("Saved."), url=_page(employee_id))

    drawer = Drawer(
        _("Edit %(name)s") % {"name": person.name}, pgettext("button", "Save"), draft=f"employee-{employee_id}"
    )
    return answer(request, drawer, EmployeeForm, save, initial=now(), fresh=now)


@door("GET", "POST", verb="people.dotted_line.draw")
def dotted_line_draw(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    person = queries.employee_by_id(actor, employee_id)

    def save(form: Any) -> Done:
        services.draw_dotted_line(actor=actor, employee_id=employee_id, **given(form))
        return Done(_("Functional line added."), url=_page(employee_id))

    drawer = Drawer(_("Functional line of %(name)s") % {"name": person.name}, pgettext("button", "Add"))
    return answer(request, drawer, DottedLineForm, save)


@door("POST", verb="people.dotted_line.end")
def dotted_line_end(request: HttpRequest, line_id: int, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    try:
        services.end_dotted_line(actor=actor, employee_id=employee_id, line_id=line_id, on=clock.today())
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(_("Functional line ended."), url=_page(employee_id)))


def _page(employee_id: int) -> str:
    return reverse("people:employee-record", args=[employee_id])


def _sees_work(actor: Any, employee_id: int) -> bool:
    """What somebody works on is for himself, those he reports to, and those who organise; a colleague sees only his place."""
    if actor.employee_id == employee_id or may(actor, "people.employee.move") or actor.has(Role.EXECUTIVE):
        return True
    if actor.employee_id is None or not actor.has(Role.MANAGER):
        return False
    return queries.employees_below(actor.employee_id, clock.today()).filter(pk=employee_id).exists()


def _tabs(employee_id: int, tab: str, *, see_owned: bool, see_changes: bool) -> list[dict[str, Any]]:
    labels = {
        "profile": pgettext("tab", "Profile"),
        "history": pgettext("tab", "Positions and teams"),
        "owned": pgettext("tab", "Owns"),
        "changes": pgettext("tab", "Changes"),
    }
    shown = {"profile": True, "history": True, "owned": see_owned, "changes": see_changes}
    return [
        {"label": label, "url": f"{_page(employee_id)}?tab={key}", "current": key == tab, "count": None}
        for key, label in labels.items()
        if shown[key]
    ]


def _handover(row: Any) -> dict[str, Any]:
    names = queries.names_of(list(row.receivers.values()))
    from cadre.people.handover import parts

    labels = {part.key: part.label for part in parts()}
    lines = [
        {"label": labels.get(key, key), "count": row.moved.get(key), "name": names.get(receiver, "")}
        for key, receiver in row.receivers.items()
    ]
    return {"row": row, "lines": lines}
