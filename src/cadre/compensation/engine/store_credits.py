"""Credits that stay in the engine, in the order of payee and run, so that a change reads few of them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.lowering.credits import quoted
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.sorted_credits import SortedCredits

#: A payee and a run.
Place = tuple[int, int]


@dataclass
class StoredCredits(Calculation):
    """A calculation whose credits are kept in tables of the engine, by component."""

    tables: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Also keeps with each transaction how it is credited, since that changes with it."""
        super().prepare()
        self.inputs.transactions.columns.update(self.crediting.columns)

    def _credits(self, component: Component) -> None:
        # a later change may credit anybody
        self.sources[component.id].reachable = set(range(len(self.inputs.payees)))
        super()._credits(component)
        credits = self.credits[component.id]
        if not isinstance(credits, SortedCredits):
            raise TypeError("a store calculates in this process")
        name = f"credit_{self.plan.components.index(component)}"
        self.backend.register("sorted", credits.arrow())
        self.backend.create(name, "SELECT * FROM sorted")
        self.tables[component.id] = name

    def touched(self, component: Component, places: set[Place]) -> SortedCredits:
        """The credits of these payees' runs, in order."""
        self.backend.register("touched", places_table(places))
        listed = ", ".join(str(payee) for payee in sorted({payee for payee, _ in places})) or "NULL"
        runs = ", ".join(str(run) for run in sorted({run for _, run in places})) or "NULL"
        text = (
            f"SELECT c.* FROM {self.tables[component.id]} AS c JOIN touched AS u ON u.payee = c.payee AND u.run = c.run "
            f"WHERE c.payee IN ({listed}) AND c.run IN ({runs})"
        )
        level = ", level" if "level" in self.sources[component.id].line_columns else ""
        return self.sorted(component, text, f"payee, run, dy, tx, seq{level}")

    def payees_of(self, transactions: set[str]) -> set[int]:
        """Everybody who is credited for one of these transactions."""
        numbers = isinstance(self.inputs.transactions.columns["tx"], np.ndarray)
        ids = [one for one in sorted(transactions) if not numbers or one.lstrip("-").isdigit()]
        listed = ", ".join(ids if numbers else map(quoted, ids)) or "NULL"
        found: set[int] = set()
        for table in self.tables.values():
            rows = self.backend.fetch(f"SELECT DISTINCT payee FROM {table} WHERE tx IN ({listed})")
            found |= set(rows["payee"].to_pylist())
        return found

    def compact(self) -> None:
        """Write the credits again in order: what was replaced stands at the end of its table."""
        for table in self.tables.values():
            self.backend.create("rewritten", f"SELECT * FROM {table} ORDER BY payee, run, dy, tx, seq")
            self.run_statement(f"DROP TABLE {table}")
            self.run_statement(f"ALTER TABLE rewritten RENAME TO {table}")

    def run_statement(self, sql: str) -> None:
        """A statement without a result."""
        backend: Any = self.backend
        backend.run(sql)


def places_table(places: set[Place]) -> pa.Table:
    """Payees and runs as a table."""
    columns = np.array(sorted(places), np.int32).reshape(-1, 2).T
    return pa.table({"payee": columns[0], "run": columns[1]})
