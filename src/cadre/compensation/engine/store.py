"""Incremental calculation: a change re-pays only the payees and periods that it touches.

A :class:`Store` keeps the credits of a calculated plan in the engine, sorted by payee, and its lines in slices per
component, payee and run. A change replaces the credits of the changed transactions (or those that new tables make
different), finds who is touched (also through gates, teams and contests), and recomputes their terms and slices by the
same code as a full run.
"""

from dataclasses import replace
from typing import Any

from cadre.compensation.engine import calendar
from cadre.compensation.engine.backends import open_backend
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.curves.ledger import Cell, Cells
from cadre.compensation.engine.dependents import dependents
from cadre.compensation.engine.inputs.loading import Inputs, load
from cadre.compensation.engine.lowering.credits import credits_text
from cadre.compensation.engine.plan import checks
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.store_changes import Change, Changed
from cadre.compensation.engine.store_credits import Place, StoredCredits
from cadre.compensation.engine.store_given import changed_rows, same_days
from cadre.compensation.engine.store_reach import everybody_counts, limited, ordered, sharing
from cadre.compensation.engine.store_slices import Held
from cadre.compensation.engine.store_tables import exchanged

#: After so many changed transactions the credits are written again in order.
COMPACT_AFTER = 2_000
#: Tables that reach pay through the cells of components alone.
CELLS_ONLY = frozenset(["assignments", "splits", "tree", "quotas", "measures"])
#: The transactions of larger runs are brought up to date only when something reads them.
SMALL = 200_000


