"""Payment in parts: at order and at cash, held back, in instalments, pro rata on receipts."""

from fractions import Fraction
from typing import Any

import numpy as np

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import KINDS, NOT_DUE, Block, joined
from cadre.compensation.engine.calendar import NO_DAY, Calendar
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.positions import positions, sold_for
from cadre.compensation.engine.plan.component import Component, PayPart
from cadre.compensation.engine.plan.model import Plan


def in_parts(plan: Plan, inputs: Inputs, component: Component, block: Block) -> Block:
    """Each line as its parts, each with the period it is due in. The last part takes the rest."""
    if not component.pay or not block.count:
        return block
    own = Calendar(plan.period, plan.fiscal_year_starts)
    left = block.columns["amount"].copy()
    whole = left.copy()
    made: list[Block] = []
    for number, part in enumerate(component.pay, 1):
        last = number == len(component.pay)
        share = left if last else _share(whole, part.share)
        left = left - share
        if part.receipts:
            pieces = _by_receipts(plan, inputs, block, share, number)
        else:
            due = _due(plan, inputs, own, part, block)
            pieces = _instalments(block, share, due, part.instalments, number)
        made += pieces
        if part.while_in_plan:
            made += [_forfeited(inputs, own, piece) for piece in pieces]
    return joined(component.id, made)


def _forfeited(inputs: Inputs, own: Calendar, piece: Block) -> Block:
    """What falls due when its payee is no longer in the plan, taken off again."""
    last: dict[int, int] = {}
    for member in inputs.members:
        last[member.payee] = max(last.get(member.payee, member.end), member.end)
    payees, dues = piece.column("payee").tolist(), piece.column("paid_in").tolist()
    # who leaves on a day is no longer there when the period in which he would be paid ends after it
    gone = [
        payee in last and due != NOT_DUE and last[payee] < own.end(due) for payee, due in zip(payees, dues, strict=True)
    ]
    found = piece.taken(np.flatnonzero(np.array(gone, bool)))
    found.columns["amount"] = -found.columns["amount"]
    found.columns["kind"] = np.full(found.count, KINDS.index("cancelled"), np.int8)
    return found


def _share(values: np.ndarray[Any, Any], share: Fraction) -> np.ndarray[Any, Any]:
    num, den = share.numerator, share.denominator
    size = np.abs(values)
    part = num * (size // den) + (2 * num * (size % den) + den) // (2 * den)
    signed: np.ndarray[Any, Any] = np.where(values < 0, -part, part)
    return signed


def _due(plan: Plan, inputs: Inputs, own: Calendar, part: PayPart, block: Block) -> np.ndarray[Any, Any]:
    earned = block.columns["paid_in"]
    day = block.columns["day"]
    if part.on is not None:
        place = positions(inputs, block)
        dates = inputs.transactions.columns[f"d_{part.on}"]
        day = np.where(place >= 0, dates[np.maximum(place, 0)] if len(dates) else NO_DAY, NO_DAY)
        # lines without a transaction (bonuses) have no such date: they are due when earned
        day = np.where(place < 0, block.columns["day"], day)
    elif part.at_end_of is not None:
        span = Calendar(part.at_end_of, plan.fiscal_year_starts)
        ends = {int(one): own.of(span.end(span.of(own.end(int(one)) - 1)) - 1) for one in np.unique(earned)}
        return np.array([ends[one] for one in earned.tolist()], np.int32)
    elif part.after is None:
        # a narrow column could not hold NOT_DUE beside its periods
        due_in: np.ndarray[Any, Any] = earned.astype(np.int32)
        return due_in
    result = np.full(block.count, NOT_DUE, np.int32)
    for each in np.unique(day):
        if each > NO_DAY:
            when = part.after.after(int(each)) if part.after is not None else int(each)
            result[day == each] = own.of(when)
    later: np.ndarray[Any, Any] = np.maximum(result, earned).astype(np.int32)
    return later


def _copy(block: Block, rows: np.ndarray[Any, Any], amount: np.ndarray[Any, Any], due: Any, number: int) -> Block:
    made = block.taken(rows)
    made.columns["amount"] = amount.astype(np.int64)
    made.columns["paid_in"] = np.broadcast_to(np.asarray(due, np.int32), (len(rows),)).copy()
    made.columns["part"] = np.full(len(rows), number, np.int32)
    return made


def _instalments(
    block: Block, share: np.ndarray[Any, Any], due: np.ndarray[Any, Any], count: int, number: int
) -> list[Block]:
    everything = np.arange(block.count)
    left, made = share.copy(), []
    for one in range(count):
        piece = left if one == count - 1 else _share(share, Fraction(1, count))
        left = left - piece
        when = np.where(due == NOT_DUE, NOT_DUE, due + one).astype(np.int32)
        made.append(_copy(block, everything, piece, when, number))
    return made


def _by_receipts(plan: Plan, inputs: Inputs, block: Block, share: np.ndarray[Any, Any], number: int) -> list[Block]:
    """Paid to date is the share of the money received to date, rounded once; a part is the difference.

    What is received is compared with what was sold, both in the transaction's own currency.
    """
    own = Calendar(plan.period, plan.fiscal_year_starts)
    ids = block.tx_texts().to_pylist()
    sold = sold_for(plan, inputs, sorted({name for name in ids if name in inputs.receipts}))
    rows, parts, dues = [], [], []
    for row, transaction in enumerate(ids):
        total, paid, received = int(share[row]), 0, Fraction(0)
        value = sold.get(transaction or "", Fraction(0))
        for day, amount in inputs.receipts.get(transaction or "", []):
            received += amount
            portion = min(max(received / value, Fraction(0)), Fraction(1)) if value else Fraction(1)
            piece = amounts.round_half_away(total * portion) - paid
            if piece:
                rows.append(row)
                parts.append(piece)
                dues.append(max(own.of(day), int(block.columns["paid_in"][row])))
                paid += piece
        if total != paid:
            rows.append(row)
            parts.append(total - paid)
            dues.append(NOT_DUE)
    return [_copy(block, np.array(rows, np.int64), np.array(parts, np.int64), np.array(dues, np.int32), number)]
