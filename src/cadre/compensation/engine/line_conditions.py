"""What was read for a line: gates, multipliers, and the rows that fitted its transaction."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.curves.ledger import Cell, ReadValue
from cadre.compensation.engine.inputs.derived import combinations, values_of
from cadre.compensation.engine.inputs.positions import positions
from cadre.compensation.engine.line_groups import Groups
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.deals import where_text
from cadre.compensation.engine.result import Result


def line_conditions(result: Result, component: Component | None, block: Block, groups: Groups) -> Any:
    """What was read for the payee and period; and for each line, which rows of the tables by transaction fitted."""
    found = [_conditions(cell) for cell in groups.cells]
    if component is None or not component.banded or not block.count:
        return groups.texts(found)
    tx = result.ledger.inputs.transactions.columns.get(f"w_{result.plan.components.index(component)}")
    rows = combinations(component)
    which = groups.spread(list(range(len(found))), np.int32).tolist()
    known: dict[tuple[int, int], str] = {}
    texts = []
    for group, place in zip(which, positions(result.ledger.inputs, block).tolist(), strict=True):
        fitted = int(tx[place]) if tx is not None and place >= 0 else -1
        if (group, fitted) not in known:
            more = _fitted(component, rows[fitted]) if fitted >= 0 else []
            known[group, fitted] = json.dumps([*more, *_read(groups.cells[group])], ensure_ascii=False)
        texts.append(known[group, fitted])
    return pa.array(texts, pa.string()).dictionary_encode()


def _fitted(component: Component, rows: tuple[int, ...]) -> list[dict[str, Any]]:
    """The rows that fitted a transaction, as conditions."""
    found = []
    for number, (table, row, value) in enumerate(
        zip(component.row_tables, rows, values_of(component, rows), strict=True)
    ):
        kind = "rates" if number == 0 and component.pays.rates else "row"
        if row == len(table) and kind == "row":
            continue
        per_unit = kind == "rates" and not component.measured.is_money
        text = where_text(table[row].where) if row < len(table) else "-"
        shown = amounts.trimmed(value) if per_unit else amounts.percent_text(value)
        found.append({"kind": kind, "reads": "", "value": text, "test": "", "factor": shown})
    return found


def _conditions(cell: Cell | None) -> str:
    rows = _read(cell)
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _read(cell: Cell | None) -> list[dict[str, Any]]:
    return [condition(one) for one in cell.reads] if cell is not None else []


def condition(one: ReadValue, percent: Callable[[Fraction], str] = amounts.percent_text) -> dict[str, Any]:
    """What was read for a gate or a multiplier, as it stands beside lines and totals."""
    return {
        "kind": one.kind,
        "reads": one.key,
        "value": None if one.value is None else amounts.trimmed(one.value),
        "test": one.test,
        "factor": percent(one.factor),
    }
