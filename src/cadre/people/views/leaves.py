"""Leave of one person: entered, changed, withdrawn, all from his page."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel.problems import NOT_FOUND, Problems
from cadre.people import queries, services
from cadre.people.forms.leaves import LeaveForm
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded


@door("GET", "POST", verb="people.leave.enter")
def leave_enter(request: HttpRequest, employee_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    services.require_leave_reach(actor, employee_id)
    person = queries.employee_by_id(actor, employee_id)

    def save(form: Any) -> Done:
        services.enter_leave(actor=actor, employee_id=employee_id, **form.values)
        return Done(_("Leave entered."), url=_page(employee_id))

    drawer = Drawer(
        _("Leave of %(name)s") % {"name": person.name}, pgettext("button", "Enter leave"), draft=f"leave-{employee_id}"
    )
    return answer(request, drawer, LeaveForm, save)


@door("GET", "POST", verb="people.leave.change")
def leave_change(request: HttpRequest, leave_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = queries.leave_by_id(actor, leave_id)
    services.require_leave_reach(actor, row.employee_id)

    def now() -> dict[str, Any]:
        fresh = queries.leave_by_id(actor, leave_id)
        return {
            "kind": fresh.kind,
            "valid_from": fresh.valid_from,
            "last_on": fresh.valid_to - dt.timedelta(days=1) if fresh.valid_to else None,
            "lowers_target": "yes" if fresh.lowers_target else "no",
            "note": fresh.note,
            "version": fresh.version,
        }

    def save(form: Any) -> Done:
        version = form.cleaned_data["version"]
        services.change_leave(actor=actor, leave_id=leave_id, expected_version=version, **form.values)
        return Done(_("Leave changed."), url=_page(row.employee_id))

    drawer = Drawer(_("Leave of %(name)s") % {"name": row.employee.name}, pgettext("button", "Save"))
    return answer(request, drawer, LeaveForm, save, initial=now(), fresh=now)


@door("POST", verb="people.leave.withdraw")
def leave_withdraw(request: HttpRequest, leave_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = queries.leave_by_id(actor, leave_id)
    try:
        services.withdraw_leave(actor=actor, leave_id=leave_id)
    except Problems as problems:
        if problems.problems[0].code == NOT_FOUND.code:
            raise
        return refused(request, problems)
    return succeeded(request, Done(_("Leave withdrawn."), url=_page(row.employee_id)))


def _page(employee_id: int) -> str:
    return reverse("people:employee-record", args=[employee_id])
