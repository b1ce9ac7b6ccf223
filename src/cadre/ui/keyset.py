"""Pages of a sorted list without counting rows: the next page starts after (sort value, id), at any depth at the same cost."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db import connection
from django.db.models import F, Model, Q, QuerySet

KEY = "sort_key"  # the annotation that carries a row's sort value


@dataclass(frozen=True)
class Order:
    """Sort by the ORM path `path`, then by id in the same direction; rows without a value come last either way."""

    path: str
    descending: bool = False


@dataclass(frozen=True)
class Cursor:
    """A place in the order: the row with this value and id."""

    value: Any
    pk: int


@dataclass(frozen=True)
class Page:
    """Rows of one page and the cursors of its neighbours, empty where there are none."""

    rows: Sequence[Any]
    after: str
    before: str


def encode(cursor: Cursor) -> str:
    """A cursor for an address. Not secret: it names a row of the page that carries it."""
    value = cursor.value
    kind = "n" if value is None else type(value).__name__
    text = (
        value
        if isinstance(value, int | str) or value is None
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )
    raw = json.dumps([kind, text, cursor.pk], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


_READERS: dict[str, Any] = {
    "n": lambda _: None,
    "int": int,
    "bool": bool,
    "str": str,
    "Decimal": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
}


def decode(text: str) -> Cursor | None:
    """The cursor in an address; None when it is not one of ours (an old bookmark shows the first page)."""
    try:
        kind, value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Cursor(_READERS[kind](value), int(pk))
    except (ValueError, TypeError, KeyError, binascii.Error, InvalidOperation):
        return None


def page_of(rows: QuerySet[Any], order: Order, size: int, after: str = "", before: str = "") -> Page:
    """One page of `rows`. One query, or two where the page reaches into the rows without a sort value."""
    back = decode(before) if before else None
    start = back or (decode(after) if after else None)
    ordered = rows.annotate(**{KEY: F(order.path)})
    found = _take(ordered, order, size + 1, start, backwards=back is not None)
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_after = more if not back else True
    has_before = more if back else start is not None
    return Page(found, _cursor_of(found[-1]) if has_after else "", _cursor_of(found[0]) if has_before else "")


def _take(rows: QuerySet[Any], order: Order, count: int, start: Cursor | None, *, backwards: bool) -> list[Any]:
    """Up to `count` rows from `start` on; the parts with and without a value are asked apart so that an index serves each."""
    parts = [True, False] if _may_be_null(rows.model, order.path) else [True]
    if backwards:
        parts.reverse()
    found: list[Any] = []
    for with_value in parts:
        condition = _beyond(order, start, with_value=with_value, backwards=backwards)
        if condition is None or len(found) >= count:
            continue
        part = rows.filter(condition)
        if len(parts) == 2:
            part = part.filter(**{f"{order.path}__isnull": not with_value})
        descending = order.descending != backwards
        sign = "-" if descending else ""
        keys = [f"{sign}{order.path}"] if with_value else []
        found += list(part.order_by(*keys, f"{sign}pk")[: count - len(found)])
    return found


def _beyond(order: Order, start: Cursor | None, *, with_value: bool, backwards: bool) -> Q | None:
    """The condition for rows of one part beyond the start; None when that part lies wholly behind it."""
    if start is None:
        return Q()
    op = "lt" if order.descending != backwards else "gt"
    same_part = (start.value is not None) == with_value
    if not same_part:
        return Q() if with_value == backwards else None
    if not with_value:
        return Q(**{f"pk__{op}": start.pk})
    at_least = Q(**{f"{order.path}__{op}e": start.value})
    return at_least & (Q(**{f"{order.path}__{op}": start.value}) | Q(**{f"pk__{op}": start.pk}))


def ids_of(slices: Iterable[QuerySet[Any]]) -> list[int]:
    """The ids in several sorted and cut querysets of one id each, in one statement.

    Django's own union cannot hold parts that are sorted and cut on SQLite, and carries every column through each part.
    """
    parts: list[str] = []
    values: list[Any] = []
    for number, one in enumerate(slices):
        try:
            sql, params = one.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({sql}) part{number}")  # noqa: S608 - the SQL is Django's, values are bound
        values += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [row[0] for row in cursor.fetchall()]


def _may_be_null(model: type[Model], path: str) -> bool:
    """Whether any step of an ORM path can be NULL; True for what is not a plain path (an annotation)."""
    current: type[Model] | None = model
    for step in path.split("__"):
        if current is None:
            return True
        try:
            field = current._meta.get_field(step)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", False):
            return True
        current = field.related_model  # type: ignore[assignment]
    return False


def _cursor_of(row: Any) -> str:
    if isinstance(row, dict):
        return encode(Cursor(row[KEY], int(row["pk"] if "pk" in row else row["id"])))
    return encode(Cursor(getattr(row, KEY), row.pk))
