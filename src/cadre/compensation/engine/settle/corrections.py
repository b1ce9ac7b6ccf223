"""Closed periods are not paid again: the difference to what was paid becomes a correction in the open period."""

from typing import Any

import numpy as np

from cadre.compensation.engine.blocks import KINDS, Block, from_rows
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.plan.model import Plan

CORRECTION = KINDS.index("correction")


def close(plan: Plan, inputs: Inputs, blocks: dict[str, list[Block]], closed_end: int) -> dict[str, list[Block]]:
    """Lines paid in periods that end by ``closed_end`` are replaced by corrections against the history."""
    own = Calendar(plan.period, plan.fiscal_year_starts)
    open_period = own.of(closed_end)
    result = {}
    for component in plan.components:
        kept: list[Block] = []
        computed: dict[tuple[int, int, str], list[int]] = {}
        for block in blocks.get(component.id, []):
            closed = block.column("paid_in") < open_period
            kept.append(block.taken(np.flatnonzero(~closed)))
            _add_computed(block.taken(np.flatnonzero(closed)), computed)
        kind = str(component.period if component.period not in (None, "period") else plan.period)
        periods = Calendar(kind, plan.fiscal_year_starts)
        paid: dict[tuple[int, int, str], int] = {}
        for line in inputs.history:
            period = periods.parse(line.period) if line.component == component.id else None
            if period is not None and own.of(periods.end(period) - 1) < open_period:
                key = line.payee, period, line.transaction
                paid[key] = paid.get(key, 0) + line.amount
        rows = _differences(computed, paid, open_period, closed_end)
        result[component.id] = [block for block in [*kept, from_rows(component.id, rows)] if block.count]
    return result


def _add_computed(block: Block, computed: dict[tuple[int, int, str], list[int]]) -> None:
    texts = block.tx_texts().to_pylist()
    columns = [block.column(name).tolist() for name in ("payee", "period", "amount", "credit", "value", "day")]
    for text, payee, period, amount, credit, value, day in zip(texts, *columns, strict=True):
        found = computed.setdefault((payee, period, text or ""), [0, 0, value, day])
        found[0] += amount
        found[1] += credit


def _differences(
    computed: dict[tuple[int, int, str], list[int]],
    paid: dict[tuple[int, int, str], int],
    open_period: int,
    closed_end: int,
) -> list[dict[str, Any]]:
    rows = []
    for key in sorted(set(computed) | set(paid)):
        payee, period, transaction = key
        amount, credit, value, day = computed.get(key, [0, 0, 0, closed_end])
        difference = amount - paid.get(key, 0)
        if difference:
            rows.append(
                {
                    "payee": payee,
                    "period": period,
                    "paid_in": open_period,
                    "kind": CORRECTION,
                    "day": day,
                    "tx": transaction,
                    "source": payee,
                    "value": value,
                    "credit": credit,
                    "uncapped": amount,
                    "amount": difference,
                }
            )
    return rows
