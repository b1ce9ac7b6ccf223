"""The ladder: job families, levels and positions, who holds which, and changes to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.problems import Problems
from cadre.kernel.verbs import may
from cadre.people import queries, services
from cadre.people.forms.ladder import LevelForm, NameForm, PositionForm, RetireForm
from cadre.people.views.chart import day_of
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded


@dataclass(frozen=True)
class Part:
    """A kind of part of the ladder and the verbs of its pages."""

    key: str
    change: Callable[..., Any]
    retire: Callable[..., Any]
    restore: Callable[..., Any]
    place: Callable[..., Any] | None = None


PARTS = {
    "family": Part(
        "family_id",
        services.change_job_family,
        services.retire_job_family,
        services.restore_job_family,
        services.place_job_family,
    ),
    "level": Part(
        "level_id",
        services.change_job_level,
        services.retire_job_level,
        services.restore_job_level,
        services.place_job_level,
    ),
    "position": Part("position_id", services.change_position, services.retire_position, services.restore_position),
}


@door()
def position_list(request: HttpRequest) -> HttpResponse:
    """The whole ladder, with the number of those who hold each position on a day."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    day = day_of(request)
    found = queries.ladder(actor, day)
    context = {
        "ladder": found,
        "families": [(family, found.of_family(family.pk)) for family in found.families],
        "day": day,
        "is_today": day == clock.today(),
        "may_change": may(actor, "people.position.create"),
    }
    return render(request, "people/position_list.html", context)


@door()
def position_record(request: HttpRequest, position_id: int) -> HttpResponse:
    """One position: who holds it on a day, who held it and who will."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    day = day_of(request)
    rows = list(queries.holders_of(position_id))
    holding = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)]
    position = queries.ladder_part("position", actor, position_id)
    context = {
        "position": position,
        "holding": holding,
        "others": [row for row in rows if row not in holding],
        "day": day,
        "is_today": day == clock.today(),
        "is_retired": position.is_retired_on(clock.today()),
        "may_change": may(actor, "people.position.change"),
    }
    return render(request, "people/position_record.html", context)


@door("GET", "POST", verb="people.position.create")
def position_create(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def save(form: Any) -> Done:
        values = given(form)
        del values["expected_version"]
        row = services.create_position(actor=actor, **values)
        return Done(_("The position is on the ladder."), url=_page("position", row))

    drawer = Drawer(_("New position"), pgettext("button", "Create"), again=_("Create another"), draft="position-new")
    initial = {"family_id": request.GET.get("family"), "level_id": request.GET.get("level")}
    return answer(request, drawer, lambda **kwargs: PositionForm(actor=actor, **kwargs), save, initial=initial)


@door("GET", "POST", verb="people.job_family.create")
def job_family_create(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> Done:
        services.create_job_family(actor=request.actor, name=form.cleaned_data["name"])  # type: ignore[attr-defined]
        return Done(_("The job family is on the ladder."), url=reverse("people:position-list"))

    return answer(request, Drawer(_("New job family"), pgettext("button", "Create")), NameForm, save)


@door("GET", "POST", verb="people.job_level.create")
def job_level_create(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def save(form: Any) -> Done:
        services.create_job_level(actor=actor, **given(form))
        return Done(_("The level is on the ladder."), url=reverse("people:position-list"))

    drawer = Drawer(_("New level"), pgettext("button", "Create"))
    return answer(request, drawer, lambda **kwargs: LevelForm(actor=actor, **kwargs), save)


@door("GET", "POST", verb="people.position.change")
def part_change(request: HttpRequest, part: str, part_id: int) -> HttpResponse:
    """Name a part of the ladder otherwise; put a position elsewhere on it."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    kind = PARTS[part]
    fields = ("name", "version", "family_id", "level_id") if part == "position" else ("name", "version")
    row = queries.ladder_part(part, actor, part_id)

    def now() -> dict[str, Any]:
        fresh = queries.ladder_part(part, actor, part_id)
        return {name: getattr(fresh, name) for name in fields}

    def make(**kwargs: Any) -> NameForm:
        if part == "position":
            return PositionForm(actor=actor, is_shipped=row.is_shipped, **kwargs)
        return NameForm(is_shipped=row.is_shipped, **kwargs)

    def save(form: Any) -> Done:
        return Done(_("Saved."), url=_page(part, kind.change(actor=actor, **{kind.key: part_id}, **given(form))))

    drawer = Drawer(_("Edit %(name)s") % {"name": row.name}, pgettext("button", "Save"), draft=f"{part}-{part_id}")
    return answer(request, drawer, make, save, initial=now(), fresh=now)


@door("GET", "POST", verb="people.position.retire")
def part_retire(request: HttpRequest, part: str, part_id: int) -> HttpResponse:
    """Offer a part of the ladder no more from a day on."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    kind = PARTS[part]
    row = queries.ladder_part(part, actor, part_id)

    def save(form: Any) -> Done:
        retired = kind.retire(actor=actor, **{kind.key: part_id}, on=form.cleaned_data["on"])
        return Done(_("It is offered to nobody new from that day on."), url=_page(part, retired))

    note = _("Whoever holds the position keeps it until his next move. Reports about the past stay as they are.")
    drawer = Drawer(
        _("Retire %(name)s") % {"name": row.name},
        pgettext("button: ladder", "Retire"),
        danger=True,
        note=note if part == "position" else "",
    )
    return answer(request, drawer, RetireForm, save, initial={"on": clock.today()})


@door("POST", verb="people.position.restore")
def part_restore(request: HttpRequest, part: str, part_id: int) -> HttpResponse:
    """Offer it again."""
    kind = PARTS[part]
    return _at_once(
        request,
        part,
        lambda: kind.restore(actor=request.actor, **{kind.key: part_id}),  # type: ignore[attr-defined]
        _("It is offered again."),
    )


@door("POST", verb="people.job_level.place")
def part_place(request: HttpRequest, part: str, part_id: int) -> HttpResponse:
    """One place up or down."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    kind = PARTS[part]
    queries.ladder_part(part, actor, part_id)
    order = queries.order_of(part, actor)
    place = order.index(part_id) + (1 if request.GET.get("to") == "up" else -1)
    order.remove(part_id)
    after = order[min(place, len(order)) - 1] if place > 0 else None
    if kind.place is None:
        return HttpResponse(status=404)
    place_part = kind.place
    return _at_once(
        request,
        part,
        lambda: place_part(actor=actor, **{kind.key: part_id}, after_id=after),
        _("The order is changed."),
    )


def _at_once(request: HttpRequest, part: str, act: Callable[[], Any], told: str) -> HttpResponse:
    try:
        row = act()
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(told, url=_page(part, row)))


def _page(part: str, row: Any) -> str:
    if part == "position":
        return reverse("people:position-record", args=[row.pk])
    return reverse("people:position-list")
