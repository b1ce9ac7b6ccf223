"""The door of the engine: a plan and its inputs in, a result out."""

from typing import Any

import numpy as np

from cadre.compensation.engine import calendar
from cadre.compensation.engine.backends import open_backend
from cadre.compensation.engine.blocks import KINDS, NOT_DUE, Block, joined
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.inputs.loading import Inputs, load
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.settle.clawback import clawbacks
from cadre.compensation.engine.settle.corrections import close
from cadre.compensation.engine.settle.parts import in_parts
from cadre.compensation.engine.settle.payouts import settle

SHOWN = KINDS.index("shown")


def calculate(
    plan: Plan,
    sources: dict[str, Any] | Inputs,
    *,
    period: str | None = None,
    closed_through: str | None = None,
    engine: Any = "duckdb",
) -> Result:
    """Calculate a plan.

    ``sources``: input tables by name (paths, Arrow, pandas, Polars, rows) or loaded inputs.
    ``period``: pay this period only (``2026-Q3``); what came before is used where credit accumulates.
    ``closed_through``: periods up to this one were paid; differences become corrections.
    ``engine``: ``duckdb``, ``spark``, ``spark://host:port`` or an open backend.

    Raises ``InputsRefused`` when a table cannot be used at all; single bad rows become problems of the result.
    """
    inputs = sources if isinstance(sources, Inputs) else load(plan, sources)
    window = calendar.span_of(period, plan.fiscal_year_starts) if period else None
    if window == (calendar.FIRST_DAY, calendar.LAST_DAY):
        window = None
    backend = open_backend(engine)
    try:
        calculation = Calculation(plan, inputs, backend, window)
        calculation.run()
    finally:
        if isinstance(engine, str):
            backend.close()
    return finish(calculation, window, closed_through)


def finish(  # noqa: C901 - one branch per rule of the language
    calculation: Calculation,
    window: tuple[int, int] | None,
    closed_through: str | None = None,
    payees: set[int] | None = None,
) -> Result:
    """From component lines to payouts (of some payees only, when asked)."""
    plan, inputs, ledger = calculation.plan, calculation.inputs, calculation.ledger
    blocks = {
        component.id: [in_parts(plan, inputs, component, b) for b in calculation.blocks.get(component.id, [])]
        for component in plan.components
    }
    for block in clawbacks(ledger, blocks):
        blocks[block.component].append(block)
    if closed_through:
        blocks = close(plan, inputs, blocks, calendar.span_of(closed_through, plan.fiscal_year_starts)[1])
    found = [joined(name, parts) for name, parts in blocks.items() if parts]
    own = Calendar(plan.period, plan.fiscal_year_starts)
    periods = range(own.of(ledger.first_day), own.of(ledger.end_day - 1) + 1)
    if window is not None:
        periods = range(own.of(window[0]), own.of(window[1] - 1) + 1)
        found = [_within(block, periods, calculation, window) for block in found]
    elif closed_through:
        first = own.of(calendar.span_of(closed_through, plan.fiscal_year_starts)[1])
        periods = range(first, max(periods.stop, first + 1))
    earned, held = due(found)
    for key in credited(calculation, payees):
        earned.setdefault(key, 0)
    # what is due after the last period of the run is held
    for (payee, when), amount in list(earned.items()):
        if when >= periods.stop:
            held[payee] = held.get(payee, 0) + amount
    everybody = {payee for payee, _ in earned} | {p for p, _ in inputs.balances} | waiting(calculation)
    settled = settle(ledger, earned, periods, sorted(everybody if payees is None else everybody & payees))
    balances = dict(settled.balances)
    balances.update({(payee, "held"): amount for payee, amount in sorted(held.items()) if amount})
    if settled.rows:
        found.append(settled.block())
    return Result(
        plan=plan,
        ledger=ledger,
        blocks=[block for block in found if block.count],
        payouts=settled.payouts,
        balances=balances,
        problems=inputs.problems.ordered(),
        dens=calculation.dens,
        window=window,
    )


def credited(calculation: Calculation, payees: set[int] | None = None) -> set[tuple[int, int]]:
    """Payees and plan periods with credit in a component that pays per period: they have a payout, if only of zero."""
    found = set()
    for component in calculation.plan.components:
        if component.line_form or component.informational or not component.measured.is_transactions:
            continue
        for (payee, period), cell in calculation.ledger.cells.get(component.id, {}).items():
            if cell.count and (payees is None or payee in payees):
                found.add((payee, calculation.paid_in(component, period)))
    return found


def waiting(calculation: Calculation) -> set[int]:
    """Payees who get a draw or guarantee even without a line."""
    plan, inputs = calculation.plan, calculation.inputs
    if plan.draw is None and plan.guarantee is None:
        return set()
    return set(range(len(inputs.payees))) if inputs.open_door else set(calculation.ledger.spans)


def _within(block: Block, periods: range, calculation: Calculation, window: tuple[int, int]) -> Block:
    """The lines that are earned or paid in the asked periods."""
    paid_in = block.column("paid_in")
    component = calculation.plan.component(block.component)
    own = calculation.ledger.calendar(component)
    earned = block.column("period")
    first, last = own.of(window[0]), own.of(window[1] - 1)
    keep = ((paid_in >= periods.start) & (paid_in < periods.stop)) | ((earned >= first) & (earned <= last))
    return block.taken(np.flatnonzero(keep)) if not keep.all() else block


def due(blocks: list[Block]) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
    """Pay by payee and plan period, and what is not due yet by payee."""
    earned: dict[tuple[int, int], int] = {}
    held: dict[int, int] = {}
    for whole in blocks:
        block = whole
        if block.count and "kind" in block.columns:
            block = block.taken(np.flatnonzero(block.column("kind") != SHOWN))
        if not block.count:
            continue
        payee, when, amount = block.column("payee"), block.column("paid_in"), block.column("amount")
        change = np.flatnonzero(np.append(True, (payee[1:] != payee[:-1]) | (when[1:] != when[:-1])))
        for row, total in zip(change.tolist(), np.add.reduceat(amount, change).tolist(), strict=True):
            if when[row] == NOT_DUE:
                held[int(payee[row])] = held.get(int(payee[row]), 0) + total
            else:
                key = int(payee[row]), int(when[row])
                earned[key] = earned.get(key, 0) + total
    return earned, held
