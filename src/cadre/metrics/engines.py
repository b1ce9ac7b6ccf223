"""Where a compiled statement meets rows: the fact's queryset becomes its FROM, with visibility inside."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateField, QuerySet, Value

from cadre.kernel.access import Actor
from cadre.metrics.declarations import DeclarationError, Fact
from cadre.metrics.writer import ROWS

Values = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """Whose rows, as his reach was on a day, and for a snapshot fact the dates to look at."""

    actor: Actor
    seen_on: dt.date
    days: tuple[dt.date, ...] = ()


class Engine(Protocol):
    """Runs a statement over a fact as an actor sees it, and names the database that holds the calendar."""

    using: str

    def fetch(self, sql: str, fact: Fact, view: View, values: Values) -> list[tuple[Any, ...]]: ...


class Live:
    """The application's own database, through Django's connection and its open transaction."""

    def __init__(self, using: str = "default") -> None:
        self.using = using

    def fetch(self, sql: str, fact: Fact, view: View, values: Values) -> list[tuple[Any, ...]]:
        bound = bind(sql, fact, view, values, self.using)
        if bound is None:
            return []
        with connections[self.using].cursor() as cursor:
            cursor.execute(*bound)
            return list(cursor.fetchall())


def bind(sql: str, fact: Fact, view: View, values: Values, using: str = "default") -> tuple[str, dict[str, Any]] | None:
    """The statement with the fact's rows in place and everything it is to be executed with. None if no row can match."""
    adapt = connections[using].ops.adapt_datefield_value
    params = {name: adapt(value) if isinstance(value, dt.date) else value for name, value in values.items()}
    columns, selects = used_columns(sql, fact), []
    for day in view.days or (view.seen_on,):
        try:
            text, arguments = visible_rows(fact, view, day, columns).using(using).query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
        selects.append(_named(text, arguments, params))
    if not selects:
        return None
    return sql.replace(ROWS, f"({' UNION ALL '.join(selects)})", 1), params


def used_columns(sql: str, fact: Fact) -> list[str]:
    """The fact's columns that the statement reads. SQLite would compute the others for every row of a union of snapshots."""
    named = {column for column in re.findall(r'\bf\."?([a-z0-9_]+)', sql) if column in fact.columns}
    return [column for column in fact.columns if column in named] or ["id"]


def visible_rows(fact: Fact, view: View, day: dt.date, columns: Sequence[str]) -> QuerySet[Any]:
    """The fact's rows that the actor may see. The layer starts the queryset, so no fact can forget to."""
    visible = getattr(apps.get_model(fact.source).objects, "visible_to", None)
    if visible is None:
        raise DeclarationError(
            f"fact {fact.key}: {fact.source}.objects has no visible_to, so nobody could be kept from its rows"
        )
    rows = fact.rows(visible(view.actor, on=view.seen_on), day)
    if fact.snapshot:
        rows = rows.annotate(on=Value(day, DateField()))
    return rows.order_by().values_list(*columns)


def _named(text: str, arguments: Sequence[Any], params: dict[str, Any]) -> str:
    """Django's positional placeholders as named ones; a doubled percent sign stays as it is."""
    waiting = iter(arguments)

    def name(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        key = f"fact_{len(params)}"
        params[key] = next(waiting)
        return f"%({key})s"

    return re.sub(r"%%|%s", name, text)


def as_date(value: Any) -> Any:
    """A date as it comes back: SQLite gives text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
