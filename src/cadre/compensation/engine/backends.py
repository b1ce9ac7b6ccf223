"""Where the SQL runs: DuckDB by default, Spark by a setting. Both take the same text."""

from collections.abc import Iterator
from typing import Any, Protocol

import pyarrow as pa

#: Rows in a piece of a result.
BATCH = 500_000


class Backend(Protocol):
    """What the calculation asks of an engine."""

    name: str
    #: Whether queries run in this process, so that columns pass to and fro at no cost.
    in_process: bool

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table known under a name."""

    def forget(self, name: str) -> None:
        """Let go of an Arrow table."""

    def create(self, name: str, sql: str) -> None:
        """Keep the result of a query under a name."""

    def fetch(self, sql: str) -> pa.Table:
        """The result of a query."""

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The result of a query piece by piece; the first may be empty."""

    def close(self) -> None:
        """Give back memory and files."""


class Duck:
    """DuckDB in this process."""

    name = "duckdb"
    in_process = True

    def __init__(self, threads: int | None = None, memory: str | None = None, path: str = ":memory:") -> None:
        import duckdb

        self.connection = duckdb.connect(path)
        #: The Arrow tables by the name they are known under.
        self.tables: dict[str, pa.Table] = {}
        if threads:
            self.connection.execute(f"SET threads = {int(threads)}")
        if memory:
            self.connection.execute("SET memory_limit = ?", [memory])

    def register(self, name: str, table: pa.Table) -> None:
        """Arrow tables are read in place."""
        self.connection.register(name, table)
        self.tables[name] = table

    def forget(self, name: str) -> None:
        """Let go of an Arrow table."""
        self.connection.unregister(name)
        self.tables.pop(name, None)

    def create(self, name: str, sql: str) -> None:
        """A temporary table."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def fetch(self, sql: str) -> pa.Table:
        """The result as an Arrow table."""
        return self.connection.sql(sql).to_arrow_table()

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The result piece by piece, so that no more than a piece is there twice."""
        reader = self.connection.sql(sql).to_arrow_reader(BATCH)
        yield pa.RecordBatch.from_arrays([pa.array([], kind) for kind in reader.schema.types], schema=reader.schema)
        yield from reader

    def run(self, sql: str) -> None:
        """A statement without a result."""
        self.connection.execute(sql)

    def begin(self) -> None:
        """Begin a change that can be taken back."""
        self.connection.begin()

    def commit(self) -> None:
        """Keep the change."""
        self.connection.commit()

    def rollback(self) -> None:
        """Take the change back."""
        self.connection.rollback()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def open_backend(which: Any = "duckdb") -> Backend:
    """A backend by name (``duckdb``, ``spark``, ``spark://host:port``) or one that is open already."""
    if not isinstance(which, str):
        return which  # type: ignore[no-any-return]
    if which == "duckdb":
        return Duck()
    if which == "spark" or which.startswith(("spark:", "local")):
        from cadre.compensation.engine.spark import Spark

        return Spark(which)
    raise ValueError(f"unknown engine {which!r}: duckdb, spark or spark://host:port")
