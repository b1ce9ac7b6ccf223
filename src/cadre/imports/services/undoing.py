"""Takes an import back: what it made is removed, what it changed becomes what it was, row by row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from cadre.imports import policies, queries
from cadre.imports.events import ImportUndone
from cadre.imports.models import ImportRun
from cadre.imports.problems import CANNOT_UNDO, NOT_READY
from cadre.imports.services.runs import allowed
from cadre.kernel import audit, search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.models import AuditEntry
from cadre.kernel.problems import STILL_USED
from cadre.kernel.verbs import verb

MOST_KEPT = 200  # rows that stay are all counted, so many are named
_PORTION = 1000
_OWN_TABLES = f"{ImportRun._meta.app_label}."


@verb("imports.import.undo", roles=policies.IMPORTERS)
def undo_import(*, actor: Actor, run_id: int) -> ImportRun:
    """Take back what an import did, within 30 days.

    New rows are removed, all or none: CANNOT_UNDO says which one somebody changed or built on since. Changed rows become
    what they were, each by itself: one that somebody changed since in the same fields stays, and `kept` says who and when.
    """
    run = write.for_change(ImportRun.objects.changeable_by(actor), run_id)
    kind = allowed(actor, run.kind)
    if not queries.is_undoable(run) or kind.remove is None:
        raise NOT_READY()
    created = {label: queries.ids_of(ranges) for label, ranges in run.created.items()}
    _refuse_changed(run, created)
    try:
        kind.remove(actor, created)
    except ProtectedError as error:
        raise CANNOT_UNDO(reason=STILL_USED().message) from error
    restored, kept = _restore(run, created)
    if run.act and kind.restored is not None:
        kind.restored(run.act, restored)
    counted = sum(len(ids) for label, ids in restored.items() if label == kind.label_of_rows)
    write.change(run, state=ImportRun.State.UNDONE, restored=counted, kept=kept[:MOST_KEPT], kept_count=len(kept))
    publish(ImportUndone(run_id=run.pk, kind=kind.key))
    return run


def _refuse_changed(run: ImportRun, created: Mapping[str, Sequence[int]]) -> None:
    """CANNOT_UNDO where somebody changed a new row since. What the import itself went on to change in it does not count."""
    own = {"act": run.act} if run.act else {"verb": "imports.import.write"}  # older ones did not keep their act
    for label, ids in created.items():
        model: Any = apps.get_model(label)
        for portion in _portions(ids):
            later = AuditEntry.objects.filter(model=label, object_id__in=portion).exclude(**own)
            entry = later.select_related("user").order_by("-id").first()
            if entry is not None and model._default_manager.filter(pk=entry.object_id).exists():
                who, when = entry.who, audit.moment(entry.at)
                raise CANNOT_UNDO(
                    reason=_("%(who)s has changed “%(title)s” since (%(when)s).")
                    % {"title": entry.title, "who": who, "when": when}
                )


def _restore(run: ImportRun, created: Mapping[str, Sequence[int]]) -> tuple[dict[str, list[int]], list[dict[str, str]]]:
    """Put changed rows back, the last change first. Returns their ids by model, and the rows that stay with who changed them."""
    restored: dict[str, list[int]] = defaultdict(list)
    kept: list[dict[str, str]] = []
    if not run.act:
        return restored, kept
    gone = {label: set(ids) for label, ids in created.items()}
    entries = AuditEntry.objects.filter(act=run.act, action__in=("changed", "created"), object_id__isnull=False)
    stays: set[object] = set()
    for portion in _portions(list(entries.exclude(model__startswith=_OWN_TABLES).order_by("-id"))):
        pairs = _with_rows([entry for entry in portion if entry.object_id not in gone.get(entry.model, ())])
        for entry, row in pairs:
            if told := _changed_since(entry, row):
                stays.add(_subject(entry, row))
                kept.append(told)
        for label, pk in _put_back([pair for pair in pairs if _subject(*pair) not in stays]):
            restored[label].append(pk)
    return restored, kept


def _put_back(pairs: Sequence[tuple[AuditEntry, Model | None]]) -> list[tuple[str, int]]:
    """Remove what was made and give changed rows their old values. Returns model and id of the changed ones."""
    changes: list[tuple[Model, dict[str, Any]]] = []
    for entry, row in pairs:
        if row is not None and entry.action == "changed":
            changes.append((row, _before(row, entry)))
        elif row is not None:
            write.remove(row)
    write.change_many(changes)
    for model in {type(row) for row, _values in changes}:
        search.put_as(model, [row.pk for row, _values in changes if type(row) is model])
    return [(row._meta.label_lower, row.pk) for row, _values in changes]


def _with_rows(entries: Sequence[AuditEntry]) -> list[tuple[AuditEntry, Model | None]]:
    """Each entry with its row, locked; None where the row is gone. What was made and is gone needs nothing any more."""
    rows = _rows_of(entries)
    pairs = [(entry, rows.get((entry.model, entry.object_id))) for entry in entries]
    return [(entry, row) for entry, row in pairs if row is not None or entry.action == "changed"]


def _rows_of(entries: Iterable[AuditEntry]) -> dict[tuple[str, int | None], Model]:
    ids: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        ids[entry.model].add(entry.object_id or 0)
    found: dict[tuple[str, int | None], Model] = {}
    for label, wanted in ids.items():
        rows = apps.get_model(label)._default_manager.select_for_update(of=("self",))
        found |= {(label, row.pk): row for row in rows.filter(pk__in=wanted)}
    return found


def _changed_since(entry: AuditEntry, row: Model | None) -> dict[str, str]:
    """Who changed a row since in the fields that the import had set, and when; nothing if nobody did."""
    names = [name for name, (_old, new) in entry.fields.items() if row is None or write.plain_value(row, name) != new]
    if not names:
        return {}
    later = AuditEntry.objects.filter(model=entry.model, object_id=entry.object_id, id__gt=entry.pk)
    told = later.select_related("user").order_by("-id")
    last = next((one for one in told[:50] if row is None or not one.fields.keys().isdisjoint(names)), None)
    return {
        "title": entry.title,
        "who": last.who if last else "",
        "when": audit.moment(last.at) if last else "",
        "gone": "yes" if row is None else "",
    }


def _subject(entry: AuditEntry, row: Model | None) -> object:
    """What belongs together: the places of one person in time are put back all or none."""
    subject = getattr(row, "employee_id", None) if hasattr(row, "valid_from") else None
    return (entry.model, "of", subject) if subject else (entry.model, entry.object_id)


def _before(row: Model, entry: AuditEntry) -> dict[str, Any]:
    columns = {name: row._meta.get_field(name) for name in entry.fields}
    return {
        columns[name].attname: columns[name].to_python(before)  # type: ignore[union-attr]
        for name, (before, _after) in entry.fields.items()
    }


def _portions(things: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (things[start : start + _PORTION] for start in range(0, len(things), _PORTION))
