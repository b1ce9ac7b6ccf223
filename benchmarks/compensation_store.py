"""Changes of a calculated plan: milliseconds per changed transaction, table and estimate, each equal to a full run at the end.

``python -m benchmarks.compensation_store [COUNT] [--totals] [--many N] [--file FILE]``. Wall and CPU milliseconds, medians.
"""

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks import compensation_data as data
from cadre.compensation.engine.inputs.loading import load
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from cadre.compensation.engine.store_file import StoreFile
from cadre.compensation.engine.totals import totals


def timed(work: Callable[[int], Any], repeat: int) -> dict[str, float]:
    """Medians and the worst, in milliseconds."""
    walls, cpus = [], []
    for number in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        work(number)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {
        "wall_ms": round(statistics.median(walls) * 1000, 1),
        "cpu_ms": round(statistics.median(cpus) * 1000, 1),
        "worst_ms": round(max(walls) * 1000, 1),
    }


def say(what: str, **figures: Any) -> None:
    """One line of results."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"what": what, **figures, "peak_mib": peak, "load": round(os.getloadavg()[0], 1)}), flush=True)


class Changing:
    """A store whose inputs are changed, and the same changes in plain tables for the full run to compare with."""

    def __init__(self, tables: dict[str, pa.Table], seed: int = 3) -> None:
        self.tables = dict(tables)
        self.rng = np.random.default_rng(seed)
        self.amount = tables["transactions"]["amount_minor"].to_numpy().copy()
        self.plan, _ = parse_plan(data.PLAN)
        self.store = Store(self.plan, tables)

    def transaction(self, _: int) -> None:
        """Another amount for one transaction."""
        row = int(self.rng.integers(0, len(self.amount)))
        self.amount[row] = int(self.rng.integers(1_000, 5_000_000))
        self.store.apply(self._row(row))

    def estimate(self, _: int) -> None:
        """What would another amount pay?"""
        row = int(self.rng.integers(0, len(self.amount)))
        self.store.apply(self._row(row), keep=False)

    def _row(self, row: int) -> pa.Table:
        one = self.tables["transactions"].slice(row, 1)
        place = one.column_names.index("amount_minor")
        return one.set_column(place, "amount_minor", pa.array([int(self.amount[row])]))

    def replaced(self, name: str, column: str, value: Callable[[int, str], str]) -> Callable[[int], None]:
        """A change of one cell of an input table."""

        def work(_: int) -> None:
            table = self.tables[name]
            cells = table[column].to_pylist()
            row = int(self.rng.integers(0, len(cells)))
            cells[row] = value(row, cells[row])
            fresh = table.set_column(table.column_names.index(column), column, pa.array(cells, pa.string()))
            self.tables[name] = fresh
            self.store.replace(**{name: fresh})

        return work

    def check(self) -> None:
        """Equal to a full run."""
        transactions = self.tables["transactions"]
        place = transactions.column_names.index("amount_minor")
        fresh = transactions.set_column(place, "amount_minor", pa.array(self.amount))
        full = calculate(self.plan, {**self.tables, "transactions": fresh})
        assert self.store.digest() == full.digests()["output"]


def another(names: range) -> Callable[[int, str], str]:
    """Another payee of these numbers."""
    return lambda row, _: data.name(names[(row * 7 + 3) % len(names)])


def main() -> None:
    """Measure and check."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--many", type=int, default=0, help="so many changes more, to see whether they get slower")
    parser.add_argument(
        "--totals", action="store_true", help="totals without lines only, beside one sum of the amounts"
    )
    parser.add_argument("--file", help="also keep a store in this file, change and open it")
    arguments = parser.parse_args()
    d = data.make(arguments.count)
    plan, _ = parse_plan(data.PLAN)
    own = plan.model_copy(update={"components": plan.components[:1]})
    for name, chosen in (("own", own), ("full", plan)):
        inputs = load(chosen, d.tables)
        say(f"totals {name}", **timed(lambda _, c=chosen, i=inputs: totals(c, i), 5))
    if arguments.totals:
        _sum(d.tables["transactions"])
        return
    if arguments.file:
        _file(arguments.file, d.tables)
    changing = Changing(d.tables)
    changing.transaction(0)
    say("changed transaction", **timed(changing.transaction, arguments.repeat))
    say("estimate", **timed(changing.estimate, arguments.repeat))
    sellers, managers = range(data.SELLERS), range(data.SELLERS, data.SELLERS + data.MANAGERS)
    for what, work in (
        ("quota", changing.replaced("quotas", "quota", lambda row, old: str(int(old) + 1_000 + row % 7))),
        ("assignment", changing.replaced("assignments", "payee", another(sellers))),
        ("manager", changing.replaced("tree", "manager", another(managers))),
        ("participant", changing.replaced("participants", "role", lambda _, old: old if old == "manager" else "")),
    ):
        say(f"changed {what}", **timed(work, 3))
    changing.check()
    for number in range(0, arguments.many, 500):
        say(f"after {number + 500} changes", **timed(changing.transaction, 500))
    if arguments.many:
        changing.check()


def _sum(transactions: pa.Table) -> None:
    connection = duckdb.connect()
    connection.register("tx", transactions)
    for what, text in (
        ("one sum", "SELECT SUM(amount_minor) FROM tx"),
        ("sums by account", "SELECT account, SUM(amount_minor) FROM tx GROUP BY account"),
        ("sums by account and month", "SELECT account, month(date), SUM(amount_minor) FROM tx GROUP BY ALL"),
    ):
        say(what, **timed(lambda _, text=text: connection.sql(text).to_arrow_table(), 5))


def _file(path: str, tables: dict[str, pa.Table]) -> None:
    Path(path).unlink(missing_ok=True)
    say("file written", **timed(lambda _: StoreFile.create(path, data.PLAN, tables).close(), 1))
    say("file opened", **timed(lambda _: StoreFile.open(path).close(), 3))
    store = StoreFile.open(path)
    one = tables["transactions"].slice(77, 1)
    say("file changed", **timed(lambda _: store.change(one), 9), mib=Path(path).stat().st_size // 2**20)
    say("file with another plan", **timed(lambda _: store.change(plan=data.PLAN), 3))
    store.close()


if __name__ == "__main__":
    main()
