"""Turns a database's refusal into a sentence: the table is the last word, but the reader never sees its language."""

import re

from django.apps import apps
from django.db import IntegrityError, models

from cadre.kernel.problems import ALREADY_THERE, INVALID, STILL_USED, Problem

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
_POSTGRES_KEY = re.compile(r"Key \((.+?)\)=\((.*?)\)")


def problem_of(error: IntegrityError) -> Problem:
    """The problem behind an IntegrityError: the named constraint's own message, a duplicate, or a row that is still used."""
    text = str(error)
    if constraint := _named_constraint(text):
        return INVALID(field=_only_column(constraint), reason=constraint.get_violation_error_message())
    if found := _SQLITE_UNIQUE.search(text):
        columns = [part.split(".")[-1].strip() for part in found.group(1).split(",")]
        return ALREADY_THERE(field=columns[-1].removesuffix("_id"))
    if "unique" in text and (found := _POSTGRES_KEY.search(text)):
        columns = [part.strip() for part in found.group(1).split(",")]
        return ALREADY_THERE(field=columns[-1].removesuffix("_id"))
    if "FOREIGN KEY" in text or "foreign key" in text:
        return STILL_USED()
    raise error


def _named_constraint(text: str) -> models.BaseConstraint | None:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if re.search(rf"\b{re.escape(constraint.name)}\b", text):
                return constraint
    return None


def _only_column(constraint: models.BaseConstraint) -> str | None:
    """The field that a uniqueness of one column belongs to, also of the column in lower case; of others none."""
    if not isinstance(constraint, models.UniqueConstraint):
        return None
    names = [*constraint.fields]
    for expression in constraint.expressions:
        parts = expression.flatten() if isinstance(expression, models.Func) else [expression]
        names += [str(part.deconstruct()[1][0]) for part in parts if isinstance(part, models.F)]  # type: ignore[attr-defined]
    return names[0] if len(names) == 1 else None
