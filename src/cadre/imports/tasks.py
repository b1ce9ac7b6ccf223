"""Imports that run on their own, so that the page can be left."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cadre.imports import queries, services
from cadre.imports.kinds import UNTOLD, Progress
from cadre.imports.models import ImportRun
from cadre.imports.notices import DONE, REFUSED
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Actor, actor_of
from cadre.kernel.notifications import notify
from cadre.kernel.periodic import every
from cadre.kernel.problems import Problems
from cadre.kernel.tasks import progress, task

AT_ONCE = 2_000  # rows that are imported while the reader waits: less than a second


def progress_key(run: ImportRun) -> str:
    return f"import-{run.pk}"


def start(actor: Actor, run_id: int) -> ImportRun:
    """Run an import: a small one now, a large one in the background. NOT_READY where it runs or has run already."""
    run = queries.run_visible_to(actor, run_id)
    if run.rows <= AT_ONCE or actor.user_id is None:
        services.begin_import(actor=actor, run_id=run_id)
        _perform(actor, run_id)
    else:
        title = _("Import of %(file)s") % {"file": run.file_name}
        progress.start(progress_key(run), title, user_id=actor.user_id, total=100)
        with transaction.atomic():
            services.begin_import(actor=actor, run_id=run_id)
            import_in_background.enqueue(run_id, actor.user_id)
    return queries.run_visible_to(actor, run_id)


def _lost(run_id: int, user_id: int) -> None:
    """The import took every worker down that tried it, or the last one died: say so, and let it be tried again."""
    user = queries.importer(user_id)
    run = queries.run_visible_to(SYSTEM, run_id)
    if run.state != ImportRun.State.RUNNING:
        return
    with translation.override(user.language):
        refusal = _(
            "The import was broken off several times because the server stopped. Nothing was imported; try again, or split the file."
        )
        services.fail_import(actor=actor_of(user), run_id=run_id, refusal=refusal)
    _tell(run_id, user_id, failed=True)


@every(hours=6)
@task(repeatable=True, priority=-10)
def sweep_drafts() -> int:
    """Forget imports that somebody began and left. Returns how many."""
    return services.sweep_drafts(actor=SYSTEM, before=clock.now() - dt.timedelta(days=queries.DRAFT_DAYS))


@task(repeatable=True, lost=_lost)
def import_in_background(run_id: int, user_id: int) -> None:
    """All or nothing, so that a worker's death leaves nothing behind and another may begin anew."""
    user = queries.importer(user_id)
    actor = actor_of(user)
    run = queries.run_visible_to(actor, run_id)
    if run.state != ImportRun.State.RUNNING:
        return
    with translation.override(user.language):
        title = _("Import of %(file)s") % {"file": run.file_name}
        shown = progress.start(progress_key(run), title, user_id=user_id, total=100)
        failed = True
        try:
            failed = not _perform(actor, run_id, lambda percent: shown.advance(percent, 100))
        finally:
            shown.finish(failed=failed)
            _tell(run_id, user_id, failed=failed)


def _tell(run_id: int, user_id: int, *, failed: bool) -> None:
    """A message to whoever left the page."""
    run = queries.run_visible_to(SYSTEM, run_id)
    params = {"file": run.file_name, "made": run.made, "changed": run.changed}
    notify([user_id], (REFUSED if failed else DONE).code, params, reverse("imports:import-record", args=[run_id]))


def _perform(actor: Actor, run_id: int, tell: Progress = UNTOLD) -> bool:
    """Import, or keep why it was refused. Returns whether it went through; what is not a refusal is kept too, and raised."""
    try:
        services.perform_import(actor=actor, run_id=run_id, progress=tell)
    except Problems as problems:
        sentences = " ".join(problem.message for problem in problems.problems)
        services.fail_import(actor=actor, run_id=run_id, refusal=sentences)
        return False
    except Exception:
        refusal = _("Something went wrong on our side. Nothing was imported; try again, or tell your administrator.")
        services.fail_import(actor=actor, run_id=run_id, refusal=refusal)
        raise
    return True
