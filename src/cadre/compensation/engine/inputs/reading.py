"""Any source as an Arrow table: CSV, Parquet, Arrow, pandas, Polars, rows, a database cursor."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.inputs.schema import Table


def as_table(source: Any, schema: Table) -> pa.Table:
    """``source`` as an Arrow table with tidy column names. Raises :class:`InputsRefused`."""
    table = _read(source, schema)
    names = [_tidy(name) for name in table.column_names]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise InputsRefused(f"{schema.name}: the column {', '.join(sorted(twice))} is there twice")
    table = table.rename_columns(names)
    if "amount_minor" in names and "amount" not in names:
        names.append("amount")
    missing = [name for name in schema.required if name not in names]
    if missing:
        raise InputsRefused(
            f"{schema.name}: the column {', '.join(missing)} is missing (found: {', '.join(names) or 'none'})"
        )
    if not schema.open_ended:
        known = {column.name for column in schema.columns}
        table = table.select([name for name in table.column_names if name in known])
    return table


def _tidy(name: str) -> str:
    return name.strip().lstrip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _read(source: Any, schema: Table) -> pa.Table:  # noqa: C901, PLR0911 - one branch per rule of the language
    if isinstance(source, pa.Table):
        return source
    if isinstance(source, (str, Path)):
        return _read_file(Path(source), schema)
    if hasattr(source, "to_arrow"):
        return _plain(source.to_arrow())
    if type(source).__module__.startswith("pandas"):
        return pa.Table.from_pandas(source, preserve_index=False)
    if hasattr(source, "__arrow_c_stream__"):
        return pa.table(source)
    if hasattr(source, "description") and hasattr(source, "fetchall"):
        names = [column[0] for column in source.description]
        return _from_rows([dict(zip(names, row, strict=True)) for row in source.fetchall()], names)
    if isinstance(source, Sequence) and not source:
        return pa.table({column.name: pa.array([], pa.string()) for column in schema.columns})
    if isinstance(source, Sequence):
        return _from_rows(list(source), None)
    raise InputsRefused(f"{schema.name}: cannot read a {type(source).__name__}")


def _plain(table: pa.Table) -> pa.Table:
    """Views and large strings as ordinary strings."""
    fields = [
        pa.field(f.name, pa.string() if pa.types.is_large_string(f.type) or "view" in str(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields))


def _from_rows(rows: list[dict[str, Any]], names: list[str] | None) -> pa.Table:
    names = names or list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _read_file(path: Path, schema: Table) -> pa.Table:
    if not path.exists():
        raise InputsRefused(f"{schema.name}: there is no file {path}")
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(path)
    if path.suffix == ".json":
        import json

        return _from_rows(json.loads(path.read_text(encoding="utf-8-sig"), parse_float=str), None)
    if path.suffix in (".csv", ".tsv", ".txt"):
        return _read_csv(path, schema)
    raise InputsRefused(f"{schema.name}: {path.name} is neither .csv, .tsv, .parquet nor .json")


def _read_csv(path: Path, schema: Table) -> pa.Table:
    """All cells as text: what they mean is decided in one place, with the row at hand."""
    from pyarrow import csv

    with path.open("rb") as file:
        head = file.readline().decode("utf-8-sig", "replace")
    if not head.strip():
        raise InputsRefused(f"{schema.name}: {path.name} is empty")
    delimiter = max((",", ";", "\t"), key=head.count)
    names = next(iter(__import__("csv").reader([head.rstrip("\r\n")], delimiter=delimiter)))
    types = {name: pa.string() for name in names}
    convert = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    read = csv.ReadOptions(column_names=names, skip_rows=1)
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=False)
    try:
        return csv.read_csv(path, read_options=read, parse_options=parse, convert_options=convert)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise InputsRefused(f"{schema.name}: {path.name} cannot be read: {error}") from None
