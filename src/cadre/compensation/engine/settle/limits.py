"""Caps that reach over several periods, and budgets that reach over all payees: what earlier lines leave over."""

from typing import Any

import numpy as np

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.curves.ledger import Cells, Ledger
from cadre.compensation.engine.exact_lines import cap_of
from cadre.compensation.engine.plan.component import Component


def wide(component: Component) -> bool:
    """Whether a limit reaches beyond one payee's run."""
    return component.cap.budget is not None or component.cap.per != "run"


def limit_lines(ledger: Ledger, component: Component, cells: Cells, block: Block) -> None:
    """Apply the wide limits to the lines of a block, in the order of their days."""
    if not wide(component) or not block.count:
        return
    payee, period = block.column("payee").tolist(), block.column("period").tolist()
    spans = _spans(ledger, component)
    order = np.lexsort((block.column("seq"), _ranks(block), block.column("day"), block.column("period")))
    amount = block.columns["amount"].copy()
    for limit, key in (("payee", True), ("budget", False)):
        left: dict[Any, int] = {}
        for row in order.tolist():
            cell = cells[payee[row], period[row]]
            most = _most(ledger, component, limit, cell)
            if most is None:
                break
            place = (payee[row], spans(period[row])) if key else 0
            before = left.get(place, 0)
            left[place] = before + int(amount[row])
            amount[row] = min(left[place], most) - min(before, most)
    block.columns["uncapped"] = block.column("uncapped").copy()
    block.columns["amount"] = amount


def limit_cells(ledger: Ledger, component: Component, cells: Cells) -> None:
    """The same for payouts of payee and period."""
    if not wide(component):
        return
    spans = _spans(ledger, component)
    for limit in ("payee", "budget"):
        left: dict[Any, int] = {}
        for (payee, period), cell in sorted(cells.items(), key=lambda pair: (pair[0][1], pair[0][0])):
            most = _most(ledger, component, limit, cell)
            if most is None:
                break
            place = (payee, spans(period)) if limit == "payee" else 0
            before = left.get(place, 0)
            left[place] = before + cell.payout
            cell.payout = min(left[place], most) - min(before, most)


def _most(ledger: Ledger, component: Component, limit: str, cell: Any) -> int | None:
    if limit == "payee":
        return cap_of(ledger.plan, component, cell) if component.cap.per != "run" else None
    budget = component.cap.budget
    return None if budget is None else amounts.to_scale(budget, ledger.plan.scale)


def _spans(ledger: Ledger, component: Component) -> Any:
    own = ledger.calendar(component)
    kind = "once" if component.cap.per in ("ever", "run") else component.cap.per
    span = Calendar(kind, ledger.plan.fiscal_year_starts)
    return lambda period: span.of(own.end(period) - 1) if own.kind != "once" else 0


def _ranks(block: Block) -> np.ndarray[Any, Any]:
    if isinstance(block.tx, np.ndarray):
        return block.tx
    texts = np.array([text or "" for text in block.tx_texts().to_pylist()])
    typed: np.ndarray[Any, Any] = np.unique(texts, return_inverse=True)[1]
    return typed
