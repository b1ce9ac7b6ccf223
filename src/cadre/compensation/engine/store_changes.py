"""What a change is made of, and what it did."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.inputs.exchange import AT_HOME
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.problems import Problem
from cadre.compensation.engine.inputs.transactions import (
    Transactions,
    ranks,
)
from cadre.compensation.engine.lowering.credits import Sources
from cadre.compensation.engine.store_reach import together, without


class NeedsFullRun(ValueError):
    """The change reaches beyond what the store holds: calculate again."""


@dataclass
class Change:
    """What a change did: pay before and after by payee and plan period (smallest units), and the new digest."""

    touched: set[tuple[str, int, int]]
    before: dict[tuple[str, str], int]
    after: dict[tuple[str, str], int]
    digest: str
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, Block] = field(default_factory=dict)

    @property
    def differences(self) -> dict[tuple[str, str], int]:
        """Pay that changed, by payee and period."""
        return differences(self.before, self.after)


def differences(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    """What lies between pay before and after, by payee and period in order; what is as it was is left out."""
    found = {key: after.get(key, 0) - before.get(key, 0) for key in sorted(set(before) | set(after))}
    return {key: value for key, value in found.items() if value}


@dataclass
class Changed:
    """Cleaned changed rows, the sources of their credits, and the ids of all that is replaced.

    ``reasons`` tell why rows could not be used: the first row of each, and how many there are.
    ``rows`` are the rows as they were given and ``own`` their ids and those of deleted ones, where others depend on them.
    """

    id_list: str
    count: int
    transactions: Transactions | None
    sources: dict[str, Sources] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    reasons: list[tuple[Problem, int]] = field(default_factory=list)
    ids: list[Any] = field(default_factory=list)
    splits: pa.Table | None = None
    rows: pa.Table | None = None
    own: list[Any] = field(default_factory=list)

    def store(self, inputs: Inputs) -> None:
        """Bring the transactions of the run up to date, for what reads them later (new tables, clawback, parts)."""
        held = inputs.transactions
        known = held.columns["tx"]
        if isinstance(known, np.ndarray):
            keep = ~np.isin(known, np.array([one for one in self.ids if isinstance(one, int)], np.int64))
        else:
            keep = ~pc.is_in(known, pa.array([str(one).strip() for one in self.ids], pa.string())).to_numpy(
                zero_copy_only=False
            )
        fresh = self.transactions.columns if self.transactions is not None else {}
        for name, values in held.columns.items():
            more = fresh.get(name)
            if isinstance(values, np.ndarray):
                kept = values[keep]
                held.columns[name] = kept if more is None else np.concatenate([kept, more.astype(values.dtype)])
            else:
                kept = _one(values.filter(pa.array(keep)))
                held.columns[name] = kept if more is None else pa.concat_arrays([kept, _one(more)])
        extra = self.transactions.row if self.transactions is not None else np.zeros(0, np.int32)
        held.row = np.concatenate([held.row[keep], extra])
        held.columns["rank"] = ranks(held.columns["tx"])
        self._foreign(held, keep)
        self._tables(inputs)

    def _tables(self, inputs: Inputs) -> None:
        """The changed rows and their splits in the place of what was there."""
        if "splits" in inputs.tables:
            inputs.tables["splits"] = without(inputs.tables["splits"], "transaction", self.ids)
        if self.splits is not None:
            held = inputs.tables.get("splits")
            inputs.tables["splits"] = self.splits if held is None else together(held, self.splits)
        if self.rows is not None or self.own:
            kept = without(inputs.tables["transactions"], "id", self.own)
            inputs.tables["transactions"] = kept if self.rows is None else together(kept, self.rows)

    def _foreign(self, held: Transactions, keep: np.ndarray[Any, Any]) -> None:
        """What transactions in other currencies were before they were converted."""
        more = self.transactions.foreign if self.transactions is not None else {}
        if not held.foreign and not more:
            return
        count, fresh = int(keep.sum()), len(self.transactions) if self.transactions is not None else 0
        old = {
            name: values.filter(pa.array(keep)) if name == "currency" else None if values is None else values[keep]
            for name, values in held.foreign.items()
        }
        parts = [part or _at_home(size) for part, size in ((old, count), (more, fresh))]
        held.foreign = {
            "currency": pa.concat_arrays([_one(part["currency"]) for part in parts]),
            "rate": np.concatenate([part["rate"] for part in parts]),
            "original": None
            if any(part["original"] is None for part in parts)
            else np.concatenate([part["original"] for part in parts]),
            "digits": np.concatenate([part["digits"] for part in parts]),
        }


def _at_home(count: int) -> dict[str, Any]:
    return {
        "currency": pa.array([""] * count, pa.string()),
        "rate": np.full(count, 10**9, np.int64),
        "original": np.zeros(count, np.int64),
        "digits": np.full(count, AT_HOME, np.int64),
    }


def _one(values: Any) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
