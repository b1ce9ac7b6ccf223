"""Apache Spark as the engine: the same SQL text through one transpile. Needs the extra ``cadre-sales[spark]`` and Java 17.

Tables go to Spark as Parquet files in a folder that all workers see (``CADRE_SPARK_FOLDER``, else a temporary folder),
results come back the same way, so that no row passes through a Python worker.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


class Spark:
    """A Spark session, local or on a cluster (``spark://host:port``). Settings: ``CADRE_SPARK_CONF`` as ``key=value;…``."""

    name = "spark"
    in_process = False

    def __init__(self, master: str = "spark", session: Any = None) -> None:
        import sqlglot

        self._transpile = sqlglot.transpile
        self._folder = Path(tempfile.mkdtemp(prefix="cadre-spark-", dir=os.environ.get("CADRE_SPARK_FOLDER")))
        self._own = session is None
        self.session = session or _session("local[2]" if master == "spark" else master)

    def register(self, name: str, table: pa.Table) -> None:
        """Write the table to the shared folder and name it."""
        path = self._path(name)
        pq.write_table(_plain(table), path, row_group_size=max(len(table) // 8, 100_000))
        self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def forget(self, name: str) -> None:
        """Let go of an Arrow table."""
        self.session.catalog.dropTempView(name)

    def create(self, name: str, sql: str) -> None:
        """Keep a result: written once, then read by what follows."""
        path = self._path(name)
        self._frame(sql).write.mode("overwrite").parquet(str(path))
        self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def fetch(self, sql: str) -> pa.Table:
        """The result as an Arrow table, in the order asked for."""
        path = self._path("result")
        self._frame(sql).write.mode("overwrite").parquet(str(path))
        files = sorted(path.glob("part-*.parquet"))
        tables = [pq.read_table(file) for file in files]
        found = pa.concat_tables(tables) if tables else self._empty(sql)
        shutil.rmtree(path, ignore_errors=True)
        return _narrow(found)

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The result of a query piece by piece."""
        yield from self.fetch(sql).combine_chunks().to_batches()

    def _empty(self, sql: str) -> pa.Table:
        return pa.Table.from_pandas(self._frame(sql).toPandas(), preserve_index=False)

    def _frame(self, sql: str) -> Any:
        return self.session.sql(self._transpile(sql, read="duckdb", write="spark")[0])

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}-{uuid.uuid4().hex}.parquet"

    def close(self) -> None:
        """Remove the files; stop the session if it was opened here."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._own:
            self.session.stop()


def _session(master: str) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("cadre-compensation")
    settings = {
        "spark.driver.host": "127.0.0.1" if master.startswith("local") else None,
        "spark.driver.bindAddress": "127.0.0.1" if master.startswith("local") else None,
        "spark.driver.memory": "2g",
        "spark.executor.memory": "2g",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.sql.ansi.enabled": "true",
    }
    more = dict(pair.split("=", 1) for pair in os.environ.get("CADRE_SPARK_CONF", "").split(";") if "=" in pair)
    for key, value in {**settings, **more}.items():
        if value is not None:
            builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _plain(table: pa.Table) -> pa.Table:
    """Types that both sides read alike: whole numbers and text."""
    fields = [pa.field(f.name, _type(f.type)) for f in table.schema]
    return table.cast(pa.schema(fields))


def _type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.int32() if pa.types.is_int8(kind) or pa.types.is_int16(kind) else kind


def _narrow(table: pa.Table) -> pa.Table:
    """Tiers as the small integers they are."""
    names = ("tier_before", "tier_after")
    fields = [pa.field(f.name, pa.int8() if f.name in names else f.type) for f in table.schema]
    return table.cast(pa.schema(fields))
