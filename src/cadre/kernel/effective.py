"""Time as part of a record: half-open ranges [valid_from, valid_to) that never overlap for one subject, on both databases."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

FOREVER = "9999-12-31"


class NoOverlap(models.BaseConstraint):
    """Ranges of one subject (an integer key) never overlap.

    PostgreSQL: an EXCLUDE constraint that needs no extension (an int8range of one point stands in for equality, which gist
    lacks without btree_gist). SQLite: two triggers. They are emitted from `constraint_sql`, because SQLite rebuilds a table on
    most schema changes and drops its triggers; Django writes the constraints of the rebuilt table anew.
    """

    def __init__(
        self,
        *,
        subject: str,
        name: str,
        start: str = "valid_from",
        end: str = "valid_to",
        violation_error_message: Any = None,
    ) -> None:
        message = violation_error_message or _(
            "This period overlaps another one of the same record. Change the dates, or end the other first."
        )
        super().__init__(name=name, violation_error_message=message)
        self.subject, self.start, self.end = subject, start, end

    def constraint_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str | None:  # type: ignore[override]
        table, subject, start, end = self._names(model, schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            return (
                f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist "
                f"(int8range({subject}, {subject}, '[]') WITH &&, daterange({start}, {end}, '[)') WITH &&)"
            )
        for operation in ("INSERT", "UPDATE"):
            trigger = schema_editor.quote_name(f"{self.name}_{operation.lower()}")
            schema_editor.deferred_sql.append(  # type: ignore[attr-defined]
                f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE {operation} ON {table} FOR EACH ROW "  # noqa: S608 - names of our own tables
                f"WHEN EXISTS (SELECT 1 FROM {table} o WHERE o.id IS NOT NEW.id AND o.{subject} = NEW.{subject} "
                f"AND o.{start} < COALESCE(NEW.{end}, '{FOREVER}') AND NEW.{start} < COALESCE(o.{end}, '{FOREVER}')) "
                f"BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {self.name}'); END"
            )
        return None

    def create_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        subject = model._meta.get_field(self.subject).attname
        after = getattr(instance, self.end) or dt.date.max
        clash = (
            model._default_manager.using(using)
            .filter(**{subject: getattr(instance, subject), f"{self.start}__lt": after})
            .filter(Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gt": getattr(instance, self.start)}))
            .exclude(pk=instance.pk)
        )
        if clash.exists():
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return (
            path,
            tuple(args),
            {"name": kwargs["name"], "subject": self.subject, "start": self.start, "end": self.end},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.subject, self.start, self.end))

    def _names(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> tuple[str, str, str, str]:
        quote = schema_editor.quote_name
        columns = [quote(model._meta.get_field(name).column) for name in (self.subject, self.start, self.end)]
        # While SQLite rebuilds a table it has a temporary name; the triggers are made after it got its own name back
        return quote(model._meta.db_table.removeprefix("new__")), columns[0], columns[1], columns[2]


class EffectiveQuerySet(models.QuerySet[Any, Any]):
    def as_of(self, day: dt.date) -> Self:
        """The rows in force on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def overlapping(self, start: dt.date, end: dt.date) -> Self:
        """The rows in force on any day of [start, end)."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start), valid_from__lt=end)


class Effective(models.Model):
    """A record in force from `valid_from` up to, and without, `valid_to` (None: until further notice)."""

    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until (exclusive)"), null=True, blank=True)

    objects = EffectiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": _("The end must be after the start.")})


def range_constraints(name: str, subject: str) -> list[models.BaseConstraint]:
    """The two constraints every effective-dated table has: a range that is not empty, and no overlap for one subject."""
    return [
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name=f"{name}_range"
        ),
        NoOverlap(subject=subject, name=f"{name}_no_overlap"),
    ]
