"""Totals without lines: credits are summed before the tiers, where no term of the plan looks at single transactions.

For estimates, budgets and simulations. A total is rounded once, a statement is the sum of its rounded lines: the two differ
by half a smallest unit per line at most.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import calendar, collector, horizon
from cadre.compensation.engine.backends import open_backend
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.curves.ledger import Cell, Cells
from cadre.compensation.engine.exact_lines import caps_of, recompute_beyond
from cadre.compensation.engine.inputs.loading import Inputs, load
from cadre.compensation.engine.lowering.credits import Sources, credits_text
from cadre.compensation.engine.lowering.lines import lines_text
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle import limits
from cadre.compensation.engine.sorted_credits import SortedCredits, columns_of
from cadre.compensation.engine.terms_table import terms_table

#: Beyond so many days on which somebody moves, credits are looked up one by one.
MOST_EDGES = 24
_SUMS = "payee, period, CAST(SUM(credit) AS BIGINT) AS credit, COUNT(*) AS n, MAX(dy) AS dy"
_AGAIN = (
    "{payee} AS payee, c.period AS period, CAST(SUM(c.credit) AS BIGINT) AS credit, CAST(SUM(c.n) AS BIGINT) AS n, "
    "MAX(c.dy) AS dy"
)


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
        with collector.at_rest():
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
    owned: dict[tuple[str, frozenset[int]], str] = field(default_factory=dict)

    def sorted(self, component: Component, text: str, order: str) -> SortedCredits:
        """Credits summed by payee and period in the place of single ones."""
        if not is_summed(component):
            return super().sorted(component, text, order)
        self.summed.add(component.id)
        text = self._sums(component) or f"SELECT {_SUMS} FROM ({text}) AS c GROUP BY payee, period"
        columns, _ = columns_of(self.backend.fetch(f"{text} ORDER BY payee, period"))
        return SortedCredits({**columns, "run": columns["period"]}, None)

    def _sums(self, component: Component) -> str | None:
        """Credits summed at those who earn them, before managers and members are looked up; ``None`` where days forbid it.

        A share of each credit is rounded credit by credit, so that nothing may be summed before it.
        """
        credit, source = component.credit, self.sources[component.id]
        if credit.share * (credit.roll_up.share if credit.roll_up else 1) != 1:
            return None
        edges = self._edges([name for name in (source.link, source.member) if name])
        if len(edges) > MOST_EDGES:
            return None
        own = replace(source, link=None, member=None, levels=1, banded=False)
        text, payee = f"SELECT {_AGAIN} FROM {self._own(component, own, edges)} AS c", "c.payee"
        for name, key in ((source.link, "source"), (source.member, "payee")):
            if name:
                text += f" JOIN {name} AS {key[0]} ON {key[0]}.{key} = {payee}"
                text += f" AND c.dy >= {key[0]}.start AND c.dy < {key[0]}.until"
                payee = f"{key[0]}.payee"
        return f"{text} GROUP BY {payee}, c.period".format(payee=payee)

    def _edges(self, names: list[str]) -> frozenset[int]:
        """The days inside the run on which somebody joins or leaves one of these tables."""
        backend: Any = self.backend
        columns = [backend.tables[name][column].to_numpy() for name in names for column in ("start", "until")]
        found = {day for column in columns for day in np.unique(column).tolist()}
        return frozenset(day for day in found if self.ledger.first_day < day < self.ledger.end_day)

    def _own(self, component: Component, own: Sources, edges: frozenset[int]) -> str:
        """The table of own credits by payee, period and stretch of days between edges; made once for components alike."""
        text = credits_text(self.plan, component, own, owner=True)
        for (known, days), name in self.owned.items():
            if known == text and edges <= days:
                return name
        name = self.owned[text, edges] = f"owned_{len(self.owned)}"
        stretch = " + ".join(f"CASE WHEN dy >= {day} THEN 1 ELSE 0 END" for day in sorted(edges)) or "0"
        inside = f"SELECT payee, period, dy, credit, {stretch} AS stretch FROM ({text}) AS q WHERE dy < {self.ledger.end_day}"
        sums = "SUM(credit) AS credit, COUNT(*) AS n, MAX(dy) AS dy"
        self.backend.create(name, f"SELECT payee, period, {sums} FROM ({inside}) AS i GROUP BY payee, period, stretch")
        return name

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
