"""Lines in columns: one block per component, in the canonical order, ready for digest and output."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

#: Kinds of lines. A line's kind is its place here.
KINDS = (
    "earned",
    "bonus",
    "true_up",
    "clawback",
    "cancelled",
    "correction",
    "plan_cap",
    "carried_in",
    "guarantee",
    "draw",
    "recovery",
    "carried_out",
    "forgiven",
    "shown",
    "rounded",
)
#: Stands for 'not due yet' in ``paid_in``.
NOT_DUE = 2**31 - 1

INT_COLUMNS = {
    "payee": np.int32,
    "period": np.int32,
    "paid_in": np.int32,
    "kind": np.int8,
    "day": np.int32,
    "seq": np.int32,
    "level": np.int32,
    "source": np.int32,
    "part": np.int32,
    "value": np.int64,
    "credit": np.int64,
    "after": np.int64,
    "tier_before": np.int8,
    "tier_after": np.int8,
    "uncapped": np.int64,
    "amount": np.int64,
    "rounding": np.int64,
}
#: Columns that hold the same value in every row of an ordinary block are made only when asked for.
CONSTANT = {"kind": 0, "part": 0, "level": 0}


def group_starts(*keys: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Where a group of equal keys begins, in rows that are in order."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    differs = np.zeros(len(keys[0]), bool)
    differs[0] = True
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(differs)


def stretches(starts: np.ndarray[Any, Any], count: int, most: int) -> list[tuple[int, int]]:
    """Places from and to of stretches of whole groups, about ``most`` rows each (a larger group is one of its own)."""
    if count <= most:
        return [(0, count)]
    cuts = starts[np.unique(np.searchsorted(starts, np.arange(most, count, most), "right") - 1)]
    edges = np.unique(np.concatenate([[0], cuts, [count]])).tolist()
    return list(itertools.pairwise(edges))


@dataclass
class Block:
    """The lines of one component (or of the plan itself, with component ``""``)."""

    component: str
    columns: dict[str, Any]
    tx: Any
    count: int
    source_order: dict[str, int] = field(default_factory=dict)
    _starts: np.ndarray[Any, Any] | None = None

    @property
    def starts(self) -> np.ndarray[Any, Any]:
        """Where the lines of each payee and period begin."""
        if self._starts is None:
            self._starts = group_starts(self.column("payee"), self.column("period"))
        return self._starts

    def column(self, name: str) -> np.ndarray[Any, Any]:
        """A column as NumPy, in the width of its kind; what is kept may be narrower."""
        found = self.columns.get(name)
        if found is None:
            found = np.full(self.count, CONSTANT.get(name, 0), INT_COLUMNS[name])
        return found.astype(INT_COLUMNS[name], copy=False)  # type: ignore[no-any-return]

    def between(self, start: int, end: int) -> "Block":
        """The lines from one place to another; nothing is copied."""
        columns = {name: values[start:end] for name, values in self.columns.items()}
        return Block(self.component, columns, None if self.tx is None else self.tx[start:end], end - start)

    def taken(self, rows: np.ndarray[Any, Any]) -> "Block":
        """Some of the lines, in the given order."""
        columns = {name: values[rows].astype(INT_COLUMNS[name], copy=False) for name, values in self.columns.items()}
        tx = (
            None
            if self.tx is None
            else self.tx[rows]
            if isinstance(self.tx, np.ndarray)
            else self.tx.take(pa.array(rows))
        )
        return Block(self.component, columns, tx, len(rows))

    def tx_texts(self) -> pa.Array:
        """Transaction ids as text; null where a line has no transaction."""
        if self.tx is None:
            return pa.nulls(self.count, pa.string())
        if isinstance(self.tx, np.ndarray):
            return pa.array(self.tx).cast(pa.string())
        text = self.tx.combine_chunks() if isinstance(self.tx, pa.ChunkedArray) else self.tx
        import pyarrow.compute as pc

        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def from_rows(component: str, rows: list[dict[str, Any]]) -> Block:
    """A block of a few lines given as dictionaries; absent columns are zero."""
    columns = {name: np.array([row.get(name, 0) for row in rows], kind) for name, kind in INT_COLUMNS.items()}
    tx = pa.array([str(row.get("tx", "") or "") for row in rows], pa.string())
    return Block(component, columns, tx, len(rows))


def joined(component: str, blocks: list[Block]) -> Block:
    """Several blocks of one component, in canonical order."""
    blocks = [block for block in blocks if block.count]
    if len(blocks) == 1:
        return blocks[0]
    count = sum(block.count for block in blocks)
    columns = {
        name: np.concatenate([block.column(name) for block in blocks] or [np.zeros(0, kind)])
        for name, kind in INT_COLUMNS.items()
    }
    if blocks and all(isinstance(block.tx, np.ndarray) for block in blocks):
        tx: Any = np.concatenate([block.tx for block in blocks])
    else:
        import pyarrow.compute as pc

        texts = [pc.fill_null(block.tx_texts(), "") for block in blocks]
        tx = pa.concat_arrays(texts) if texts else pa.array([], pa.string())
    return ordered(Block(component, columns, tx, count))


def ordered(block: Block) -> Block:
    """The lines by payee, period, kind of line with a transaction first, day, transaction …"""
    if not block.count:
        return block
    tx = block.tx
    if not isinstance(tx, np.ndarray):
        codes = tx.dictionary_encode()
        import pyarrow.compute as pc

        rank = np.empty(len(codes.dictionary), np.int64)
        rank[pc.sort_indices(codes.dictionary).to_numpy()] = np.arange(len(rank))
        tx = rank[codes.indices.to_numpy()] if len(rank) else np.zeros(0, np.int64)
    late = block.column("kind") > 0
    keys = [block.column(name) for name in ("amount", "part", "source", "level", "seq")]
    order = np.lexsort(
        (*keys, tx, block.column("day"), block.column("kind"), late, block.column("period"), block.column("payee"))
    )
    return block.taken(order)
