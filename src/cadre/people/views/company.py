"""The company under Settings (ORG1): profile, offices, holidays, exchange rates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.access import Role
from cadre.kernel.models import CompanyProfile
from cadre.kernel.problems import FORBIDDEN, Problems
from cadre.kernel.verbs import may
from cadre.people import queries, services
from cadre.people.forms.company import CloseOfficeForm, HolidayForm, OfficeForm, ProfileForm, RateForm
from cadre.people.forms.employees import LANGUAGES
from cadre.people.policies import ORGANISERS
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded

_PROFILE = ("name", "currency", "fiscal_start_month", "fiscal_pattern", "working_weekdays", "languages", "version")
_TOLD_BY_THE_COMPANY = frozenset({"name", "currency", "version"})
HOLIDAYS_SHOWN = dt.timedelta(days=400)


@door()
def company(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not actor.has(*ORGANISERS, Role.DIRECTOR, Role.EXECUTIVE):
        raise FORBIDDEN()
    today = clock.today()
    profile = queries.company_profile()
    context = {
        "profile": profile,
        "month": MONTHS[profile.fiscal_start_month] if profile else "",
        "weekdays": [WEEKDAYS[day] for day in profile.working_weekdays] if profile else [],
        "company_languages": [name for code, name in LANGUAGES if profile and code in profile.languages],
        "offices": list(queries.offices(actor)),
        "holidays": list(queries.holidays(today.replace(month=1, day=1), today + HOLIDAYS_SHOWN)),
        "rates": list(queries.exchange_rates()),
        "today": today,
        "may_change": may(actor, "people.company.change"),
        "may_holiday": may(actor, "people.holiday.add"),
        "may_office": may(actor, "people.office.create"),
    }
    return render(request, "people/company.html", context)


@door("GET", "POST", verb="people.company.change")
def company_change(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def now() -> dict[str, Any]:
        profile = queries.company_profile()
        shown = profile or CompanyProfile()
        return {name: getattr(shown, name) for name in _PROFILE if profile or name not in _TOLD_BY_THE_COMPANY}

    def save(form: Any) -> Done:
        services.change_company_profile(actor=actor, **given(form))
        return Done(_("Saved."), url=_page())

    if queries.company_profile():
        note = _("Another fiscal calendar counts every report anew.")
    else:
        note = _(
            "Start here: every report counts in this currency and calendar. Then invite people under Users and roles."
        )
    drawer = Drawer(pgettext("label", "Company"), pgettext("button", "Save"), draft="company", note=note)
    return answer(request, drawer, ProfileForm, save, initial=now(), fresh=now)


@door("GET", "POST", verb="people.office.create")
def office_create(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        services.create_office(actor=request.actor, name=form.cleaned_data["name"])  # type: ignore[attr-defined]
        return Done(_("The office is added."), url=_page())

    return answer(request, Drawer(_("New office"), pgettext("button", "Add")), OfficeForm, save)


@door("GET", "POST", verb="people.office.rename")
def office_rename(request: HttpRequest, office_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def now() -> dict[str, Any]:
        office = queries.office_by_id(actor, office_id)
        return {"name": office.name, "version": office.version}

    def save(form: Any) -> Done:
        services.rename_office(actor=actor, office_id=office_id, **given(form))
        return Done(_("Saved."), url=_page())

    drawer = Drawer(_("Rename office"), pgettext("button", "Save"))
    return answer(request, drawer, OfficeForm, save, initial=now(), fresh=now)


@door("POST", verb="people.office.remove")
def office_remove(request: HttpRequest, office_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    return _at_once(
        request, lambda: services.remove_office(actor=actor, office_id=office_id), _("The office is removed.")
    )


@door("GET", "POST", verb="people.office.close")
def office_close(request: HttpRequest, office_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    office = queries.office_by_id(actor, office_id)

    def save(form: Any) -> Done:
        services.close_office(actor=actor, office_id=office_id, on=form.cleaned_data["on"])
        return Done(_("The office closes on that day."), url=_page())

    note = _("Its teams must sit elsewhere by then. What they did there stays in every report.")
    drawer = Drawer(_("Close %(name)s") % {"name": office.name}, _("Close office"), danger=True, note=note)
    return answer(request, drawer, CloseOfficeForm, save, initial={"on": clock.today()})


@door("POST", verb="people.office.reopen")
def office_reopen(request: HttpRequest, office_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    return _at_once(
        request, lambda: services.reopen_office(actor=actor, office_id=office_id), _("The office is open again.")
    )


@door("GET", "POST", verb="people.holiday.add")
def holiday_add(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        services.add_holiday(actor=request.actor, **given(form))  # type: ignore[attr-defined]
        return Done(_("The holiday is entered."), url=_page())

    drawer = Drawer(_("New holiday"), pgettext("button", "Add"), again=_("Add another"))
    return answer(request, drawer, HolidayForm, save)


@door("POST", verb="people.holiday.remove")
def holiday_remove(request: HttpRequest, holiday_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    return _at_once(
        request, lambda: services.remove_holiday(actor=actor, holiday_id=holiday_id), _("The holiday is removed.")
    )


@door("GET", "POST", verb="people.exchange_rate.set")
def rate_set(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        services.set_exchange_rate(actor=request.actor, **given(form))  # type: ignore[attr-defined]
        return Done(_("The rate is entered."), url=_page())

    note = _("What was closed before that day keeps its amount.")
    drawer = Drawer(_("Exchange rate"), pgettext("button", "Save"), again=_("Save and add another"), note=note)
    initial = {"currency": request.GET.get("currency", ""), "on": clock.today()}
    return answer(request, drawer, RateForm, save, initial=initial)


def _at_once(request: HttpRequest, act: Callable[[], object], told: str) -> HttpResponse:
    try:
        act()
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(told, url=_page()))


def _page() -> str:
    return reverse("people:company")
