"""Territories and their owners."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.problems import Problems
from cadre.kernel.verbs import may
from cadre.people import queries, services
from cadre.people.forms.teams import NewTerritoryForm, OwnerForm, ReleaseForm, TerritoryForm
from cadre.people.lists import TerritoryList
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded


@door()
def territory_list(request: HttpRequest) -> HttpResponseBase:
    return TerritoryList(request).response()


@door()
def territory_record(request: HttpRequest, territory_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    territory = queries.territory_by_id(actor, territory_id)
    context = {
        "territory": territory,
        "now": queries.territories(actor).get(pk=territory_id),
        "owners": list(queries.owners_of(territory_id)),
        "may_change": may(actor, "people.territory.change"),
        "today": clock.today(),
    }
    return render(request, "people/territory_record.html", context)


@door("GET", "POST", verb="people.territory.create")
def territory_create(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        territory = services.create_territory(actor=request.actor, **given(form))  # type: ignore[attr-defined]
        return Done(_("The territory is made."), url=_page(territory.pk))

    drawer = Drawer(_("New territory"), pgettext("button", "Create"), again=_("Create another"), draft="territory-new")
    return answer(request, drawer, NewTerritoryForm, save, initial={"on": clock.today()})


@door("GET", "POST", verb="people.territory.change")
def territory_change(request: HttpRequest, territory_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def now() -> dict[str, Any]:
        row = queries.territory_by_id(actor, territory_id)
        return {name: getattr(row, name) for name in ("name", "kind", "description", "version")}

    def save(form: Any) -> Done:
        services.change_territory(actor=actor, territory_id=territory_id, **given(form))
        return Done(_("Saved."), url=_page(territory_id))

    drawer = Drawer(_("Edit territory"), pgettext("button", "Save"), draft=f"territory-{territory_id}")
    return answer(request, drawer, TerritoryForm, save, initial=now(), fresh=now)


@door("GET", "POST", verb="people.territory.assign")
def territory_assign(request: HttpRequest, territory_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    territory = queries.territory_by_id(actor, territory_id)

    def save(form: Any) -> Done:
        services.assign_territory(actor=actor, territory_id=territory_id, **given(form))
        return Done(_("The owner is entered."), url=_page(territory_id))

    drawer = Drawer(_("Owner of %(name)s") % {"name": territory.name}, pgettext("button", "Save"))
    return answer(request, drawer, OwnerForm, save, initial={"on": clock.today()})


@door("GET", "POST", verb="people.territory.release")
def territory_release(request: HttpRequest, territory_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    territory = queries.territory_by_id(actor, territory_id)

    def save(form: Any) -> Done:
        services.release_territory(actor=actor, territory_id=territory_id, on=form.cleaned_data["on"])
        return Done(_("The territory has no owner from that day on."), url=_page(territory_id))

    note = _("It then stands in the list of those without an owner. Owners planned for later are withdrawn.")
    title = _("Release %(name)s") % {"name": territory.name}
    drawer = Drawer(title, pgettext("button: territory", "Release"), danger=True, note=note)
    return answer(request, drawer, ReleaseForm, save, initial={"on": clock.today()})


@door("POST", verb="people.territory.remove")
def territory_remove(request: HttpRequest, territory_id: int) -> HttpResponse:
    try:
        services.remove_territory(actor=request.actor, territory_id=territory_id)  # type: ignore[attr-defined]
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(_("The territory is removed."), url=reverse("people:territory-list")))


def _page(territory_id: int) -> str:
    return reverse("people:territory-record", args=[territory_id])
