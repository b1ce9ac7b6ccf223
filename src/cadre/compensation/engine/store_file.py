"""A store on disk: a plan, its inputs and the digest of what they pay, in one DuckDB file that takes changes.

Every change is one transaction of the file: after a crash it holds the state before or after. Opening it calculates what
it holds and compares the digest, so that a file that was damaged or written by another version is never paid from.
"""

import contextlib
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.inputs.loading import load
from cadre.compensation.engine.inputs.problems import InputsRefused
from cadre.compensation.engine.inputs.reading import as_table
from cadre.compensation.engine.inputs.schema import TABLES
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.store import COMPACT_AFTER, Store
from cadre.compensation.engine.store_changes import Change, NeedsFullRun
from cadre.compensation.engine.store_given import refuse_unlike

#: The layout of the file.
LAYOUT = "1"
#: Where a table names transactions. Kept without blanks around it, as the engine reads it: changes look for it.
NAMING = {"transactions": "id", "splits": "transaction"}


class StoreRefused(ValueError):
    """The file is no store, is in use, or does not hold what its digest says."""


class StoreFile:
    """An open store. ``change`` is what happened last: ``None`` after a calculation of everything."""

    def __init__(self, file: Any, plan: Plan, period: str | None) -> None:
        self.file, self.plan, self.period = file, plan, period
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The calculated plan. Raises ``StoreRefused`` after an error: what is in memory may be ahead of the file."""
        if self._store is None:
            raise StoreRefused("the store was closed by an error: open it again")
        return self._store

    @classmethod
    def create(cls, path: str | Path, text: str, sources: dict[str, Any], period: str | None = None) -> "StoreFile":
        """Calculate a plan (its YAML or JSON text) and keep it in a new file. Raises ``StoreRefused``, ``InputsRefused``."""
        taken = f"{path} is there already; change it, or take another name"
        if Path(path).exists():
            raise StoreRefused(taken)
        plan, _ = parse_plan(text)
        store = Store(plan, load(plan, sources), period=period)
        # a writer that dies leaves nothing under the name; nobody opens what is not whole
        made = Path(f"{path}.{os.getpid()}.new")
        try:
            cls(_connect(made), plan, period)._write_new(store, text)
            os.link(made, path)
        except FileExistsError:
            raise StoreRefused(taken) from None
        except (OSError, duckdb.Error) as error:
            raise StoreRefused(f"{path} could not be written, and is not there: {_first(error)}") from None
        finally:
            made.unlink(missing_ok=True)
            Path(f"{made}.wal").unlink(missing_ok=True)
        found = cls(_connect(path), plan, period)
        found._store = store
        return found

    def _write_new(self, store: Store, text: str) -> None:
        self._store = store
        try:
            self.file.begin()
            self.file.execute("CREATE TABLE about (name VARCHAR PRIMARY KEY, value VARCHAR)")
            self.file.execute(
                "CREATE TABLE steps (number INTEGER PRIMARY KEY, what VARCHAR, count INTEGER, digest VARCHAR)"
            )
            for name, value in (("layout", LAYOUT), ("plan", text), ("period", self.period or "")):
                self.file.execute("INSERT INTO about VALUES (?, ?)", [name, value])
            for name, table in store.calculation.inputs.tables.items():
                self._write_whole(name, _bare(name, table))
            self._step("calculated", len(store.calculation.inputs.transactions))
            self.file.commit()
            self.file.execute("CHECKPOINT")
        finally:
            self.file.close()

    @classmethod
    def open(cls, path: str | Path) -> "StoreFile":
        """Open a store and verify its digest. Raises ``StoreRefused``."""
        if not Path(path).exists():
            raise StoreRefused(f"there is no store {path}")
        file = _connect(path)
        try:
            about = dict(file.execute("SELECT name, value FROM about").fetchall())
            (kept,) = file.execute("SELECT digest FROM steps ORDER BY number DESC LIMIT 1").fetchone()
        except Exception as error:
            file.close()
            raise StoreRefused(f"{path} is not a store of this command") from error
        if about.get("layout") != LAYOUT:
            file.close()
            raise StoreRefused(f"{path} was written by another version: calculate again")
        found = cls(file, parse_plan(about["plan"])[0], about["period"] or None)
        found._store = Store(found.plan, found.tables(), period=found.period)
        if found.store.digest() != kept:
            file.close()
            raise StoreRefused(f"{path} does not pay what it paid when it was written: calculate again")
        return found

    def tables(self) -> dict[str, pa.Table]:
        """The inputs as they are now."""
        rows = self.file.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'in\\_%' ESCAPE '\\'")
        names = sorted(name for (name,) in rows.fetchall())
        order = {"in_transactions": " ORDER BY id"}
        return {n[3:]: self.file.sql(f"SELECT * FROM {n}{order.get(n, '')}").to_arrow_table() for n in names}

    def result(self) -> Result:
        """Everything that is paid now, with all lines."""
        self.store.calculation.inputs.tables = self.tables()
        return self.store.full_result()

    def change(
        self, transactions: Any = None, deletes: list[Any] | None = None, *, plan: str | None = None, **tables: Any
    ) -> Change | None:
        """Replace, add or delete transactions, give other tables anew, or the text of another ``plan``; kept when it returns.

        ``splits`` beside transactions are all splits of these; alone they are the whole table. Returns what changed, or
        ``None`` when everything had to be calculated again. Raises ``InputsRefused``, ``StoreRefused``.
        """
        _ = self.store
        self.file.begin()
        try:
            change = self._change(transactions, list(deletes or []), tables)
            if plan is not None:
                self._replan(plan)
                change = None
            self.file.commit()
        except BaseException as error:
            self._store = None
            with contextlib.suppress(duckdb.Error):  # a commit that fails has rolled back already
                self.file.rollback()
            if isinstance(error, duckdb.Error):
                raise StoreRefused(f"the change could not be written, and is not kept: {_first(error)}") from None
            raise
        (count,) = self.file.execute("SELECT COUNT(*) FROM steps").fetchone()
        if count % COMPACT_AFTER == 0:
            with contextlib.suppress(duckdb.Error):  # the change is kept; no space is won
                self.compact()
        return change

    def _change(self, transactions: Any, deletes: list[Any], tables: dict[str, Any]) -> Change | None:
        found: Change | None = None
        try:
            if transactions is not None or deletes:
                upserts = None if transactions is None else self._like(_table("transactions", transactions))
                splits = self._write_rows(upserts, deletes, tables.pop("splits", None))
                found = self.store.apply(upserts, self._ids(deletes), splits)
                self._step("transactions", len(deletes) + (0 if upserts is None else len(upserts)))
            whole = {name: _table(name, source) for name, source in tables.items()}
            for name, table in whole.items():
                self._write_whole(name, table)
            if whole:
                found = self.store.replace(**whole)
                self._step(", ".join(sorted(whole)), sum(len(table) for table in whole.values()))
        except NeedsFullRun:
            for name, source in tables.items():
                self._write_whole(name, _table(name, source))
            self._store = Store(self.plan, self.tables(), period=self.period)
            self._step("calculated", len(self.store.calculation.inputs.transactions))
            return None
        return found

    def _replan(self, text: str) -> None:
        """Another plan for the same inputs: everything is calculated again."""
        plan, _ = parse_plan(text)
        if plan.currency != self.plan.currency:
            raise StoreRefused(
                f"the plan pays in {plan.currency}, the store in {self.plan.currency}: calculate it into another store"
            )
        self.plan = plan
        self._store = None  # both at once need twice the memory
        self._store = Store(self.plan, self.tables(), period=self.period)
        self.file.execute("UPDATE about SET value = ? WHERE name = 'plan'", [text])
        self._step("plan", len(self.plan.components))

    def _write_rows(self, upserts: pa.Table | None, deletes: list[Any], splits: Any) -> pa.Table | None:
        """Exchange the rows of transactions and of their splits; returns the splits of those that stay."""
        gone = [str(one).strip() for one in deletes]
        ids = [*gone, *([] if upserts is None else map(str, upserts["id"].to_pylist()))]
        self.file.register("gone", pa.table({"id": pa.array(ids, pa.string())}))
        self.file.execute("DELETE FROM in_transactions WHERE CAST(id AS VARCHAR) IN (SELECT id FROM gone)")
        if upserts is not None:
            self.file.register("fresh", upserts)
            self.file.execute("INSERT INTO in_transactions BY NAME SELECT * FROM fresh")
        held = "in_splits" in self._names()
        if splits is None and not held:
            return None
        which = "CAST(transaction AS VARCHAR) IN (SELECT id FROM gone)"
        if splits is not None:
            table = _table("splits", splits)
            if not held:
                self._write_whole("splits", table.slice(0, 0))
            self.file.execute(f"DELETE FROM in_splits WHERE {which}")
            self.file.register("fresh", table)
            self.file.execute("INSERT INTO in_splits BY NAME SELECT * FROM fresh")
        elif deletes:
            self.file.register("deleted", pa.table({"id": pa.array(gone, pa.string())}))
            self.file.execute("DELETE FROM in_splits WHERE CAST(transaction AS VARCHAR) IN (SELECT id FROM deleted)")
        found = self.file.sql(f"SELECT * FROM in_splits WHERE {which}").to_arrow_table()
        return found if len(found) else None

    def _like(self, table: pa.Table) -> pa.Table:
        """Changed transactions with the columns and types of the file; texts where the types differ."""
        held = self.file.sql("SELECT * FROM in_transactions LIMIT 0").to_arrow_table().schema
        if pa.types.is_integer(held.field("id").type) and not pa.types.is_integer(table["id"].type):
            try:
                table = table.set_column(table.column_names.index("id"), "id", table["id"].cast(pa.int64()))
            except pa.ArrowInvalid:
                raise InputsRefused("transactions: the ids of the store are whole numbers") from None
        refuse_unlike(held.names, table.column_names)
        for place, name in enumerate(table.column_names):
            there = name in held.names
            if there and (name == "id" or table[name].type == held.field(name).type):
                continue
            quoted = '"' + name.replace('"', '""') + '"'
            how = f"ALTER COLUMN {quoted} TYPE" if there else f"ADD COLUMN {quoted}"
            self.file.execute(f"ALTER TABLE in_transactions {how} VARCHAR")
            table = table.set_column(place, name, pc.cast(table[name], pa.string()))
        return table

    def missing(self, ids: list[Any]) -> list[str]:
        """Which of these transactions the store does not have: a change that deletes them deletes nothing."""
        if not ids:
            return []
        self.file.register("asked", pa.table({"id": pa.array([str(one).strip() for one in ids], pa.string())}))
        held = "SELECT CAST(id AS VARCHAR) AS id FROM in_transactions"
        rows = self.file.execute(f"SELECT DISTINCT id FROM asked ANTI JOIN ({held}) AS held USING (id) ORDER BY id")
        return [one for (one,) in rows.fetchall()]

    def _ids(self, ids: list[Any]) -> list[Any]:
        numbers = "int" in str(getattr(self.store.calculation.inputs.transactions.columns["tx"], "dtype", ""))
        texts = [str(one).strip() for one in ids]
        return [int(one) for one in texts if one.lstrip("-").isdecimal()] if numbers else texts

    def _names(self) -> set[str]:
        return {name for (name,) in self.file.execute("SELECT table_name FROM duckdb_tables()").fetchall()}

    def _write_whole(self, name: str, table: pa.Table) -> None:
        self.file.register("whole", table)
        self.file.execute(f"CREATE OR REPLACE TABLE in_{name} AS SELECT * FROM whole")
        self.file.unregister("whole")

    def _step(self, what: str, count: int) -> None:
        number = "(SELECT COALESCE(MAX(number), 0) + 1 FROM steps)"
        self.file.execute(f"INSERT INTO steps VALUES ({number}, ?, ?, ?)", [what, count, self.store.digest()])

    def compact(self) -> None:
        """Write the transactions again in order and give back the space of what was replaced."""
        self.file.execute("CREATE OR REPLACE TABLE in_transactions AS SELECT * FROM in_transactions ORDER BY id")
        self.file.execute("CHECKPOINT")

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def _table(name: str, source: Any) -> pa.Table:
    return _bare(name, as_table(source, TABLES[name]))


def _bare(name: str, table: pa.Table) -> pa.Table:
    column = NAMING.get(name)
    if column not in table.column_names or not pa.types.is_string(table[column].type):
        return table
    return table.set_column(table.column_names.index(column), column, pc.utf8_trim_whitespace(table[column]))


def _connect(path: str | Path) -> Any:
    try:
        return duckdb.connect(str(path))
    except duckdb.Error as error:
        if "lock on file" in str(error) or "different configuration" in str(error):
            raise StoreRefused(f"{path} is in use by another program: try again when it has ended") from None
        raise StoreRefused(f"{path} cannot be opened as a store: {_first(error)}") from None


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
