"""Totals without lines: credits are summed before the tiers, where no term of the plan looks at single transactions.

For estimates, budgets and simulations. A total is rounded once, a statement is the sum of its rounded lines: the two differ
by half a smallest unit per line at most.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import calendar, horizon
from cadre.compensation.engine.backends import open_backend
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.curves.ledger import Cell, Cells
from cadre.compensation.engine.exact_lines import caps_of, recompute_beyond
from cadre.compensation.engine.inputs.loading import Inputs, load
from cadre.compensation.engine.lowering.lines import lines_text
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle import limits
from cadre.compensation.engine.sorted_credits import SortedCredits, columns_of
from cadre.compensation.engine.terms_table import terms_table


def totals(
    plan: Plan, sources: dict[str, Any] | Inputs, *, period: str | None = None, engine: Any = "duckdb"
) -> dict[str, Cells]:
    """What each component earns each payee per period, in smallest units: cells by component, payee and period.

    Raises ``InputsRefused``.
    """
    inputs = sources if isinstance(sources, Inputs) else load(plan, sources)
    window = calendar.span_of(period, plan.fiscal_year_starts) if period else None
    backend = open_backend(engine)
    try:
        calculation = Totals(plan, inputs, backend, window)
        calculation.run()
    finally:
        if isinstance(engine, str):
            backend.close()
    return calculation.ledger.cells


def is_summed(component: Component) -> bool:
    """Whether nothing in the component looks at single transactions."""
    alone = component.accumulate == "transaction" or component.banded or limits.wide(component)
    return not alone and component.cap.per_transaction is None and component.minimum_per_transaction is None


@dataclass
class Totals(Calculation):
    """A calculation that sums credits in the engine and reads the curve once per payee and period."""

    summed: set[str] = field(default_factory=set)

    def sorted(self, component: Component, text: str, order: str) -> SortedCredits:
        """Credits summed by payee and period in the place of single ones."""
        if not is_summed(component):
            return super().sorted(component, text, order)
        self.summed.add(component.id)
        rows = self.backend.fetch(
            "SELECT payee, period, CAST(SUM(credit) AS BIGINT) AS credit, COUNT(*) AS n, MAX(dy) AS dy "
            f"FROM ({text}) AS c GROUP BY payee, period ORDER BY payee, period"
        )
        columns, _ = columns_of(rows)
        return SortedCredits({**columns, "run": columns["period"]}, None)

    def totals(self, credits: str | SortedCredits) -> Cells:
        """Credit, count and last day by payee and period."""
        if isinstance(credits, SortedCredits) and "n" in credits.columns:
            names = ("payee", "period", "credit", "n", "dy")
            rows = zip(*(credits.columns[name].tolist() for name in names), strict=True)
            return {(p, t): Cell(p, t, credit=credit, count=n, first_reached=day) for p, t, credit, n, day in rows}
        return super().totals(credits)

    def lines(self, component: Component, cells: Cells, credits: str | SortedCredits) -> Block:
        """The curve read at what each cell has reached, by the text of the lines; no lines are made."""
        if component.id not in self.summed:
            return super().lines(component, cells, credits)
        used = [cell for cell in cells.values() if cell.rates]
        caps = caps_of(self.plan, component, cells)
        terms = terms_table(used, caps, {})
        name = f"terms_{self.plan.components.index(component)}"
        self.backend.register(name, terms.table)
        count = len(used)
        reached = np.array([cell.reached for cell in used], np.int64)
        place = np.arange(count, dtype=np.int32)
        payee, period = terms.table["payee"], terms.table["period"]
        running = {"n": place, "payee": payee, "period": period, "run": place, "credit": reached, "after": reached}
        self.backend.register("running", pa.table(running))
        shape = replace(self.shape(component, terms, bool(caps), False), given=True)
        found, _ = columns_of(self.backend.fetch(lines_text("running", name, shape)))
        self.backend.forget("running")
        amount = found["amount"][np.argsort(found["n"])]
        if terms.beyond:
            zeros = np.zeros(count, np.int64)
            columns = {"payee": payee.to_numpy(), "period": period.to_numpy(), "credit": reached, "after": reached}
            block = Block(
                component.id, {**columns, "amount": amount, "uncapped": amount, "rounding": zeros}, None, count
            )
            recompute_beyond(self.ledger, component, cells, terms, block)
            amount = block.columns["amount"]
        for cell, to_date in zip(used, amount.tolist(), strict=True):
            cell.uncapped = cell.payout = -to_date if component.deduct else to_date
        if component.accumulate != "period":
            for cell in used:
                cell.paid_before = horizon.paid_before(self.ledger, component, cell)
                cell.payout -= cell.paid_before
        return Block(component.id, {}, None, 0)

    def period_lines(self, component: Component, cells: Cells) -> Block:
        """No lines are made."""
        return Block(component.id, {}, None, 0)
