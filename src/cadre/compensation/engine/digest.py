"""Digests: the same inputs, plan and output give the same bytes, on every engine."""

import hashlib
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.blocks import INT_COLUMNS, Block, stretches
from cadre.compensation.engine.plan.model import Plan


def plan_digest(plan: Plan) -> str:
    """SHA-256 of the plan's content, not of its spelling."""
    content = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def table_digest(table: pa.Table) -> bytes:
    """SHA-256 of a table's columns, whatever their chunks."""
    found = hashlib.sha256()
    for name in sorted(table.column_names):
        found.update(name.encode() + b"\0")
        for part in _column_bytes(table[name]):
            found.update(part)
    return found.digest()


def _column_bytes(column: pa.ChunkedArray) -> list[Any]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    nulls = [pc.is_null(column).to_numpy().tobytes()] if column.null_count else []
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        values = pc.fill_null(column, 0) if column.null_count else column
        return [
            np.ascontiguousarray(values.to_numpy()).astype("<f8" if pa.types.is_floating(kind) else "<i8", copy=False),
            *nulls,
        ]
    if pa.types.is_date32(kind):
        return [column.cast(pa.int32()).fill_null(0).to_numpy().astype("<i4"), *nulls]
    text = pc.fill_null(column.cast(pa.string()), "")
    lengths = pc.binary_length(text).to_numpy().astype("<i4")
    return [lengths, *_text_bytes(text), *nulls]


def _text_bytes(column: pa.ChunkedArray | pa.Array) -> list[Any]:
    parts = []
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        if len(chunk):
            offsets = np.frombuffer(chunk.buffers()[1], np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
            data = chunk.buffers()[2]
            if data is not None:
                parts.append(memoryview(data)[int(offsets[0]) : int(offsets[-1])])
    return parts


def inputs_digest(tables: dict[str, pa.Table]) -> str:
    """SHA-256 over all input tables."""
    found = hashlib.sha256()
    for name in sorted(tables):
        found.update(name.encode() + b"\0" + table_digest(tables[name]))
    return found.hexdigest()


#: What a line's digest covers, besides payee, period and transaction. The rounding follows from the rest.
_PLAIN = ("paid_in", "day", "value", "credit", "after", "tier_before", "tier_after", "amount")
#: Columns that are hashed only where they say something: where they are not zero, or not equal to another column.
_SPARSE = {"kind": None, "part": None, "seq": None, "level": None, "source": "payee", "uncapped": "amount"}

#: Lines hashed at once: their columns are widened for it.
_AT_ONCE = 500_000


def block_leaves(block: Block, names: list[str]) -> dict[tuple[str, int], bytes]:
    """A SHA-256 per payee and period of a block's lines, by the payee's name."""
    if not block.count:
        return {}
    leaves: dict[tuple[str, int], bytes] = {}
    for start, end in stretches(block.starts, block.count, _AT_ONCE):
        leaves.update(_leaves(block.between(start, end), names))
    return leaves


def _leaves(block: Block, names: list[str]) -> dict[tuple[str, int], bytes]:
    payee, period = block.column("payee"), block.column("period")
    starts = block.starts
    ends = np.append(starts[1:], block.count)
    arrays = [_bytes(block.column(name), INT_COLUMNS[name]) for name in _PLAIN]
    sparse = _sparse_columns(block, starts)
    offsets, text = _tx_bytes(block)
    leaves = {}
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        found = hashlib.sha256()
        for array, width in arrays:
            found.update(array[start * width : end * width])
        for name, says, array, width in sparse:
            if says[number]:
                found.update(name)
                found.update(array[start * width : end * width])
        if offsets is None:
            found.update(text[start * 8 : end * 8])
        else:
            found.update(text[int(offsets[start]) : int(offsets[end])])
        leaves[names[payee[start]], int(period[start])] = found.digest()
    return leaves


def _bytes(values: np.ndarray[Any, Any], kind: Any) -> tuple[memoryview, int]:
    values = np.ascontiguousarray(values.astype(kind, copy=False))
    return memoryview(values.data).cast("B"), values.dtype.itemsize


def _sparse_columns(block: Block, starts: np.ndarray[Any, Any]) -> list[tuple[bytes, list[bool], memoryview, int]]:
    found = []
    for name, other in _SPARSE.items():
        values = block.columns.get(name)
        if values is None or (other is not None and values is block.columns.get(other)):
            continue
        differs = values != (0 if other is None else block.column(other))
        if not differs.any():
            continue
        says = np.logical_or.reduceat(differs, starts).tolist()
        found.append((name.encode(), says, *_bytes(values, INT_COLUMNS[name])))
    return found


def _tx_bytes(block: Block) -> tuple[np.ndarray[Any, Any] | None, memoryview]:
    if block.tx is None:
        return None, memoryview(np.zeros(block.count, np.int64).data).cast("B")
    if isinstance(block.tx, np.ndarray):
        return None, memoryview(np.ascontiguousarray(block.tx.astype(np.int64, copy=False)).data).cast("B")
    text = block.tx.combine_chunks() if isinstance(block.tx, pa.ChunkedArray) else block.tx
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    text = pc.binary_join_element_wise(pc.fill_null(text, ""), "", "\n")
    offsets = np.frombuffer(text.buffers()[1], np.int32)[text.offset : text.offset + len(text) + 1]
    return offsets, memoryview(text.buffers()[2] or b"")


def root(leaves: dict[tuple[str, str, int], bytes]) -> str:
    """One digest of all leaves: over the payees' digests, each over its sorted leaves."""
    by_payee: dict[str, list[tuple[str, int]]] = {}
    for component, payee, period in leaves:
        by_payee.setdefault(payee, []).append((component, period))
    found = hashlib.sha256()
    for payee in sorted(by_payee):
        found.update(payee_digest(payee, {key: leaves[key[0], payee, key[1]] for key in by_payee[payee]}))
    return found.hexdigest()


def payee_digest(payee: str, leaves: dict[tuple[str, int], bytes]) -> bytes:
    """A payee's leaves by component and period, as one digest."""
    found = hashlib.sha256(payee.encode() + b"\0")
    for component, period in sorted(leaves):
        found.update(f"{component}/{period}".encode() + leaves[component, period])
    return found.digest()
