"""Filling a draft in the grid: typed, pasted, imported, divided, proposed; and taking it out again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cadre.imports.reading import read_sheet
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND, Problems
from cadre.kernel.verbs import may
from cadre.targets import queries, services
from cadre.targets.downloads import grid_file
from cadre.targets.forms import DivideForm, ImportForm, ProposeForm
from cadre.targets.rules.reading import table
from cadre.targets.views.answers import actor_of, fillable_plan
from cadre.targets.views.plans import grid_context
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.forms import Form

FORM = ["GET", "POST"]


@login_required
@require_POST
def plan_cells(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Save typed cells, all or none. What is refused stays as typed, with the reason at its cell."""
    actor = actor_of(request)
    if not may(actor, "targets.cells.set"):
        raise FORBIDDEN()
    plan = fillable_plan(actor, plan_id)
    texts = {name[5:]: str(text) for name, text in request.POST.items() if name.startswith("cell-")}
    opened = {name[4:]: str(text) for name, text in request.POST.items() if name.startswith("was-")}
    now = {place: text for place, text in texts.items() if text != opened.get(place, "")}
    errors: dict[str, str] = {}
    message = ""
    try:
        parts = queries.parts_of(plan.starts_on, plan.ends_on, plan.grain)
        cells = services.cells_from_texts(queries.measure(plan.metric), services.plan_tree(plan), parts, now, opened)
        services.set_cells(actor=actor, plan_id=plan_id, cells=cells, reason=request.POST.get("reason", "")[:300])
    except Problems as problems:
        if any(problem.code == NOT_FOUND.code for problem in problems.problems):
            raise
        errors = {problem.field or "": problem.message for problem in problems.problems}
        message = " ".join(dict.fromkeys(problem.message for problem in problems.problems))
    context = grid_context(actor, queries.plan_by_id(actor, plan_id))
    context |= {
        "errors": errors,
        "typed": now if errors else {},
        "message": message,
        "saved": 0 if errors else len(now),
    }
    context["reason"] = request.POST.get("reason", "") if errors else ""
    template = "targets/_grid.html" if getattr(request, "htmx", False) else "targets/plan_grid.html"
    return render(request, template, context, status=422 if errors else 200)


@login_required
@require_http_methods(FORM)
def plan_import(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A file or a pasted block into the draft, all or none."""
    actor = actor_of(request)
    if not may(actor, "targets.cells.set"):
        raise FORBIDDEN()
    plan = fillable_plan(actor, plan_id)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        rows = _rows_of_file(data["file"]) if data["file"] else table(data["block"])
        parts = queries.parts_of(plan.starts_on, plan.ends_on, plan.grain)
        teamless = queries.without_team(actor, services.tree_day(plan)).values()
        tree = services.plan_tree(plan)
        cells = services.cells_from_table(queries.measure(plan.metric), tree, parts, rows, set(teamless))
        services.set_cells(
            actor=actor, plan_id=plan_id, cells=cells, reason=data["reason"] or pgettext("reason of a cell", "Imported")
        )
        words = ngettext("%(n)s cell taken in.", "%(n)s cells taken in.", len(cells)) % {"n": len(cells)}
        return Done(words, url=reverse("targets:plan-grid", args=[plan_id]))

    note = _(
        "Names in the first column, the periods as headings, as the export has them. All cells are taken in, or none."
    )
    drawer = Drawer(_("Import targets"), pgettext("button", "Take in"), note=note)
    return answer(request, drawer, ImportForm, save, initial={"version": plan.version})


def _rows_of_file(upload: Any) -> list[list[str]]:
    sheet = read_sheet(upload.read())
    return [sheet.headings, *([column[n] for column in sheet.columns] for n in range(sheet.count))]


@login_required
@require_GET
def plan_export(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """The grid as XLSX or CSV, as far as the reader sees it; it can be imported again."""
    actor = actor_of(request)
    grid = queries.plan_grid(actor, queries.plan_by_id(actor, plan_id))
    return grid_file("csv" if request.GET.get("as") == "csv" else "xlsx", grid)


@login_required
@require_http_methods(FORM)
def plan_divide(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.plan.divide"):
        raise FORBIDDEN()
    plan = fillable_plan(actor, plan_id)
    parts = queries.parts_of(plan.starts_on, plan.ends_on, plan.grain)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        services.divide(
            actor=actor, plan_id=plan_id, total=data["top_down"], over_ppm=data["over_ppm"], basis=data["basis"],
            season=data["season"] or None, keep_proposals=data["keep_proposals"], expected_version=data["version"],
        )  # fmt: skip
        return Done(_("Divided; every sum agrees."), url=reverse("targets:plan-grid", args=[plan_id]))

    def values() -> dict[str, Any]:
        now = queries.plan_by_id(actor, plan_id)
        season = " ".join(str(weight) for weight in now.seasonality)
        return {
            "version": now.version,
            "top_down": now.top_down,
            "over": now.over_ppm / 10_000,
            "basis": now.basis,
            "season": season,
        }

    note = _("Values set by hand stay; the rest is divided around them.")
    drawer = Drawer(_("Divide over teams, people and periods"), pgettext("button", "Divide"), note=note)
    wanted = queries.measure(plan.metric)
    make = lambda **given: DivideForm(wanted=wanted, parts=len(parts), **given)  # noqa: E731
    return answer(request, drawer, make, save, initial=values(), fresh=values)


@login_required
@require_http_methods(FORM)
def plan_propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What one thinks oneself, or the team one leads (`team`), can reach."""
    actor = actor_of(request)
    if not may(actor, "targets.cells.propose"):
        raise FORBIDDEN()
    draft = queries.open_draft(actor, plan_id)
    parts = queries.parts_of(draft.starts_on, draft.ends_on, draft.grain)
    wanted = queries.measure(draft.metric)
    team_id = int(team) if (team := request.GET.get("team", "")).isdigit() else None

    def save(form: Form) -> Done:
        for part in parts:
            services.propose(
                actor=actor, plan_id=plan_id, period=part.name, value=form.cleaned_data[f"p_{part.name}"],
                note=form.cleaned_data["note"], team_id=team_id,
            )  # fmt: skip
        return Done(_("Your proposal stands beside the target from above."), url=reverse("targets:target-mine"))

    drawer = Drawer(_("Propose a target"), pgettext("button", "Propose"), note=f"{wanted.title} · {draft.period}")
    make = lambda **given: ProposeForm(wanted=wanted, periods=[part.name for part in parts], **given)  # noqa: E731
    return answer(request, drawer, make, save, initial=queries.own_proposal(actor, draft, team_id))
