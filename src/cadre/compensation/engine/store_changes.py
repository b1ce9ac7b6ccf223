"""Changed transactions, cleaned and prepared like those of a full run."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import horizon
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.crediting.shares import Rule, read_shares
from cadre.compensation.engine.crediting.sources import covered_by
from cadre.compensation.engine.inputs import figures, schema
from cadre.compensation.engine.inputs.exchange import AT_HOME
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.people import Rows
from cadre.compensation.engine.inputs.problems import InputsRefused, Problem, Problems
from cadre.compensation.engine.inputs.reading import as_table
from cadre.compensation.engine.inputs.transactions import (
    ASSIGNED,
    NOBODY,
    OWNER,
    SPLIT,
    Transactions,
    clean_transactions,
    ranks,
)
from cadre.compensation.engine.lowering.credits import Sources, quoted
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle.limits import wide


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
        keys = set(self.before) | set(self.after)
        found = {key: self.after.get(key, 0) - self.before.get(key, 0) for key in keys}
        return {key: found[key] for key in sorted(found) if found[key]}


@dataclass
class Changed:
    """Cleaned changed rows, the sources of their credits, and the ids of all that is replaced."""

    id_list: str
    count: int
    transactions: Transactions | None
    sources: dict[str, Sources] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ids: list[Any] = field(default_factory=list)
    splits: pa.Table | None = None

    def store(self, inputs: Inputs) -> None:
        """Bring the transactions of the run up to date, for what reads them later (new tables, clawback, parts)."""
        held = inputs.transactions
        known = held.columns["tx"]
        if isinstance(known, np.ndarray):
            keep = ~np.isin(known, np.array([one for one in self.ids if isinstance(one, int)], np.int64))
        else:
            keep = ~pc.is_in(known, pa.array([str(one) for one in self.ids], pa.string())).to_numpy(
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
        self._splits(inputs)

    def _splits(self, inputs: Inputs) -> None:
        """The splits of the changed transactions in the place of what they had."""
        table = inputs.tables.get("splits")
        if table is not None:
            gone = pc.is_in(
                table["transaction"].cast(pa.string()), pa.array([str(one) for one in self.ids], pa.string())
            )
            table = table.filter(pc.invert(gone))
        if self.splits is not None:
            parts = [
                part.cast(pa.schema([(name, pa.string()) for name in part.column_names]))
                for part in (table, self.splits)
                if part is not None
            ]
            table = pa.concat_tables(parts, promote_options="default")
        if table is not None:
            inputs.tables["splits"] = table

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


def refuse_wide(plan: Plan) -> None:
    """Plans whose pay hangs together beyond what a change touches. Raises :class:`NeedsFullRun`."""
    if any(wide(component) for component in plan.components):
        raise NeedsFullRun("a budget, or a cap over several periods, is shared by more than a change touches")


def _refuse_ordered(plan: Plan) -> None:
    refuse_wide(plan)
    if any(formula.ordered for formula in plan.formulas.values()):
        raise NeedsFullRun(
            "the place of a transaction among the others (nth) and sums over them (running) change with them"
        )


def changed_rows(calculation: Calculation, upserts: Any, deletes: list[Any], splits: Any) -> Changed:
    """Clean and prepare a change. Raises :class:`NeedsFullRun`, ``InputsRefused``."""
    inputs = calculation.inputs
    _refuse_ordered(calculation.plan)
    numbers = isinstance(inputs.transactions.columns["tx"], np.ndarray)
    gone = [int(one) if numbers else str(one) for one in deletes]
    problems = Problems()
    if upserts is None or (isinstance(upserts, list) and not upserts):
        return Changed(_listed(gone), 0, None, {}, [], gone)
    table = as_table(upserts, schema.TABLES["transactions"])
    held = inputs.tables["transactions"]
    if "amount" in held.column_names and "amount" not in table.column_names:
        raise InputsRefused("transactions: the column amount of the store is missing")
    if numbers and not pa.types.is_integer(table["id"].type):
        raise NeedsFullRun("the ids of the run are numbers")
    for name in held.column_names:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), pa.string()))
    _known_payees(table, inputs)
    rates_table = inputs.tables.get("rates")
    rates = figures.read_rates(Rows(rates_table, "rates", problems)) if rates_table is not None else {}
    tx = clean_transactions(table, calculation.plan, inputs.index, rates, problems)
    ids = tx.columns["tx"].to_pylist() if not numbers else tx.columns["tx"].tolist()
    _inside(calculation, tx)
    _coded_alike(tx, inputs.transactions)
    horizon.add_periods(calculation.plan, tx)
    all_ids = list(dict.fromkeys([*gone, *table["id"].to_pylist(), *ids]))
    shared = None if splits is None else as_table(splits, schema.TABLES["splits"])
    changed = Changed(_listed(all_ids), len(tx), tx, {}, [], all_ids, shared)
    for component in calculation.plan.components:
        if component.measured.is_transactions:
            changed.sources[component.id] = _sources(calculation, component, tx, shared, problems)
    calculation.backend.register("tx_change", tx.table())
    changed.problems = problems.ordered()
    return changed


def _coded_alike(tx: Transactions, held: Transactions) -> None:
    """Key columns in the codes of the run."""
    for name, names in tx.keys.items():
        place = held.key_codes(name)
        lookup = np.array([*(place.get(text, -1) for text in names), -1], np.int32)
        tx.columns[f"k_{name}"] = lookup[tx.columns[f"k_{name}"]]


def _listed(ids: list[Any]) -> str:
    return ", ".join(str(one) if isinstance(one, int) else quoted(str(one)) for one in ids) or "NULL"


def _known_payees(table: pa.Table, inputs: Inputs) -> None:
    if "payee" in table.column_names:
        for name in table["payee"].to_pylist():
            if name not in (None, "") and str(name).strip() not in inputs.index:
                raise NeedsFullRun(f"{name} is a new payee")


def _inside(calculation: Calculation, tx: Transactions) -> None:
    ledger = calculation.ledger
    for component in calculation.plan.components:
        if component.measured.is_transactions:
            days = tx.columns[f"d_{component.measured.date}"]
            there = days[days > -(10**8)]
            if len(there) and (there.min() < ledger.first_day or there.max() >= ledger.end_day):
                raise NeedsFullRun("the day lies outside the periods of the run")


def _sources(
    calculation: Calculation, component: Component, tx: Transactions, splits: Any, problems: Problems
) -> Sources:
    crediting, held = calculation.crediting, calculation.sources[component.id]
    owner = tx.columns["payee"]
    mode = np.where(owner >= 0, OWNER, NOBODY).astype(np.int8)
    credit = component.credit
    total = None if credit.total == "any" else credit.total
    split, roles = None, held.roles
    if splits is not None:
        table = splits
        ids = tx.columns["tx"].tolist() if isinstance(tx.columns["tx"], np.ndarray) else tx.columns["tx"].to_pylist()
        place = {str(one): i for i, one in enumerate(ids)}
        keys = np.array([place.get(str(one), -1) for one in table["transaction"].to_pylist()], np.int64)
        shares = read_shares(table, "splits", keys, crediting.inputs.index, Rule(credit.shares, total, False), problems)
        stored = {key: values for key, values in shares.columns.items() if key not in ("start", "until")}
        known = tx.columns["tx"]
        stored["k"] = (
            known[shares.columns["k"]] if isinstance(known, np.ndarray) else known.take(pa.array(shares.columns["k"]))
        )
        name = f"split_change_{held.number}"
        calculation.backend.register(name, pa.table(stored))
        split = (name, shares.den, shares.simple)
        mode[np.unique(keys[keys >= 0])] = NOBODY
        mode[np.unique(shares.columns["k"])] = SPLIT
        if credit.roles is not None:
            roles = tuple(i for i, role in enumerate(shares.roles) if role in credit.roles)
    for i, (column, name, _, _) in enumerate(held.assigned):
        if name:
            found = crediting.shares[name].columns
            keys = tx.columns[f"k_{column}"]
            covered = covered_by(found, keys, tx.columns["d_date"], len(crediting.inputs.transactions.keys[column]))
            mode = np.where((mode == NOBODY) & covered, ASSIGNED + i, mode).astype(np.int8)
    tx.columns[f"mode_{held.number}"] = mode
    return Sources(
        held.number, split, held.assigned, roles, held.link, held.member, None, held.reachable, held.first_day,
        held.ranks, held.seqs, held.levels, "tx_change", held.banded,
    )  # fmt: skip
