"""From a file to rows: taken in, mapped, put right, and written all or nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cadre.imports import policies, queries
from cadre.imports.checking import Checked
from cadre.imports.events import ImportFinished
from cadre.imports.kinds import ImportKind, Progress, kind_of
from cadre.imports.mapping import FileMapping, Fix
from cadre.imports.models import ImportRun, SavedMapping
from cadre.imports.problems import FAULTY_ROWS, NOT_READY, TOO_LARGE
from cadre.imports.reading import read_sheet
from cadre.kernel import clock, files, statistics, write
from cadre.kernel.access import Actor
from cadre.kernel.acts import current_act
from cadre.kernel.events import publish
from cadre.kernel.problems import FORBIDDEN, Problems
from cadre.kernel.verbs import verb

MOST_HANDLED = 60
MEGABYTE = 1024 * 1024


@verb("imports.import.start", roles=policies.IMPORTERS)
def start_import(
    *, actor: Actor, kind: str, upload: UploadedFile[bytes], encoding: str = "", sheet: str = ""
) -> ImportRun:
    """Take a file in and guess its mapping, or take the one saved for its shape. Raises what is wrong with the file as a whole."""
    wanted = allowed(actor, kind)
    limit = settings.CADRE_UPLOAD_LIMIT
    if upload.size is not None and upload.size > limit:
        raise TOO_LARGE(field="file", size=-(-upload.size // MEGABYTE), limit=limit // MEGABYTE)
    content = upload.read()
    upload.seek(0)
    found = read_sheet(content, encoding=encoding, sheet=sheet)
    mapping, _is_saved = queries.mapping_for(wanted, found)
    stored = files.store(actor=actor, upload=upload)
    return write.create(
        ImportRun,
        kind=kind,
        file=stored,
        file_name=stored.name,
        encoding=found.encoding,
        sheet=found.sheet,
        rows=found.count,
        signature=found.signature,
        mapping=mapping.to_json(),
        user_id=actor.user_id,
    )


@verb("imports.import.read_as", roles=policies.IMPORTERS)
def read_as(*, actor: Actor, run_id: int, encoding: str = "", sheet: str = "") -> ImportRun:
    """Read the same file in another encoding, or another sheet of it; the mapping is guessed anew."""
    run = _draft(actor, run_id)
    with files.open_stored(run.file) as stream:
        found = read_sheet(stream.read(), encoding=encoding, sheet=sheet)
    mapping, _is_saved = queries.mapping_for(kind_of(run.kind), found)
    return write.change(
        run,
        encoding=found.encoding,
        sheet=found.sheet,
        rows=found.count,
        signature=found.signature,
        mapping=mapping.to_json(),
    )


@verb("imports.import.map", roles=policies.IMPORTERS)
def map_columns(*, actor: Actor, run_id: int, mapping: FileMapping) -> ImportRun:
    """Say which column fills which field. Raises the mapping's Problems, field by field."""
    run = _draft(actor, run_id)
    if found := tuple(mapping.problems(kind_of(run.kind), queries.sheet_of(run))):
        raise Problems(found)
    return write.change(run, mapping=mapping.to_json())


@verb("imports.import.fix", roles=policies.IMPORTERS)
def apply_fix(*, actor: Actor, run_id: int, fix: Fix) -> ImportRun:
    """Decide about one value of a field, for all its rows."""
    run = _draft(actor, run_id)
    return write.change(run, mapping=queries.mapping_of(run).with_fix(fix).to_json())


@verb("imports.import.withdraw_fix", roles=policies.IMPORTERS)
def withdraw_fix(*, actor: Actor, run_id: int, field: str, value: str) -> ImportRun:
    """Take a decision back."""
    run = _draft(actor, run_id)
    return write.change(run, mapping=queries.mapping_of(run).without_fix(field, value).to_json())


@verb("imports.import.discard", roles=policies.IMPORTERS)
def discard_import(*, actor: Actor, run_id: int) -> None:
    """Forget an import that was not run, and its file with it."""
    _forget(_draft(actor, run_id))


@verb("imports.import.sweep", roles=())
def sweep_drafts(*, actor: Actor, before: dt.datetime) -> int:
    """Forget the imports that were begun and not touched since a moment. Returns how many."""
    left = ImportRun.objects.filter(state__in=queries.UNFINISHED, updated_at__lt=before).select_for_update(of=("self",))
    runs = list(left.select_related("file"))
    for run in runs:
        _forget(run)
    return len(runs)


