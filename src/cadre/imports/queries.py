"""Questions about imports."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from cadre.imports.checking import Checked, check
from cadre.imports.guessing import guess
from cadre.imports.kinds import ImportKind, Progress, kind_of
from cadre.imports.mapping import FileMapping
from cadre.imports.models import ImportRun, SavedMapping
from cadre.imports.reading import Sheet, read_sheet
from cadre.imports.reading.encodings import GUESSED
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.files import open_stored
from cadre.kernel.models import User
from cadre.kernel.problems import NOT_FOUND

UNDO_DAYS = 30
DRAFT_DAYS = 14
UNFINISHED = frozenset({ImportRun.State.DRAFT, ImportRun.State.FAILED})


def runs_visible_to(actor: Actor) -> QuerySet[Any, Any]:
    """Imports, newest first, with file and user."""
    return ImportRun.objects.visible_to(actor).select_related("user", "file")


def run_visible_to(actor: Actor, run_id: int) -> ImportRun:
    """One import, or NOT_FOUND."""
    found: ImportRun | None = runs_visible_to(actor).filter(pk=run_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def importer(user_id: int) -> User:
    """The user for whom an import runs in the background."""
    return User.objects.get(pk=user_id)


def sheet_of(run: ImportRun) -> Sheet:
    """The run's file as columns."""
    with open_stored(run.file) as stream:
        sheet = read_sheet(stream.read(), encoding=run.encoding, sheet=run.sheet)
    sheet.is_guess = sheet.encoding in GUESSED
    return sheet


def mapping_of(run: ImportRun) -> FileMapping:
    return FileMapping.from_json(run.mapping)


def mapping_for(kind: ImportKind, sheet: Sheet) -> tuple[FileMapping, bool]:
    """The mapping last used for this shape of file, else a guess; and whether it was a saved one."""
    saved = SavedMapping.objects.filter(kind=kind.key, signature=sheet.signature).first()
    if saved is not None:
        return FileMapping.from_json(saved.mapping), True
    return guess(kind, sheet), False


def checked(run: ImportRun, progress: Progress = lambda _percent: None) -> Checked:
    """The check of the run's file under its present mapping. Raises the mapping's Problems."""
    return check(kind_of(run.kind), sheet_of(run), mapping_of(run), progress)


def is_undoable(run: ImportRun) -> bool:
    """Whether the import is young enough, and its kind knows how to take rows back."""
    if run.state != ImportRun.State.DONE or run.finished_at is None or kind_of(run.kind).remove is None:
        return False
    return clock.now() - run.finished_at < dt.timedelta(days=UNDO_DAYS) and bool(
        run.created or (run.changed and run.act)
    )


def ids_of(ranges: list[list[int]]) -> list[int]:
    """The ids in ranges of [first, last]."""
    return [pk for first, last in ranges for pk in range(first, last + 1)]


def ranges_of(ids: list[int]) -> list[list[int]]:
    """Ids as ranges of [first, last]: a hundred thousand new rows are one of them."""
    ranges: list[list[int]] = []
    for pk in sorted(ids):
        if ranges and pk == ranges[-1][1] + 1:
            ranges[-1][1] = pk
        else:
            ranges.append([pk, pk])
    return ranges
