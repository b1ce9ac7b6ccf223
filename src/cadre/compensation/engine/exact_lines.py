"""Lines in Python where 64 bits do not suffice, and what a component's cap is."""

from fractions import Fraction

import numpy as np

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.curves.bonuses import piecewise
from cadre.compensation.engine.curves.ledger import Cell, Cells, Ledger
from cadre.compensation.engine.inputs.derived import bands
from cadre.compensation.engine.inputs.positions import positions
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.terms_table import TermsTable


def cap_of(plan: Plan, component: Component, cell: Cell) -> int | None:
    """The highest payout of a cell's run in smallest units, if there is one."""
    limits = []
    if component.cap.payout is not None:
        limits.append(amounts.to_scale(component.cap.payout, plan.scale))
    if component.cap.of_target is not None and cell.target is not None:
        limits.append(amounts.round_half_away(component.cap.of_target * cell.target))
    return min(limits) if limits else None


def within_limits(plan: Plan, component: Component, cell: Cell, exact: Fraction) -> int:
    """What a curve's exact pay comes to with the cell's factor, the least and the most of its run; fills ``uncapped``."""
    cell.uncapped = pay = amounts.round_half_away(exact * cell.factor)
    if component.minimum is not None and (cell.count or cell.reading is not None):
        pay = max(pay, amounts.to_scale(component.minimum, plan.scale))
    limit = cap_of(plan, component, cell) if component.cap.per == "run" else None
    return pay if limit is None else min(pay, limit)


def caps_of(plan: Plan, component: Component, cells: Cells) -> dict[tuple[int, int], tuple[int, int]]:
    """The cap on each cell's run, with what was paid before in it."""
    if component.cap.per != "run":
        return {}
    limits = {key: cap_of(plan, component, cell) for key, cell in cells.items()}
    return {key: (limit, 0) for key, limit in limits.items() if limit is not None}


def sum_up(cells: Cells, block: Block) -> None:
    """The payouts of the cells: the sums of their lines."""
    if not block.count:
        return
    starts = block.starts
    found = (
        block.columns["payee"][starts],
        block.columns["period"][starts],
        np.add.reduceat(block.columns["amount"], starts),
        np.add.reduceat(block.columns["uncapped"], starts),
    )
    for payee, period, amount, uncapped in zip(*(values.tolist() for values in found), strict=True):
        cell = cells[payee, period]
        cell.payout, cell.uncapped = amount, uncapped


def picks(component: Component) -> str:
    """Whether one tier's rate holds for the whole of each credit, and whether the last tier has an end."""
    if component.accumulate != "transaction" or component.pays.retroactive is None:
        return ""
    return "bounded" if component.pays.retroactive[-1].to is not None else "open"


def one_credit(component: Component, cell: Cell, credit: int) -> Fraction:
    """The curve read at one credit alone; a reversal is the mirror image."""
    size, sign = abs(credit), -1 if credit < 0 else 1
    if not picks(component):
        return sign * piecewise(size, cell.edges, cell.rates)
    rate = cell.rates[sum(size >= edge for edge in cell.edges)]
    top = min(size, cell.edges[-1]) if picks(component) == "bounded" and cell.edges else size
    return sign * top * rate


def recompute_beyond(ledger: Ledger, component: Component, cells: Cells, terms: TermsTable, block: Block) -> None:
    """Lines whose rates need integers beyond 64 bits, computed one by one; then the cap over all lines again."""
    for name in ("amount", "uncapped", "rounding"):
        block.columns[name] = block.columns[name].astype(np.int64)
    payees, periods = block.columns["payee"].tolist(), block.columns["period"].tolist()
    bands = bands_of(ledger, component, block)
    for row, key in enumerate(zip(payees, periods, strict=True)):
        if key not in terms.beyond:
            continue
        cell = cells[key]
        credit, after = int(block.columns["credit"][row]), int(block.columns["after"][row])
        if component.accumulate == "transaction":
            exact = one_credit(component, cell, credit) * cell.factor
        else:
            high = piecewise(after, cell.edges, cell.rates)
            exact = (high - piecewise(after - credit, cell.edges, cell.rates)) * cell.factor
        if bands is not None:
            exact *= bands[row]
        amount = amounts.round_half_away(exact)
        rounding = (amount - exact) * terms.dens[key]
        block.columns["uncapped"][row] = amount
        block.columns["rounding"][row] = rounding.numerator if abs(rounding.numerator) < 2**62 else 0
    _limit_again(ledger, component, cells, block)


def bands_of(ledger: Ledger, component: Component, block: Block) -> list[Fraction] | None:
    """What the tables by transaction give each line of a block; ``None`` when the component has none."""
    if not component.banded:
        return None
    known = bands(component)
    found = ledger.inputs.transactions.columns.get(f"b_{ledger.plan.components.index(component)}")
    places = positions(ledger.inputs, block).tolist()
    return [known[int(found[place])] if found is not None and place >= 0 else Fraction(1) for place in places]


def _limit_again(ledger: Ledger, component: Component, cells: Cells, block: Block) -> None:
    amount = block.columns["uncapped"].copy()
    least, each = component.minimum_per_transaction, component.cap.per_transaction
    if least is not None:
        limit, credit = amounts.to_scale(least, ledger.plan.scale), block.columns["credit"]
        amount = np.where(
            credit < 0, np.minimum(amount, -limit), np.where(credit > 0, np.maximum(amount, limit), amount)
        )
    if each is not None:
        limit = amounts.to_scale(each, ledger.plan.scale)
        amount = np.clip(amount, -limit, limit)
    if component.cap.per != "run":
        block.columns["amount"] = amount
        return
    earned: dict[tuple[int, int], int] = {}
    for row, key in enumerate(zip(block.columns["payee"].tolist(), block.columns["period"].tolist(), strict=True)):
        highest = cap_of(ledger.plan, component, cells[key])
        if highest is None:
            continue
        place = key[0], ledger.run_of(component, *key)
        before = earned.get(place, 0)
        earned[place] = before + int(amount[row])
        amount[row] = min(earned[place], highest) - min(before, highest)
    block.columns["amount"] = amount
