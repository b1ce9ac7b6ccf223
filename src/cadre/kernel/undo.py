"""Takes back what one act did, as long as nobody built on it since."""

import uuid
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cadre.kernel import clock, search, write
from cadre.kernel.access import EVERYONE, Actor
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
    return [row for entry in entries if (row := _reverse(entry)) is not None]


def _reverse(entry: AuditEntry) -> Model | None:
    model: Any = apps.get_model(entry.model)
    row: Model | None = model._default_manager.filter(pk=entry.object_id).first()
    if row is None or any(write.plain_value(row, name) != after for name, (_before, after) in entry.fields.items()):
        raise BUILT_UPON(title=entry.title)
    if entry.action == "created":
        pk = row.pk
        write.remove(row)
        search.put_as(model, pk)
        return None
    columns = {name: model._meta.get_field(name) for name in entry.fields}
    write.change(
        row,
        **{columns[name].attname: columns[name].to_python(before) for name, (before, _after) in entry.fields.items()},
    )
    search.put_as(model, row.pk)
    return row
