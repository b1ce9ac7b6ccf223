"""Which rows of the index a reader may see: conditions by kind, and for a reader of few rows these rows themselves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cadre.kernel.access import Actor
from cadre.kernel.search.kinds import Owners, SearchKind
from cadre.kernel.visibility import Employees

FEW = 3_000
"""Who sees no more rows than this is answered from them, not from all that hold the words."""


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters."""

    sql: str = ""
    params: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Kinds under one rule: the ids or owners that a reader reaches, nothing where he sees all of these kinds."""

    kinds: list[str]
    column: str
    inner: Condition
    is_own: bool  # what one person reaches

    def condition(self, plus: str = "") -> Condition:
        listed = ", ".join(["%s"] * len(self.kinds))
        rule = f" AND {plus}e.{self.column} IN ({self.inner.sql})" if self.column else ""
        return Condition(f"({plus}e.kind IN ({listed}){rule})", [*self.kinds, *self.inner.params])


def groups_of(actor: Actor, kinds: Sequence[SearchKind]) -> list[Group]:
    """What the actor reaches of the kinds; empty when that is nothing. Kinds under one rule share one subquery."""
    groups: dict[tuple[str, str, tuple[Any, ...]], Group] = {}
    for kind in kinds:
        owners = kind.owners(actor)
        reached = _reached(kind, owners)
        if reached is not None:
            is_own = isinstance(owners, list) and len(owners) == 1
            column, inner = reached
            key = (column, inner.sql, tuple(inner.params))
            groups.setdefault(key, Group([], column, inner, is_own)).kinds.append(kind.kind)
    return list(groups.values())


def visible_in(groups: Sequence[Group]) -> Condition:
    """The rows of all groups, as a condition beside what was asked for."""
    # `+` keeps SQLite from reading by owner or kind, which is far slower than reading by what was asked
    parts = [group.condition("" if connection.vendor == "postgresql" else "+") for group in groups]
    return Condition(f"({' OR '.join(part.sql for part in parts)})", [value for part in parts for value in part.params])


def own_rows(table: str, groups: Sequence[Group]) -> Condition | None:
    """The rows in reach by their ids, as a condition; None where they are not few.

    A common word is held by tens of thousands of rows of others, and a seller would have to wait for all of them.
    """
    ruled = [group for group in groups if group.column]
    if not ruled or not all(group.is_own for group in ruled):
        return None  # what several people reach is not few, and costs more to count than it could save
    parts = [group.condition() for group in groups]
    every = " UNION ALL ".join(f"SELECT e.id FROM {table} e WHERE {part.sql}" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"{every} LIMIT {FEW + 1}", [value for part in parts for value in part.params])
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) > FEW:
        return None
    if connection.vendor == "postgresql":
        return Condition("e.id = ANY(%s)", [ids])
    return Condition("e.id IN (SELECT value FROM json_each(%s))", [json.dumps(ids)])


def _reached(kind: SearchKind, owners: Owners) -> tuple[str, Condition] | None:
    if owners is None:
        return "", Condition()
    ids = kind.ids_through(owners)
    inner = _listed(owners if ids is None else ids)
    return None if inner is None else ("owner_id" if ids is None else "ref_id", inner)


def _listed(values: Employees) -> Condition | None:
    """What stands between the brackets of IN; None where there is nothing."""
    if isinstance(values, QuerySet):
        try:
            sql, params = values.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None
        return Condition(sql, list(params))
    return Condition(", ".join(["%s"] * len(values)), list(values)) if values else None
