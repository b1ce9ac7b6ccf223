"""How far a change reaches: rows whose place or running sum it moves, payees who share a limit, payees who leave."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.inputs.transactions import Transactions
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle.limits import wide
from cadre.compensation.engine.store_credits import Place


def ordered(plan: Plan) -> bool:
    """Whether formulas look at other transactions: their place among them (nth) or a sum over them (running)."""
    return any(formula.groups for formula in plan.formulas.values())


def sharing(ledger: Ledger, component: Component, payees: set[int]) -> set[int]:
    """Everybody where a budget is shared, else these payees."""
    return set(range(len(ledger.inputs.payees))) if payees and component.cap.budget is not None else payees


def limited(component: Component, changed: set[Place], there: dict[tuple[int, int], Place]) -> set[Place]:
    """All runs under one limit with those that changed; ``there`` tells the run of each cell."""
    if not wide(component) or not changed:
        return changed
    payees = {payee for payee, _ in changed}
    shared = component.cap.budget is not None
    return changed | {place for place in there.values() if shared or place[0] in payees}


def texts(column: pa.ChunkedArray) -> pa.Array:
    """Cells as texts without blanks around them; an empty text where there is none."""
    found = pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def together(first: pa.Table, second: pa.Table) -> pa.Table:
    """The rows of both; as texts where a column has two types, empty where one of them lacks it."""
    for name in set(first.column_names) & set(second.column_names):
        if first[name].type != second[name].type:
            first, second = (
                one.set_column(one.column_names.index(name), name, one[name].cast(pa.string()))
                for one in (first, second)
            )
    return pa.concat_tables([first, second], promote_options="default")


def naming(table: pa.Table, column: str, ids: list[Any]) -> pa.Table:
    """The rows that name one of these transactions."""
    return table.filter(_named(table, column, ids))


def without(table: pa.Table, column: str, ids: list[Any]) -> pa.Table:
    """The rows that name none of these transactions."""
    return table.filter(pc.invert(_named(table, column, ids)))


def _named(table: pa.Table, column: str, ids: list[Any]) -> pa.Array:
    return pc.is_in(texts(table[column]), value_set=pa.array([str(one).strip() for one in ids], pa.string()))


def others_reached(plan: Plan, held: pa.Table, changed: pa.Table | None, ids: list[Any]) -> pa.Table:
    """The unchanged rows that stand in a group of the plan's formulas with a changed row, before or after the change."""
    found = _named(held, "id", ids).to_numpy(zero_copy_only=False)
    start, groups = found, []
    for columns in {tuple(columns) for formula in plan.formulas.values() for columns in formula.groups}:
        keys = _keys(held, columns)
        groups.append((keys, _keys(changed, columns) if changed is not None else pa.array([], pa.string())))
    while True:
        more = found.copy()
        for keys, fresh in groups:
            wanted = pa.concat_arrays([keys.filter(pa.array(more)), fresh])
            more |= pc.is_in(keys, wanted).to_numpy(zero_copy_only=False)
        if (more == found).all():
            return held.filter(pa.array(found & ~start))
        found = more


def _keys(table: pa.Table, columns: tuple[str, ...]) -> pa.Array:
    empty = pa.chunked_array([pa.array([""] * len(table), pa.string())])
    cells = [pc.utf8_lower(texts(table[name] if name in table.column_names else empty)) for name in columns]
    joined = pc.binary_join_element_wise(*cells, "\x1f")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


@dataclass
class Moved:
    """Changed rows with the others that they moved, the ids of all, and what is wrong with them."""

    transactions: Transactions
    ids: list[Any]
    problems: Problems


def moved(tx: Transactions, held: Transactions, others: list[Any], count: int, problems: Problems) -> Moved:
    """Leave out the ``others`` that came out as they were; the first ``count`` rows are the changed ones.

    ``tx`` has its keys in the codes of ``held``.
    """
    names = [str(one).strip() for one in others]
    found = pc.fill_null(pc.index_in(pa.array(names, pa.string()), value_set=_id_array(held)), -1).to_pylist()
    known = dict(zip(names, found, strict=True))
    ids = _id_array(tx).to_pylist()
    place = np.array([known.get(one, -1) for one in ids], np.int64)
    same = (place >= 0) & (tx.row > count)
    for name, values in tx.columns.items():
        if name not in held.columns or name in ("tx", "rank") or name.startswith("mode_"):
            continue
        rows = np.flatnonzero(same)
        now, was = (_picked(side, at) for side, at in ((values, rows), (held.columns[name], place[rows])))
        same[rows] = np.array([one == two for one, two in zip(now, was, strict=True)], bool)
    chosen = taken(tx, np.flatnonzero(~same))
    stay, there = {ids[row] for row in np.flatnonzero(same).tolist()}, set(ids)
    moved_ids = there - stay
    again = [one for one, name in zip(others, names, strict=True) if name in moved_ids or _lost(name, known, there)]
    told = Problems()
    for problem in problems.found:
        if problem.row <= count:
            told.found.append(problem)
        elif _lost(names[problem.row - count - 1], known, there):
            told.found.append(replace(problem, row=0))
    return Moved(chosen, again, told)


def _lost(name: str, known: dict[str, int], there: set[str]) -> bool:
    return known[name] >= 0 and name not in there


def _picked(values: Any, rows: np.ndarray[Any, Any]) -> list[Any]:
    if isinstance(values, np.ndarray):
        return list(values[rows].tolist())
    return list(values.take(pa.array(rows)).to_pylist())


def _id_array(tx: Transactions) -> pa.Array:
    ids = tx.columns["tx"]
    ids = pa.array(ids).cast(pa.string()) if isinstance(ids, np.ndarray) else ids
    return ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids


def taken(tx: Transactions, rows: np.ndarray[Any, Any]) -> Transactions:
    """Some of the rows."""

    def of(values: Any) -> Any:
        if values is None or isinstance(values, np.ndarray):
            return None if values is None else values[rows]
        return values.take(pa.array(rows))

    columns = {name: of(values) for name, values in tx.columns.items()}
    return Transactions(columns, tx.row[rows], tx.keys, {name: of(values) for name, values in tx.foreign.items()})


def everybody_counts(plan: Plan, inputs: Inputs) -> bool:
    """Whether somebody is paid for being named alone: without participants everybody named takes part."""
    alone = any(not c.measured.is_transactions or c.pays.without_sales for c in plan.components)
    return inputs.open_door and (alone or plan.draw is not None or plan.guarantee is not None)


def elsewhere(inputs: Inputs, payee: str) -> bool:
    """Whether a table other than the transactions names this payee."""
    return any(
        pc.any(pc.equal(texts(table[column]), payee)).as_py()
        for name, table in inputs.tables.items()
        if name != "transactions"
        for column in ("payee", "manager")
        if column in table.column_names
    )
