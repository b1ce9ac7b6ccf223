"""The only functions that write rows. They check the fields, bump the version and tell the audit what changed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from cadre.kernel import bulk, clock
from cadre.kernel.acts import Change, current_act
from cadre.kernel.audit import last_change
from cadre.kernel.models.record import Record
from cadre.kernel.problems import CHANGED_MEANWHILE, NOT_FOUND

M = TypeVar("M", bound=models.Model)
# Bookkeeping, and secrets: a password's hash must not outlive the password in the audit
_UNAUDITED = {"id", "version", "created_at", "updated_at", "password", "last_login", "digest"}
BATCH = 1000


def create(model: type[M], **fields: Any) -> M:
    """Insert one row. ValidationError becomes a Problem by field, a broken constraint one by its message."""
    current_act()
    obj = model(**fields)
    _check(obj)
    obj.save(force_insert=True)
    _note(obj, "created", {f.name: [None, _plain(obj, f)] for f in _fields(obj) if _plain(obj, f) not in (None, "")})
    return obj


def change(obj: M, **fields: Any) -> M:
    """Set fields on a row that was read for change; nothing is written where nothing differs."""
    current_act()
    if changed := _apply(obj, fields):
        obj.save(update_fields=changed)
    return obj


def remove(obj: models.Model) -> None:
    """Delete one row; what it held stays readable in the audit."""
    current_act()
    _note(obj, "removed", {f.name: [_plain(obj, f), None] for f in _fields(obj) if _plain(obj, f) not in (None, "")})
    obj.delete()


def create_many(model: type[M], rows: Iterable[M]) -> list[M]:
    """Insert many checked rows at once (imports); the audit keeps one entry with the count, the batch's id range and the verb."""
    made = list(rows)
    for row in made:
        _check(row)
    columns = {f.attname: [getattr(row, f.attname) for row in made] for f in model._meta.concrete_fields}
    for row, pk in zip(made, create_rows(model, columns, len(made)), strict=True):
        row.pk = pk
        row._state.adding = False
    return made


def create_rows(model: type[models.Model], columns: Mapping[str, Sequence[Any]], count: int) -> Sequence[int]:
    """Insert `count` rows given as columns (attname -> values), without an object per row; the caller has checked every value.

    Returns their ids. Columns that are left out get their defaults. The audit keeps one entry with the count and the range.
    """
    current_act()
    ids = bulk.insert(model, columns, count)
    if count:
        fields = {"count": [None, count], "first_id": [None, ids[0]], "last_id": [None, ids[-1]]}
        current_act().changes.append(
            Change(model._meta.label_lower, None, str(model._meta.verbose_name_plural), "created_many", fields)
        )
    return ids


def change_many(rows: Sequence[tuple[M, dict[str, Any]]]) -> int:
    """Change many rows (imports, handover, mass update), each with its own values; every changed row is audited.

    Returns how many rows differed.
    """
    by_fields: dict[tuple[str, ...], list[M]] = {}
    for obj, values in rows:
        if changed := _apply(obj, values):
            by_fields.setdefault(tuple(changed), []).append(obj)
    for names, objs in by_fields.items():
        bulk.update(objs, names)
    return sum(len(objs) for objs in by_fields.values())


def remove_many(rows: models.QuerySet[M]) -> int:
    """Delete many rows at once (an import is taken back); the audit keeps one entry with their ids. ProtectedError if one is still used."""
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        fields = {"count": [len(ids), None], "first_id": [min(ids), None], "last_id": [max(ids), None]}
        name = str(rows.model._meta.verbose_name_plural)
        current_act().changes.append(Change(rows.model._meta.label_lower, None, name, "removed_many", fields))
        rows.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)


def for_change(rows: models.QuerySet[M], pk: int, expected_version: int | None = None) -> M:
    """Read one row and lock it. NOT_FOUND when it is not among `rows`; CHANGED_MEANWHILE when its version is not the one the reader saw."""
    obj = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if obj is None:
        raise NOT_FOUND()
    if expected_version is not None and isinstance(obj, Record) and obj.version != expected_version:
        who, when = last_change(obj)
        raise CHANGED_MEANWHILE(who=who, when=when)
    return obj


def plain_value(obj: models.Model, name: str) -> Any:
    """A field's value as the audit keeps it."""
    return _plain(obj, _column(obj, name))


def _apply(obj: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set what differs, checked and noted for the audit. Returns the fields to save, none where nothing differs."""
    columns = [_column(obj, name) for name in sorted(values) if _differs(obj, name, values[name])]
    if not columns:
        return []
    before = {f.name: _plain(obj, f) for f in columns}
    names = [name for name in sorted(values) if _column(obj, name) in columns]
    for name in names:
        setattr(obj, name, values[name])
    _check(obj, columns)
    if isinstance(obj, Record):
        obj.version += 1
        obj.updated_at = clock.now()
        names += ["version", "updated_at"]
    _note(obj, "changed", {f.name: _told(f, before[f.name], _plain(obj, f)) for f in columns})
    return names


def _column(obj: models.Model, name: str) -> "models.Field[Any, Any]":
    """The field behind a name, which may be that of its column: owner or owner_id."""
    found = obj._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{obj._meta.label}.{name} is not a column")
    return found


def _differs(obj: models.Model, name: str, value: Any) -> bool:
    current = getattr(obj, _column(obj, name).attname)
    return bool(current != (value.pk if isinstance(value, models.Model) else value))


def _check(obj: models.Model, columns: "Sequence[models.Field[Any, Any]] | None" = None) -> None:
    """The rules of the fields that are written (`columns`; None: all) and the row's own rule.

    Relations and uniqueness are the database's to refuse: asking first would cost a query each.
    """
    written = {f.name for f in columns or obj._meta.concrete_fields if not f.is_relation}
    obj.clean_fields(exclude={f.name for f in obj._meta.concrete_fields if f.name not in written})
    obj.clean()


def _fields(obj: models.Model) -> "list[models.Field[Any, Any]]":
    return [f for f in obj._meta.concrete_fields if f.name not in _UNAUDITED]


def _plain(obj: models.Model, f: "models.Field[Any, Any]") -> Any:
    value = getattr(obj, f.attname)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _told(f: "models.Field[Any, Any]", before: Any, after: Any) -> list[Any]:
    """Before and after as the audit tells it: of a secret only that it changed."""
    return ["…", "…"] if f.name in _UNAUDITED else [before, after]


def _note(obj: models.Model, action: str, fields: dict[str, list[Any]]) -> None:
    current_act().changes.append(Change(obj._meta.label_lower, obj.pk, str(obj)[:200], action, fields))
