"""The same statements on DuckDB over Arrow: large analyses and the test that all engines give equal integers.

Rows come through the same visible querysets; only the summing moves. duckdb and pyarrow are loaded at the first use.
"""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from cadre.metrics.declarations import DeclarationError, Fact
from cadre.metrics.engines import Values, View, visible_rows
from cadre.metrics.writer import ROWS

if TYPE_CHECKING:
    import pyarrow as pa

Rows = tuple[str, object, dt.date, tuple[dt.date, ...]]


class Columnar:
    """Reads each fact (as one actor sees it) and each joined table once, keeps them as Arrow tables, and sums in DuckDB."""

    def __init__(self, using: str = "default") -> None:
        self.using = using
        self._facts: dict[Rows, pa.Table] = {}
        self._tables: dict[str, pa.Table] = {}

    def fetch(self, sql: str, fact: Fact, view: View, values: Values) -> list[tuple[Any, ...]]:
        import duckdb

        text = re.sub(r"%\((\w+)\)s", r"$\1", sql.replace(ROWS, "fact_rows", 1)).replace("%%", "%")
        with duckdb.connect(":memory:", config={"threads": 2}) as connection:
            connection.register("fact_rows", self._rows(fact, view))
            for table in re.findall(r'LEFT JOIN "(\w+)"', sql):
                connection.register(table, self._table(table))
            return connection.execute(text, dict(values)).fetchall()

    def _rows(self, fact: Fact, view: View) -> "pa.Table":
        key = (fact.key, view.actor, view.seen_on, view.days)
        if key not in self._facts:
            days = view.days or (view.seen_on,)
            rows = [
                row
                for day in days
                for row in visible_rows(fact, view, day, list(fact.columns))
                .using(self.using)
                .iterator(chunk_size=10_000)
            ]
            self._facts[key] = _arrow(fact.columns, rows)
        return self._facts[key]

    def _table(self, table: str) -> "pa.Table":
        if table not in self._tables:
            model = next(
                (one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table), None
            )
            if model is None:
                raise DeclarationError(f"a dimension joins {table}, which is no model's table")
            columns = {field.column: kind for field in model._meta.concrete_fields if (kind := _kind(field))}
            names = [field.attname for field in model._meta.concrete_fields if _kind(field)]
            self._tables[table] = _arrow(columns, list(model._base_manager.using(self.using).values_list(*names)))
        return self._tables[table]


def _kind(field: models.Field[Any, Any]) -> type | None:
    """The Python type of a column that a join could use; None for the others, which are not copied."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.DateTimeField):
        return None
    kinds = {models.DateField: dt.date, models.IntegerField: int, models.CharField: str}
    return next((kind for base, kind in kinds.items() if isinstance(target, base)), None)


def _arrow(columns: Any, rows: list[tuple[Any, ...]]) -> "pa.Table":
    import pyarrow as pa

    types = {int: pa.int64(), str: pa.string(), dt.date: pa.date32()}
    arrays = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pa.table(
        {
            name: pa.array(list(values), types[kind])
            for (name, kind), values in zip(columns.items(), arrays, strict=True)
        }
    )
