"""Incremental calculation: a changed transaction re-pays only the payees and periods that it touches.

A :class:`Store` keeps the credits of a calculated plan in the engine, sorted by payee, and its lines in slices per
component, payee and run. A change replaces the credits of the changed transactions, finds who is touched (also through
gates, teams and contests), and recomputes their terms and slices by the same code as a full run.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import calendar
from cadre.compensation.engine.backends import open_backend
from cadre.compensation.engine.blocks import Block, joined
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.curves.ledger import Cell, Cells
from cadre.compensation.engine.dependents import dependents
from cadre.compensation.engine.inputs.figures import read_figures
from cadre.compensation.engine.inputs.loading import Inputs, load
from cadre.compensation.engine.inputs.people import Rows
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.inputs.reading import as_table
from cadre.compensation.engine.inputs.schema import TABLES
from cadre.compensation.engine.lowering.credits import credits_text
from cadre.compensation.engine.plan import checks
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.run import credited, due, finish, waiting
from cadre.compensation.engine.settle.payouts import Payout, Settled, settle
from cadre.compensation.engine.store_changes import Change, Changed, NeedsFullRun, changed_rows
from cadre.compensation.engine.store_leaves import Leaves

Place = tuple[int, int]
#: A change hands its new lines back when they are not more than this.
MOST_LINES = 10_000


class Store:
    """A calculated plan that takes changes. Plans with clawback, corrections or payment parts settle in full."""

    def __init__(
        self, plan: Plan, sources: dict[str, Any] | Inputs, *, period: str | None = None, engine: Any = "duckdb"
    ) -> None:
        inputs = sources if isinstance(sources, Inputs) else load(plan, sources)
        self.plan, self.backend = plan, open_backend(engine)
        self.window = calendar.span_of(period, plan.fiscal_year_starts) if period else None
        self.calculation = _Sorted(plan, inputs, self.backend, self.window)
        self.calculation.run()
        self.slices: dict[str, dict[Place, list[Block]]] = {}
        self.leaves = Leaves(inputs.payees)
        self.places: dict[int, set[tuple[str, Place]]] = {}
        for component in plan.components:
            self.slices[component.id] = {}
            for block in self.calculation.blocks.get(component.id, []):
                self._cut(component, block)
        self.result = finish(self.calculation, self.window)
        self.leaves.rebuild(self.result.blocks)

    # slices

    def _cut(self, component: Component, block: Block) -> set[Place]:
        """Put a block's lines into slices by payee and run."""
        if not block.count:
            return set()
        own, run = self.calculation.ledger.calendar(component), self.calculation.ledger.run_calendar(component)
        payee, period = block.column("payee"), block.column("period")
        known = {p: run.of(own.start(p)) for p in np.unique(period).tolist()}
        change = (
            np.append(True, (payee[1:] != payee[:-1]) | (period[1:] != period[:-1]))
            if block.count
            else np.zeros(0, bool)
        )
        starts = np.flatnonzero(change).tolist()
        places: dict[Place, list[int]] = {}
        for start, end in zip(starts, [*starts[1:], block.count], strict=True):
            place = int(payee[start]), known[int(period[start])]
            places.setdefault(place, [start, end])[1] = end
        for place, (start, end) in places.items():
            self.slices[component.id].setdefault(place, []).append(_slice(block, start, end))
            self.places.setdefault(place[0], set()).add((component.id, place))
        return set(places)

    def digest(self) -> str:
        """The output digest; equal to that of a full run."""
        return self.leaves.root()

    def full_result(self) -> Result:
        """The result with all lines, put together from the slices."""
        self.calculation.blocks = {
            name: [joined(name, [block for _, blocks in sorted(found.items()) for block in blocks])] if found else []
            for name, found in self.slices.items()
        }
        self.result = finish(self.calculation, self.window)
        return self.result

    # changes

    def apply(
        self, upserts: Any = None, deletes: list[Any] | None = None, splits: Any = None, *, keep: bool = True
    ) -> Change:
        """Replace, add or delete transactions. ``splits`` are all splits of the changed transactions.

        ``keep=False`` only tells what would happen. Raises ``NeedsFullRun`` when a change reaches beyond the run (a new
        payee, a day outside its periods).
        """
        changed = changed_rows(self.calculation, upserts, deletes or [], splits)
        duck = self.backend
        duck.begin()  # type: ignore[attr-defined]
        saved = self._saved() if not keep else None
        try:
            change = self._apply(changed)
        except Exception:
            duck.rollback()  # type: ignore[attr-defined]
            raise
        if keep:
            duck.commit()  # type: ignore[attr-defined]
            changed.store(self.calculation.inputs)
        else:
            duck.rollback()  # type: ignore[attr-defined]
            self._restore(saved)
        return change

    def replace(self, **tables: Any) -> Change:
        """New quotas or measures as whole tables: all terms are worked out again, changed ones re-pay their lines.

        Raises ``NeedsFullRun`` for any other table, ``InputsRefused``.
        """
        if set(tables) - {"quotas", "measures"}:
            raise NeedsFullRun("only quotas and measures can be replaced; calculate again for other tables")
        inputs, problems = self.calculation.inputs, Problems()
        for name, column, key in (("quotas", "quota", "component"), ("measures", "value", "measure")):
            if name in tables:
                table = as_table(tables[name], TABLES[name])
                inputs.tables[name] = table
                setattr(inputs, name, read_figures(Rows(table, name, problems), self.plan, column, key))
        ledger = self.calculation.ledger
        ledger.terms.clear()
        ledger.totals.clear()
        touched: set[tuple[str, int, int]] = set()
        everybody = set(range(len(inputs.payees)))
        for component in checks.order(self.plan) or []:
            more = self._recalculate(component, everybody, set())
            touched |= {(component.id, payee, run) for payee, run in more}
        return self._settle(touched, Changed("NULL", 0, None, {}, problems.ordered()))

    def estimate(self, transaction: dict[str, Any], splits: Any = None) -> Change:
        """What would this transaction add, against the current state? Nothing is kept."""
        return self.apply([transaction], splits=splits, keep=False)

    def _saved(self) -> Any:
        ledger = self.calculation.ledger
        return (
            {name: dict(cells) for name, cells in ledger.cells.items()},
            {name: dict(found) for name, found in self.slices.items()},
            {payee: set(found) for payee, found in self.places.items()},
            self.leaves.copy(),
            self.result,
            (self.result.payouts, self.result.balances, self.result.blocks),
        )

    def _restore(self, saved: Any) -> None:
        self.calculation.ledger.cells, self.slices, self.places, self.leaves, self.result, parts = saved
        self.result.payouts, self.result.balances, self.result.blocks = parts

    def _apply(self, changed: Changed) -> Change:
        affected: dict[str, set[int]] = {}
        touched: set[tuple[str, int, int]] = set()
        for component in checks.order(self.plan) or []:
            places = self._replace_credits(component, changed)
            payees = {payee for payee, _ in places}
            payees |= dependents(self.calculation.ledger, component, affected)
            if not payees:
                continue
            more = self._recalculate(component, payees, places)
            touched |= {(component.id, payee, run) for payee, run in more}
            affected[component.id] = payees
        return self._settle(touched, changed)

    def _replace_credits(self, component: Component, changed: Changed) -> set[Place]:
        if not component.measured.is_transactions:
            return set()
        table, duck = self.calculation.credit_tables[component.id], self.backend
        ids = changed.id_list
        old = duck.fetch(f"SELECT DISTINCT payee, run FROM {table} WHERE tx IN ({ids})")
        duck.run(f"DELETE FROM {table} WHERE tx IN ({ids})")  # type: ignore[attr-defined]
        places = set(zip(old["payee"].to_pylist(), old["run"].to_pylist(), strict=True))
        if changed.count:
            source = changed.sources[component.id]
            text = credits_text(self.plan, component, source, owner=True)
            text = f"SELECT * FROM ({text}) AS q WHERE dy < {self.calculation.ledger.end_day}"
            duck.create("changed_credits", text)
            new = duck.fetch("SELECT DISTINCT payee, run FROM changed_credits")
            places |= set(zip(new["payee"].to_pylist(), new["run"].to_pylist(), strict=True))
            duck.run(f"INSERT INTO {table} SELECT * FROM changed_credits")  # type: ignore[attr-defined]
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
        again = set(places)
        if component.line_form:
            place_of = {key: (key[0], run.of(own.start(key[1]))) for key in cells}
            again |= {place_of[key] for key, cell in cells.items() if _changed(old.get(key), cell)}
            chosen = {key: cell for key, cell in cells.items() if place_of[key] in again}
            for key, cell in cells.items():
                if place_of[key] not in again and key in old:
                    cell.payout, cell.uncapped, cell.true_up = old[key].payout, old[key].uncapped, old[key].true_up
            blocks = [self._lines(component, chosen, again)]
        else:
            if component.pays.contest is not None:
                cells = {key: replace(cell, reads=list(cell.reads)) for key, cell in ledger.cells[component.id].items()}
                ledger.cells[component.id] = cells
            calculation.bonuses(component, cells)
            chosen = cells
            again |= {(key[0], run.of(own.start(key[1]))) for key in cells}
        blocks = blocks if component.line_form else []
        blocks.append(calculation.period_lines(component, chosen))
        ledger.totals.clear()
        for place in again:
            self.slices[component.id].pop(place, None)
        for block in blocks:
            self._cut(component, block)
        return again

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
            found.update(self.calculation.totals(f"({self._touched_credits(component, places)})"))
        return found

    def _touched_credits(self, component: Component, places: set[Place]) -> str:
        rows = sorted(places)
        listed = ", ".join(str(payee) for payee in sorted({payee for payee, _ in rows}))
        runs = ", ".join(str(run) for run in sorted({run for _, run in rows}))
        columns = np.array(rows, np.int32).reshape(-1, 2).T
        self.backend.register("touched", pa.table({"payee": columns[0], "run": columns[1]}))
        table = self.calculation.credit_tables[component.id]
        return (
            f"SELECT c.* FROM {table} AS c JOIN touched AS u ON u.payee = c.payee AND u.run = c.run "
            f"WHERE c.payee IN ({listed}) AND c.run IN ({runs})"
        )

    def _lines(self, component: Component, cells: Cells, places: set[Place]) -> Block:
        self.backend.create("touched_credits", self._touched_credits(component, places or {(-1, -1)}))
        level = ", level" if "level" in self.calculation.sources[component.id].line_columns else ""
        return self.calculation.lines(component, cells, "touched_credits", f"dy, tx, seq{level}")

    def _settle(self, touched: set[tuple[str, int, int]], changed: Changed) -> Change:
        payees = {payee for _, payee, _ in touched}
        before = _pay(self.result, payees)
        lines: dict[str, Block] = {}
        if self._simple():
            settled, held = self._settled(payees)
            kept = [p for p in self.result.payouts if p.payee not in payees]
            self.result.payouts = sorted([*kept, *settled.payouts], key=_by_payee)
            balances = {key: v for key, v in self.result.balances.items() if key[0] not in payees}
            more = {(payee, "held"): amount for payee, amount in held.items() if amount}
            self.result.balances = {**balances, **settled.balances, **more}
            after = _pay(self.result, payees)
            lines = self._rehash(touched, settled.block(), payees)
        else:
            result = self.full_result()
            after, payees = _pay(result, payees), set(range(len(result.payees)))
            self.leaves.rebuild(result.blocks)
        return Change(touched, before, after, self.digest(), changed.problems, lines)

    def _simple(self) -> bool:
        plan, inputs = self.plan, self.calculation.inputs
        late = plan.clawback or plan.unpaid or inputs.events or any(c.pay for c in plan.components)
        return not late and self.window is None

    def _settled(self, payees: set[int]) -> tuple[Settled, dict[int, int]]:
        """Payouts of some payees, from their slices; and what is due after the run."""
        calculation, plan = self.calculation, self.plan
        own = Calendar(plan.period, plan.fiscal_year_starts)
        ledger = calculation.ledger
        periods = range(own.of(ledger.first_day), own.of(ledger.end_day - 1) + 1)
        chosen = [(name, place) for payee in payees for name, place in self.places.get(payee, ())]
        earned, held = due([block for name, place in chosen for block in self.slices[name].get(place, [])])
        for key in credited(calculation, payees):
            earned.setdefault(key, 0)
        for (payee, when), amount in earned.items():
            if when >= periods.stop:
                held[payee] = held.get(payee, 0) + amount
        everybody = {p for p, _ in earned} | {p for p, _ in calculation.inputs.balances} | waiting(calculation)
        return settle(ledger, earned, periods, sorted(everybody & payees)), held

    def _rehash(self, touched: set[tuple[str, int, int]], settled: Block, payees: set[int]) -> dict[str, Block]:
        """New leaves of the touched slices and of the payees' settlement; returns the new lines by component."""
        ledger = self.calculation.ledger
        lines: dict[str, list[Block]] = {}
        for name, payee, run_of in touched:
            component = self.plan.component(name)
            own, run = ledger.calendar(component), ledger.run_calendar(component)
            gone = {key for key in self.leaves.of(payee) if key[0] == name and run.of(own.start(key[1])) == run_of}
            self.leaves.drop(payee, gone)
            blocks = self.slices[name].get((payee, run_of), [])
            if blocks:
                block = joined(name, blocks)
                self.leaves.add(block)
                lines.setdefault(name, []).append(block)
        for payee in payees:
            self.leaves.drop(payee, {key for key in self.leaves.of(payee) if not key[0]})
        if settled.count:
            self.leaves.add(settled)
        self.leaves.close(payees)
        count = sum(block.count for blocks in lines.values() for block in blocks)
        return {name: joined(name, blocks) for name, blocks in lines.items()} if count < MOST_LINES else {}


class _Sorted(Calculation):
    """A calculation whose credits are stored in the order of payee and run, so that few row groups are touched."""

    def _credits(self, component: Component) -> None:
        # a later change may credit anybody
        self.sources[component.id].reachable = set(range(len(self.inputs.payees)))
        super()._credits(component)
        name = self.credit_tables[component.id]
        self.backend.create(f"{name}_sorted", f"SELECT * FROM {name} ORDER BY payee, run, ord")
        self.credit_tables[component.id] = f"{name}_sorted"


def _slice(block: Block, start: int, end: int) -> Block:
    columns = {name: values[start:end] for name, values in block.columns.items()}
    tx = None if block.tx is None else block.tx[start:end]
    return Block(block.component, columns, tx, end - start)


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


def _by_payee(payout: Payout) -> tuple[int, int]:
    return payout.payee, payout.period


def _pay(result: Result, payees: set[int]) -> dict[tuple[str, str], int]:
    own = result.plan_calendar()
    return {(result.payees[p.payee], own.label(p.period)): p.paid for p in result.payouts if p.payee in payees}