@verb("imports.import.begin", roles=policies.IMPORTERS)
def begin_import(*, actor: Actor, run_id: int, task: str = "") -> ImportRun:
    """Mark an import as running, so that a second click finds it so. NOT_READY the second time."""
    return write.change(_draft(actor, run_id), state=ImportRun.State.RUNNING, task=task)


@verb("imports.import.fail", roles=policies.IMPORTERS)
def fail_import(*, actor: Actor, run_id: int, refusal: str) -> ImportRun:
    """Keep why an import was refused. Nothing of it was written; it can be put right and run again."""
    run = write.for_change(ImportRun.objects.changeable_by(actor), run_id)
    return write.change(run, state=ImportRun.State.FAILED, refusal=refusal[:400], finished_at=clock.now())


def perform_import(*, actor: Actor, run_id: int, progress: Progress = lambda _percent: None) -> ImportRun:
    """Check the file once more and write all of its rows, or none: FAULTY_ROWS.

    Not a verb itself: the check takes the longest and must not hold the database's write lock.
    """
    run = queries.run_visible_to(actor, run_id)
    allowed(actor, run.kind)
    checked = queries.checked(run, lambda percent: progress(percent * 40 // 100))
    if checked.faulty:
        raise FAULTY_ROWS(count=checked.faulty)
    return write_import(actor=actor, run_id=run_id, checked=checked, progress=progress)


@verb("imports.import.write", roles=policies.IMPORTERS)
def write_import(
    *, actor: Actor, run_id: int, checked: Checked, progress: Progress = lambda _percent: None
) -> ImportRun:
    """Write checked rows, keep the mapping for the next file of this shape, and tell it once."""
    kind = allowed(actor, checked.kind.key)
    run = write.for_change(ImportRun.objects.changeable_by(actor), run_id)
    if run.state in {ImportRun.State.DONE, ImportRun.State.UNDONE}:
        raise NOT_READY()
    tell = lambda percent: progress(40 + percent * 59 // 100)  # noqa: E731
    rows = checked.ready()
    written = kind.write(actor=actor, rows=rows, progress=tell)
    statistics.after_writing(len(rows))
    _save_mapping(kind, run.signature, checked.mapping)
    write.change(
        run,
        state=ImportRun.State.DONE,
        act=str(current_act().id),
        finished_at=clock.now(),
        mapping=checked.mapping.to_json(),
        made=written.made,
        changed=written.changed,
        unchanged=written.unchanged,
        warned=checked.warned,
        skipped=len(checked.skipped),
        handled=handled(checked),
        created={label: queries.ranges_of(list(ids)) for label, ids in written.created.items() if ids},
        refusal="",
    )
    publish(ImportFinished(run_id=run.pk, kind=kind.key, made=written.made, changed=written.changed))
    return run


def handled(checked: Checked) -> list[dict[str, Any]]:
    """How each surprise was handled, for the record of the run: decisions first, then what was let pass."""
    decisions = [
        {"field": fix.field, "value": fix.value, "action": fix.action, "to": fix.to, "count": count}
        for fix in checked.mapping.fixes
        if (count := _count(checked, fix))
    ]
    passed = [
        {"field": group.field, "value": group.value, "code": group.doubt.kind.code, "count": len(group.rows)}
        for group in checked.findings.groups
    ]
    return [*decisions, *passed][:MOST_HANDLED]


def _count(checked: Checked, fix: Fix) -> int:
    heading = checked.mapping.columns.get(fix.field)
    return checked.sheet.column(heading).count(fix.value) if heading else 0


def allowed(actor: Actor, key: str) -> ImportKind:
    """The kind, if the actor may import it; else FORBIDDEN."""
    kind = kind_of(key)
    if not kind.may(actor):
        raise FORBIDDEN()
    return kind


def _draft(actor: Actor, run_id: int) -> ImportRun:
    run = write.for_change(ImportRun.objects.changeable_by(actor).select_related("file"), run_id)
    allowed(actor, run.kind)
    if run.state not in queries.UNFINISHED:
        raise NOT_READY()
    return run


def _forget(run: ImportRun) -> None:
    stored = run.file
    write.remove(run)
    write.remove(stored)  # its bytes go with the next clearing, unless another row names them


def _save_mapping(kind: ImportKind, signature: str, mapping: FileMapping) -> None:
    saved = SavedMapping.objects.filter(kind=kind.key, signature=signature).first()
    if saved is None:
        write.create(SavedMapping, kind=kind.key, signature=signature, mapping=mapping.to_json())
    else:
        write.change(saved, mapping=mapping.to_json())
