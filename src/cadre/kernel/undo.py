"""Takes back what one act did, as long as nobody built on it since."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from cadre.kernel import clock, search, write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.effective import NoOverlap
from cadre.kernel.models.audit import AuditEntry
from cadre.kernel.problems import NOT_FOUND, ProblemKind
from cadre.kernel.verbs import verb

MINUTES = 15
TOO_LATE = ProblemKind(
    "kernel.undo_too_late", _("This can no longer be undone: more than %(minutes)s minutes have passed.")
)
BUILT_UPON = ProblemKind(
    "kernel.undo_built_upon", _("This can no longer be undone: “%(title)s” has been changed since.")
)
_REVERSIBLE = {"changed", "created"}


@verb("kernel.act.undo", roles=EVERYONE)
def undo_act(*, actor: Actor, act: uuid.UUID) -> list[Model]:
    """Put every row of the actor's own act back as it was. NOT_FOUND for another's act, TOO_LATE, BUILT_UPON; all or nothing."""
    if actor.user_id is None:
        raise NOT_FOUND()
    entries = list(AuditEntry.objects.filter(act=act, user_id=actor.user_id, action__in=_REVERSIBLE).order_by("-id"))
    if not entries:
        raise NOT_FOUND()
    if (clock.now() - entries[0].at).total_seconds() > MINUTES * 60:
        raise TOO_LATE(minutes=MINUTES)
    return [row for batch in _batches(entries) for row in batch.reverse()]


@dataclass
class _Batch:
    """Entries of one act that are taken back together: one table, all changed or all created."""

    model: Any
    action: str
    entries: list[AuditEntry] = field(default_factory=list)

    def reverse(self) -> list[Model]:
        """Take them back; returns the rows that are still there."""
        # What a row is called often takes its neighbours, and the audit calls each by its name
        found = self.model._default_manager.select_related(*(column.name for column in _relations(self.model)))
        rows = found.in_bulk({entry.object_id for entry in self.entries})
        undone: dict[int | None, dict[str, Any]] = {}
        for entry in self.entries:
            row, past = rows.get(entry.object_id), undone.setdefault(entry.object_id, {})
            now = {name: past[name] if name in past else row and write.plain_value(row, name) for name in entry.fields}
            if row is None or any(now[name] != after for name, (_before, after) in entry.fields.items()):
                raise BUILT_UPON(title=entry.title)
            past.update({name: before for name, (before, _after) in entry.fields.items()})
        if self.action == "created":
            _remove(self.model, list(rows.values()))
        else:
            _change([(rows[pk], past) for pk, past in undone.items()])
        search.put_as(self.model, list(rows))
        return [] if self.action == "created" else list(rows.values())

    def must_precede(self, model: Any, action: str) -> bool:
        """Whether a later entry has to wait for these: of the same table always (ranges, what is unique), and what is removed
        for all that refer to it."""
        return self.model is model or (
            action == "created" and any(f.related_model is model for f in _relations(self.model))
        )


def _batches(entries: Iterable[AuditEntry]) -> list[_Batch]:
    """The entries in their order, brought together where the order makes no difference: tables that take turns cost no query a row."""
    batches: list[_Batch] = []
    for entry in entries:
        model, home = apps.get_model(entry.model), None
        for batch in reversed(batches):
            if batch.model is model and batch.action == entry.action:
                home = batch
            if home or batch.must_precede(model, entry.action):
                break
        if home is None:
            batches.append(home := _Batch(model, entry.action))
        home.entries.append(entry)
    return batches


def _remove(model: Any, rows: list[Model]) -> None:
    if len(rows) == 1:  # told in the record's own history
        write.remove(rows[0])
    else:
        write.remove_many(model._default_manager.filter(pk__in=[row.pk for row in rows]))


def _change(rows: list[tuple[Model, dict[str, Any]]]) -> None:
    """Set the values as they were. Where the table holds rows against one another, each waits for the one before it."""
    values = [
        (row, {_column(row, name).attname: _column(row, name).to_python(past[name]) for name in past})
        for row, past in rows
    ]
    held = _held_together(type(values[0][0]))
    if any(held & set(past) for _row, past in rows):
        for row, given in values:
            write.change(row, **given)
    else:
        write.change_many(values)


def _held_together(model: type[Model]) -> set[str]:
    """Fields by which one row of a table can stand in another's way: what is unique, and ranges that may not overlap."""
    found = {f.name for f in model._meta.concrete_fields if f.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, NoOverlap):
            found |= {constraint.subject, constraint.start, constraint.end}
        elif isinstance(constraint, UniqueConstraint):
            found |= {f.name for f in model._meta.concrete_fields} if constraint.expressions else set(constraint.fields)
    return found


def _relations(model: Any) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.is_relation]


def _column(row: Model, name: str) -> Any:
    return row._meta.get_field(name)
