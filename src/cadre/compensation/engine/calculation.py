"""The calculation: credits and lines as columns in the engine, terms and bonuses at payee × period in Python."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from cadre.compensation.engine import amounts, horizon, service_years, sorted_credits
from cadre.compensation.engine.backends import Backend
from cadre.compensation.engine.blocks import KINDS, Block, from_rows
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.crediting import membership
from cadre.compensation.engine.crediting.sources import Crediting, read_edges
from cadre.compensation.engine.curves import bonuses, groups
from cadre.compensation.engine.curves.ledger import Cell, Cells, Ledger
from cadre.compensation.engine.curves.quotas import fill_quotas, target_of
from cadre.compensation.engine.curves.readings import apply_conditions, read, score
from cadre.compensation.engine.curves.terms import line_terms
from cadre.compensation.engine.exact_lines import caps_of, picks, recompute_beyond, sum_up, within_limits
from cadre.compensation.engine.inputs.derived import bands
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.lowering.credits import credits_text
from cadre.compensation.engine.lowering.lines import Shape, lines_text
from cadre.compensation.engine.plan import checks
from cadre.compensation.engine.plan.component import Component, run_kind
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle import limits
from cadre.compensation.engine.sorted_credits import SortedCredits
from cadre.compensation.engine.terms_table import TermsTable, terms_table

BONUS, TRUE_UP, SHOWN = KINDS.index("bonus"), KINDS.index("true_up"), KINDS.index("shown")


@dataclass
class Calculation:
    """One calculation over prepared inputs. ``blocks`` and ``ledger`` are its result."""

    plan: Plan
    inputs: Inputs
    backend: Backend
    window: tuple[int, int] | None = None
    ledger: Ledger = field(init=False)
    crediting: Crediting = field(init=False)
    blocks: dict[str, list[Block]] = field(default_factory=dict)
    credits: dict[str, str | SortedCredits] = field(default_factory=dict)
    dens: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)

    def run(self) -> None:
        """Calculate every component, in the order of what reads what."""
        self.prepare()
        for component in checks.order(self.plan) or []:
            self.component(component)

    def prepare(self) -> None:
        """The horizon, the reporting lines, and the transactions table of the engine."""
        first, end = horizon.days(self.plan, self.inputs, self.window)
        self.ledger = Ledger(self.plan, self.inputs, first, end)
        edges = read_edges(self.inputs)
        for edge in edges:
            if edge.relation == "manager":
                self.ledger.managers.setdefault(edge.payee, []).append((edge.start, edge.end, edge.manager))
        self.crediting = Crediting(self.plan, self.inputs, self.backend, edges)
        self.sources = {c.id: self.crediting.sources(c) for c in self.plan.components if c.measured.is_transactions}
        tx = self.inputs.transactions
        if any(source.only is None for source in self.sources.values()):
            tx.columns.update(self.crediting.columns)
        horizon.add_periods(self.plan, tx)
        self.backend.register("tx", tx.table())
        membership.report_uncredited(self.plan, self.inputs, self.backend, self.sources, self.crediting.columns)

    def component(self, component: Component) -> None:
        """Credits, cells, terms and lines of one component."""
        cells: Cells = {}
        if component.measured.is_transactions:
            self._credits(component)
            cells = self.totals(self.credits[component.id])
        cells = self.filled(component, cells)
        self.ledger.cells[component.id] = cells
        self.terms(component, cells)
        blocks = []
        if component.line_form:
            blocks.append(self.lines(component, cells, self.credits[component.id]))
        else:
            self.bonuses(component, cells)
        blocks.append(self.period_lines(component, cells))
        self.ledger.totals.clear()
        self.credits.pop(component.id, None)
        self.blocks[component.id] = [block for block in blocks if block.count]

    def _credits(self, component: Component) -> None:
        number = self.plan.components.index(component)
        source = self.sources[component.id]
        source.member = membership.register(self.ledger, component, self.backend, number, source.reachable)
        text = credits_text(self.plan, component, source, owner=True)
        text = f"SELECT * FROM ({text}) AS q WHERE dy < {self.ledger.end_day}"
        if self.backend.in_process:
            self.credits[component.id] = self.sorted(
                component, text, sorted_credits.order_text(self.ledger, component, source)
            )
        else:
            self.credits[component.id] = f"credit_{number}"
            self.backend.create(f"credit_{number}", text)
        if source.member is not None:
            membership.report_strangers(self.ledger, component, self.backend, source)

    def sorted(self, component: Component, text: str, order: str) -> SortedCredits:
        """The credits of a query as columns, in the order in which they are paid."""
        one_run = run_kind(component, self.ledger.kind(component)) == self.ledger.kind(component)
        more = self.sources[component.id].line_columns
        return sorted_credits.read(self.backend, text, more, order, one_run)

    def totals(self, credits: str | SortedCredits) -> Cells:
        """Credit, count and last day by payee and period."""
        if isinstance(credits, SortedCredits):
            return credits.totals()
        rows = self.backend.fetch(
            "SELECT payee, period, CAST(SUM(credit) AS BIGINT) AS credit, COUNT(*) AS n, MAX(dy) AS last_day "
            f"FROM {credits} AS c GROUP BY payee, period"
        )
        columns = [rows[c].to_pylist() for c in ("payee", "period", "credit", "n", "last_day")]
        return {
            (payee, period): Cell(payee, period, credit=credit, count=count, first_reached=day)
            for payee, period, credit, count, day in zip(*columns, strict=True)
        }

    def filled(self, component: Component, found: Cells, payees: set[int] | None = None) -> Cells:
        """All cells of the horizon (of some payees) in order, with what accumulated before."""
        ledger = self.ledger
        active = {payee for payee, _ in found}
        everybody = not component.measured.is_transactions or component.pays.without_sales
        if ledger.inputs.open_door and not everybody:
            pairs = {(payee, period) for payee in active for period in ledger.periods(component)}
        elif payees is not None:
            pairs = {
                (payee, p)
                for payee in payees
                for p in ledger.periods(component)
                if ledger.takes_part(component, payee, p)
            }
        else:
            pairs = {(payee, p) for p in ledger.periods(component) for payee in ledger.members(component, p)}
        cells = {key: found.get(key) or Cell(*key) for key in sorted(pairs | set(found))}
        if component.accumulate not in ("period", "transaction"):
            horizon.accumulate(ledger, component, cells)
        return cells

    def terms(self, component: Component, cells: Cells) -> None:  # noqa: C901 - one branch per rule of the language
        """Quotas, targets, readings, gates, edges and rates of the cells."""
        ledger = self.ledger
        fill_quotas(ledger, component, cells)
        if component.target is not None:
            for cell in cells.values():
                cell.target = target_of(ledger, component, cell.payee, cell.period)
        if not component.measured.is_transactions:
            self._readings(component, cells)
        if component.conditional:
            for cell in cells.values():
                apply_conditions(ledger, component, cell)
        if component.line_form:
            started = horizon.Started(ledger, component)
            for cell in cells.values():
                if started.by(cell):
                    cell.edges, cell.rates = line_terms(ledger, component, cell)

    def _readings(self, component: Component, cells: Cells) -> None:
        """What is measured per payee and period instead of transactions."""
        measured = component.measured
        for cell in cells.values():
            if measured.reading is not None:
                cell.reading = read(self.ledger, component, cell, measured.reading)
                if cell.quota:
                    cell.reading_quota = Fraction(cell.quota, self.ledger.scale(component))
            else:
                cell.reading = score(self.ledger, component, cell)

    def lines(self, component: Component, cells: Cells, credits: str | SortedCredits) -> Block:
        """The lines of the cells' credits; fills their payouts."""
        used = [cell for cell in cells.values() if cell.count]
        caps = caps_of(self.plan, component, cells)
        opening = {i: horizon.opening(self.ledger, component, cell) for i, cell in enumerate(used)}
        terms = terms_table(used, caps, opening, bands(component) if component.banded else None)
        name = f"terms_{self.plan.components.index(component)}"
        self.backend.register(name, terms.table)
        self.dens.setdefault(component.id, {}).update(terms.dens)
        shape = self.shape(component, terms, bool(caps), any(opening.values()))
        if component.accumulate == "service_year":
            credits = service_years.grouped(self.ledger, component, self.backend, credits, shape.more)
        if isinstance(credits, SortedCredits):
            text = lines_text("running", name, replace(shape, given=True))
            block = self.block(
                component, *sorted_credits.with_lines(self.backend, credits, text, accumulates=shape.accumulate)
            )
        else:
            block = self.block(
                component, *sorted_credits.columns_of(self.backend.fetch(lines_text(credits, name, shape)))
            )
        if terms.beyond:
            recompute_beyond(self.ledger, component, cells, terms, block)
        limits.limit_lines(self.ledger, component, cells, block)
        if component.deduct:
            for column in ("amount", "uncapped", "rounding"):
                block.columns[column] = -block.columns[column]
        sum_up(cells, block)
        if component.accumulate not in ("period", "transaction"):
            horizon.true_up(self.ledger, component, cells)
        return block

    def shape(self, component: Component, terms: TermsTable, cap: bool, opening: bool) -> Shape:
        """What the text of the lines depends on."""
        each, least = component.cap.per_transaction, component.minimum_per_transaction
        return Shape(
            edges=terms.edges,
            accumulate=component.accumulate != "transaction",
            per_transaction=component.accumulate == "transaction",
            wide=terms.wide,
            den=terms.den,
            cap=cap,
            cap_each=None if each is None else amounts.to_scale(each, self.plan.scale),
            opening=opening,
            pick=picks(component) if terms.edges else "",
            more=self.sources[component.id].line_columns,
            bands=len(bands(component)) if component.banded else 1,
            floor_each=None if least is None else amounts.to_scale(least, self.plan.scale),
        )

    def block(self, component: Component, found: sorted_credits.Columns, tx: Any) -> Block:
        """Lines in columns as a block."""
        columns = {{"dy": "day", "val": "value"}.get(name, name): values for name, values in found.items()}
        columns.pop("bd", None)
        columns.setdefault("uncapped", columns["amount"])
        columns.setdefault("source", columns["payee"])
        block = Block(component.id, columns, tx, len(columns["payee"]))
        block.columns["paid_in"] = self._paid_in(component, columns["period"])
        if component.informational:
            block.columns["kind"] = np.full(block.count, SHOWN, np.int8)
        return block

    def paid_in(self, component: Component, period: int) -> int:
        """The plan's period in which a component's period is paid."""
        found = self.ledger.calendar(component)
        return Calendar(self.plan.period, self.plan.fiscal_year_starts).of(found.end(period) - 1)

    def _paid_in(self, component: Component, periods: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if self.ledger.kind(component) == self.plan.period or not len(periods):
            return periods
        low = int(periods.min())
        lookup = [self.paid_in(component, period) for period in range(low, int(periods.max()) + 1)]
        typed: np.ndarray[Any, Any] = np.array(lookup, np.int32)[periods - low]
        return typed

    def bonuses(self, component: Component, cells: Cells) -> None:
        """Payouts of the cells of a component that pays once per period."""
        groups.contest(self.ledger, component, cells)
        groups.pool(self.ledger, component, cells)
        shared, sign = component.pays.among_all, -1 if component.deduct else 1
        for cell in cells.values():
            exact = Fraction(cell.uncapped) if shared else bonuses.bonus(self.ledger, component, cell)
            to_date = within_limits(self.plan, component, cell, exact)
            cell.paid_before = horizon.paid_before(self.ledger, component, cell)
            cell.payout = sign * to_date - cell.paid_before
            cell.uncapped *= sign
        limits.limit_cells(self.ledger, component, cells)

    def period_lines(self, component: Component, cells: Cells) -> Block:
        """Bonuses and true-ups: lines without a transaction."""
        rows = []
        own = self.ledger.calendar(component)
        for cell in cells.values():
            amount = cell.true_up if component.line_form else cell.payout
            if not amount:
                continue
            day = min(own.end(cell.period) - 1, self.ledger.end_day - 1)
            rows.append(
                {
                    "payee": cell.payee,
                    "period": cell.period,
                    "paid_in": self.paid_in(component, cell.period),
                    "kind": SHOWN if component.informational else TRUE_UP if component.line_form else BONUS,
                    "day": day,
                    "source": cell.payee,
                    "value": cell.credit,
                    "credit": 0 if component.line_form else cell.credit,
                    "after": cell.reached,
                    "uncapped": amount if component.line_form else cell.uncapped,
                    "amount": amount,
                }
            )
        return from_rows(component.id, rows)