class Store:
    """A calculated plan that takes changes."""

    def __init__(
        self, plan: Plan, sources: dict[str, Any] | Inputs, *, period: str | None = None, engine: Any = "duckdb"
    ) -> None:
        inputs = sources if isinstance(sources, Inputs) else load(plan, sources)
        self.plan, self.backend = plan, open_backend(engine)
        window = calendar.span_of(period, plan.fiscal_year_starts) if period else None
        self.calculation = StoredCredits(plan, inputs, self.backend, window)
        self.calculation.run()
        self.held = Held(self.calculation, window)
        self.pending: list[Changed] = []
        self.changes = 0

    @property
    def result(self) -> Result:
        """Payouts, balances and problems as they are now; its lines are those of :meth:`full_result`."""
        return self.held.result

    def digest(self) -> str:
        """The output digest; equal to that of a full run."""
        return self.held.leaves.root()

    def full_result(self) -> Result:
        """The result with all lines, put together from the slices."""
        self._flush()
        return self.held.full()

    def apply(
        self, upserts: Any = None, deletes: list[Any] | None = None, splits: Any = None, *, keep: bool = True
    ) -> Change:
        """Replace, add or delete transactions. ``splits`` are all splits of the changed transactions.

        ``keep=False`` only tells what would happen. Raises ``NeedsFullRun`` when a change reaches beyond the run (a new
        payee, a day outside its periods), ``InputsRefused`` when its columns are not those of the run.
        """
        changed = changed_rows(self.calculation, upserts, deletes or [], splits)
        duck: Any = self.backend
        duck.begin()
        saved, inputs = self.held.saved(), self.calculation.inputs
        kept = (
            replace(inputs.transactions, columns=dict(inputs.transactions.columns)),
            list(self.pending),
            dict(inputs.tables),
        )
        done = False
        try:
            change = self._apply(changed)
            done = keep
        finally:
            if not done:
                duck.rollback()
                self.held.restore(saved)
                inputs.transactions, self.pending, inputs.tables = kept
        if not keep:
            return change
        duck.commit()
        self.changes += len(changed.ids)
        if self.changes >= COMPACT_AFTER:
            self.compact()
        return change

    def estimate(self, transaction: dict[str, Any], splits: Any = None) -> Change:
        """What would this transaction add, against the current state? Nothing is kept."""
        return self.apply([transaction], splits=splits, keep=False)

    def replace(self, **tables: Any) -> Change:
        """New tables (quotas, measures, assignments, splits, tree, participants, leave …) instead of the old ones.

        Credits are compared with those that the new tables give, and terms are worked out again; what differs is paid
        again. Raises ``NeedsFullRun`` when payees, periods, transactions or exchange rates change, ``InputsRefused``.
        """
        self._flush()
        old, duck = self.calculation, self.backend
        found = exchanged(old, tables)
        saved = self.held.saved()
        duck.begin()  # type: ignore[attr-defined]
        try:
            self.calculation = self.held.calculation = found.fresh
            self.held.result.ledger = found.fresh.ledger
            everybody = set(range(len(old.inputs.payees)))
            touched: set[tuple[str, int, int]] = set()
            for component in checks.order(self.plan) or []:
                more = self._recalculate(component, everybody, found.places(component))
                touched |= {(component.id, payee, run) for payee, run in more}
            self.held.before = found.fresh.inputs.problems
            # what else can change pay without changing a cell concerns everybody
            payees = everybody if set(tables) - CELLS_ONLY else {payee for _, payee, _ in touched}
            before, after, lines = self.held.settle(touched, payees)
        except Exception:
            duck.rollback()  # type: ignore[attr-defined]
            self.calculation = self.held.calculation = old
            self.held.restore(saved)
            self.held.result.ledger = old.ledger
            found.undo()
            raise
        duck.commit()  # type: ignore[attr-defined]
        problems = found.fresh.inputs.problems.ordered()
        return Change(touched, before, after, self.digest(), problems, lines)

    def compact(self) -> None:
        """Write the credits again in order. Happens by itself after many changes."""
        self.calculation.compact()
        self.changes = 0

    def _flush(self) -> None:
        for changed in self.pending:
            changed.store(self.calculation.inputs)
        self.pending.clear()

    def _apply(self, changed: Changed) -> Change:
        affected: dict[str, set[int]] = {}
        touched: set[tuple[str, int, int]] = set()
        for component in checks.order(self.plan) or []:
            places = self._replace_credits(component, changed)
            payees = {payee for payee, _ in places}
            payees |= dependents(self.calculation.ledger, component, affected)
            payees = sharing(self.calculation.ledger, component, payees)
            if not payees:
                continue
            more = self._recalculate(component, payees, places)
            touched |= {(component.id, payee, run) for payee, run in more}
            affected[component.id] = payees
        self.pending.append(changed)
        inputs = self.calculation.inputs
        at_once = ordered(self.plan) or everybody_counts(self.plan, inputs) or len(inputs.transactions) < SMALL
        if at_once or self.held.reads_transactions:
            self._flush()
        same_days(self.calculation, self.pending, changed)
        before, after, lines = self.held.settle(touched, {payee for _, payee, _ in touched})
        return Change(touched, before, after, self.digest(), changed.problems, lines)

    def _replace_credits(self, component: Component, changed: Changed) -> set[Place]:
        if not component.measured.is_transactions:
            return set()
        calculation, duck = self.calculation, self.backend
        table, ids = calculation.tables[component.id], changed.id_list
        old = duck.fetch(f"SELECT DISTINCT payee, run FROM {table} WHERE tx IN ({ids})")
        calculation.run_statement(f"DELETE FROM {table} WHERE tx IN ({ids})")
        places = set(zip(old["payee"].to_pylist(), old["run"].to_pylist(), strict=True))
        if changed.count:
            text = credits_text(self.plan, component, changed.sources[component.id], owner=True)
            text = f"SELECT * EXCLUDE (ord) FROM ({text}) AS q WHERE dy < {calculation.ledger.end_day}"
            duck.create("changed_credits", text)
            new = duck.fetch("SELECT DISTINCT payee, run FROM changed_credits")
            places |= set(zip(new["payee"].to_pylist(), new["run"].to_pylist(), strict=True))
            calculation.run_statement(f"INSERT INTO {table} BY NAME SELECT * FROM changed_credits")
        return places

    def _recalculate(self, component: Component, payees: set[int], places: set[Place]) -> set[Place]:
        """New cells for these payees, and new slices where credits or terms changed."""
        calculation, ledger = self.calculation, self.calculation.ledger
        old = {key: cell for key, cell in ledger.cells[component.id].items() if key[0] in payees}
        found = self._totals(component, old, places)
        for key in old:
            del ledger.cells[component.id][key]
        cells = calculation.filled(component, found, payees)
        cells = {key: cell for key, cell in cells.items() if key[0] in payees}
        ledger.cells[component.id].update(cells)
        calculation.terms(component, cells)
        own, run = ledger.calendar(component), ledger.run_calendar(component)
        again = places | {(payee, run.of(own.start(period))) for payee, period in old.keys() - cells.keys()}
        if component.line_form:
            blocks = [self._lines(component, old, cells, again)]
            chosen = {key: cell for key, cell in cells.items() if (key[0], run.of(own.start(key[1]))) in again}
        else:
            if component.pays.among_all:
                # in the order of a full run: remainders go by it
                everyone = sorted(ledger.cells[component.id].items())
                cells = {key: replace(cell, reads=list(cell.reads)) for key, cell in everyone}
                ledger.cells[component.id] = cells
            calculation.bonuses(component, cells)
            blocks, chosen = [], cells
            again |= {(key[0], run.of(own.start(key[1]))) for key in cells}
        blocks.append(calculation.period_lines(component, chosen))
        ledger.totals.clear()
        for place in again:
            self.held.slices[component.id].pop(place, None)
        for block in blocks:
            self.held.cut(component, block)
        return again

    def _lines(self, component: Component, old: Cells, cells: Cells, again: set[Place]) -> Block:
        """New lines of the places ``again``, to which those of changed terms and shared limits are added."""
        calculation, ledger = self.calculation, self.calculation.ledger
        own, run = ledger.calendar(component), ledger.run_calendar(component)
        place_of = {key: (key[0], run.of(own.start(key[1]))) for key in cells}
        again |= {place_of[key] for key, cell in cells.items() if _changed(old.get(key), cell)}
        again |= limited(component, again, place_of)
        for key, cell in cells.items():
            if place_of[key] not in again and key in old:
                cell.payout, cell.uncapped, cell.true_up = old[key].payout, old[key].uncapped, old[key].true_up
        chosen = {key: cell for key, cell in cells.items() if place_of[key] in again}
        return calculation.lines(component, chosen, calculation.touched(component, again))

    def _totals(self, component: Component, old: Cells, places: set[Place]) -> Cells:
        """Credits of the touched runs anew, all others as they were."""
        ledger = self.calculation.ledger
        own, run = ledger.calendar(component), ledger.run_calendar(component)
        found = {
            key: Cell(*key, credit=cell.credit, count=cell.count, first_reached=cell.first_reached)
            for key, cell in old.items()
            if cell.count and (key[0], run.of(own.start(key[1]))) not in places
        }
        if places and component.measured.is_transactions:
            found.update(self.calculation.touched(component, places).totals())
        return found


def _changed(old: Cell | None, new: Cell) -> bool:
    """Whether a cell's lines must be computed anew."""
    if old is None:
        return new.count > 0
    return (old.edges, old.rates, old.factor, old.before, old.target) != (
        new.edges,
        new.rates,
        new.factor,
        new.before,
        new.target,
    )
