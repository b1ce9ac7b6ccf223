"""The last step, what came of it, and all imports so far."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadre.imports import queries, services, tasks
from cadre.imports.kinds import ImportKind, kind_of, kinds_for, known_kinds
from cadre.imports.models import ImportRun
from cadre.imports.telling import handled_lines
from cadre.imports.views.steps import door, steps
from cadre.kernel.problems import Problems
from cadre.kernel.tasks import progress
from cadre.ui.drawers import Done, refused, succeeded

RECENT = 50


@door()
def import_list(request: HttpRequest) -> HttpResponse:
    """What can be imported, and what was."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = known_kinds()
    runs = [(run, kinds.get(run.kind)) for run in queries.runs_visible_to(actor)[:RECENT]]
    return render(
        request, "imports/import_list.html", {"kinds": kinds_for(actor), "runs": runs, "draft_days": queries.DRAFT_DAYS}
    )


@door()
def import_record(request: HttpRequest, run_id: int) -> HttpResponse:
    """Where an import stands: being prepared, running, or what it came to."""
    run = queries.run_visible_to(request.actor, run_id)  # type: ignore[attr-defined]
    if run.state == ImportRun.State.DRAFT:
        return HttpResponseRedirect(reverse("imports:import-check", args=[run.pk]))
    kind = kind_of(run.kind)
    label_of = {one.key: str(one.label) for one in kind.fields}
    context = {
        "run": run,
        "kind": kind,
        "steps": steps(4 if run.state in {ImportRun.State.DONE, ImportRun.State.UNDONE} else 3, run),
        "handled": handled_lines(run, lambda name: label_of.get(name, "")),
        "is_undoable": queries.is_undoable(run),
        "undo_days": queries.UNDO_DAYS,
        "list_url": _list_of(kind),
        "percent": _percent(run, request),
    }
    return render(request, "imports/import_record.html", context)


@door()
def import_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far a running import is; once it is over, the page itself."""
    run = queries.run_visible_to(request.actor, run_id)  # type: ignore[attr-defined]
    if run.state != ImportRun.State.RUNNING:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("imports:import-record", args=[run.pk])})
    return render(request, "imports/_import_progress.html", {"run": run, "percent": _percent(run, request)})


@door("POST")
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Import all rows, or none. A second click finds the first one's work."""
    actor = request.actor  # type: ignore[attr-defined]
    run = queries.run_visible_to(actor, run_id)
    if run.state in {ImportRun.State.DRAFT, ImportRun.State.FAILED}:
        tasks.start(actor, run_id)
    return HttpResponseRedirect(reverse("imports:import-record", args=[run_id]))


@door("POST")
def import_undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back what an import made."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.run_visible_to(actor, run_id)
    try:
        run = services.undo_import(actor=actor, run_id=run_id)
    except Problems as problems:
        return refused(request, problems)
    url = reverse("imports:import-record", args=[run_id])
    words = _("The import is undone.")
    if run.kept_count:
        stays = ngettext(
            "%(n)d row stays: somebody changed it since.",
            "%(n)d rows stay: somebody changed them since.",
            run.kept_count,
        )
        words = f"{words} {stays % {'n': run.kept_count}}"
    return succeeded(request, Done(words, url=url))


@door("POST")
def import_discard(request: HttpRequest, run_id: int) -> HttpResponse:
    """Forget an import that was not run."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.run_visible_to(actor, run_id)
    try:
        services.discard_import(actor=actor, run_id=run_id)
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(_("The import is discarded."), url=reverse("imports:import-list")))


def _percent(run: ImportRun, request: HttpRequest) -> int | str:
    state = progress.state_of(tasks.progress_key(run), request.user.pk)
    return state.percent if state is not None and state.percent is not None else ""


def _list_of(kind: ImportKind) -> str:
    try:
        return reverse(kind.url_name)
    except NoReverseMatch:
        return ""
