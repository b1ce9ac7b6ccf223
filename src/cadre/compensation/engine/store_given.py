"""Changed transactions as they were given, cleaned and prepared like those of a full run."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import horizon
from cadre.compensation.engine.calculation import Calculation
from cadre.compensation.engine.calendar import NO_DAY
from cadre.compensation.engine.crediting.shares import Rule, ShareTable, read_shares
from cadre.compensation.engine.crediting.sources import covered_by, owned
from cadre.compensation.engine.inputs import figures, schema
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.people import Rows
from cadre.compensation.engine.inputs.problems import InputsRefused, Problems
from cadre.compensation.engine.inputs.reading import as_table
from cadre.compensation.engine.inputs.transactions import (
    ASSIGNED,
    NOBODY,
    SPLIT,
    Transactions,
    clean_transactions,
)
from cadre.compensation.engine.lowering.credits import Sources, quoted
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.store_changes import Changed, NeedsFullRun
from cadre.compensation.engine.store_reach import (
    elsewhere,
    everybody_counts,
    moved,
    naming,
    ordered,
    others_reached,
    texts,
    together,
)


def changed_rows(calculation: Calculation, upserts: Any, deletes: list[Any], splits: Any) -> Changed:
    """Clean and prepare a change. Raises :class:`NeedsFullRun`, ``InputsRefused``."""
    inputs, plan = calculation.inputs, calculation.plan
    numbers = isinstance(inputs.transactions.columns["tx"], np.ndarray)
    gone = [int(one) if numbers else str(one).strip() for one in deletes]
    table = None
    if upserts is not None and not (isinstance(upserts, list) and not upserts):
        table = _like(as_table(upserts, schema.TABLES["transactions"]), inputs.tables["transactions"], numbers)
        _known_payees(table, inputs)
    shared = None if splits is None else as_table(splits, schema.TABLES["splits"])
    ids = [*gone, *([] if table is None else table["id"].to_pylist())]
    _nobody_leaves(plan, inputs, table, ids)
    read, others, all_splits = table, [], shared
    if ordered(plan) and ids:
        more = others_reached(plan, inputs.tables["transactions"], table, ids)
        if len(more):
            read = more if table is None else together(table, more)
            others = more["id"].to_pylist()
            all_splits = _with_splits_of(others, shared, inputs)
    if read is None:
        return Changed(_listed(gone), 0, None, ids=gone, own=gone if ordered(plan) else [])
    return _prepared(calculation, Given(table, read, gone, others, all_splits, 0 if shared is None else len(shared)))


@dataclass
class Given:
    """A change as it was given (``table``), and what is read: with the ``others`` that may be moved, and all splits."""

    table: pa.Table | None
    read: pa.Table
    gone: list[Any]
    others: list[Any]
    splits: pa.Table | None
    own_splits: int


def _prepared(calculation: Calculation, change: Given) -> Changed:
    inputs, problems = calculation.inputs, Problems()
    rates_table = inputs.tables.get("rates")
    rates = figures.read_rates(Rows(rates_table, "rates", problems)) if rates_table is not None else {}
    tx = clean_transactions(change.read, calculation.plan, inputs.index, rates, problems)
    _coded_alike(tx, inputs.transactions)
    given = [] if change.table is None else change.table["id"].to_pylist()
    others = change.others
    if others:
        found = moved(tx, inputs.transactions, others, len(given), problems)
        tx, others, problems = found.transactions, found.ids, found.problems
        if change.splits is not None:
            more = naming(change.splits.slice(change.own_splits), "transaction", others)
            change.splits = together(change.splits.slice(0, change.own_splits), more)
    _inside(calculation, tx)
    horizon.add_periods(calculation.plan, tx)
    all_ids = list(dict.fromkeys([*change.gone, *given, *others, *_ids(tx)]))
    changed = Changed(_listed(all_ids), len(tx), tx, ids=all_ids, splits=change.splits)
    if ordered(calculation.plan):
        changed.rows, changed.own = change.table, [*change.gone, *given]
    for component in calculation.plan.components:
        if component.measured.is_transactions:
            changed.sources[component.id] = _sources(calculation, component, tx, change.splits, problems)
    calculation.backend.register("tx_change", tx.table())
    beyond = [p for p in problems.found if p.table == "splits" and p.row > change.own_splits]
    problems.found = [problem for problem in problems.found if problem not in beyond]
    changed.problems, changed.reasons = problems.ordered(), problems.reasons
    return changed


def _like(table: pa.Table, held: pa.Table, numbers: bool) -> pa.Table:
    """A change with the columns of the run. Raises ``InputsRefused`` when it lacks one, :class:`NeedsFullRun`."""
    refuse_unlike(held.column_names, table.column_names)
    whole = pa.types.is_integer(table["id"].type)
    if numbers and not whole:
        raise NeedsFullRun("the ids of the run are numbers")
    if whole and not numbers:
        table = table.set_column(table.column_names.index("id"), "id", table["id"].cast(pa.string()))
    if "payee" in held.column_names and "payee" not in table.column_names:
        table = table.append_column("payee", pa.nulls(len(table), pa.string()))
    return table


def refuse_unlike(held: list[str], given: list[str]) -> None:
    """Refuse changed transactions that lack a column of those held: an empty cell would credit and pay another way.

    Owners may be missing. Amounts come as those held: in units, or in smallest units. Raises ``InputsRefused``.
    """
    missing = [name for name in held if name not in given and name != "payee"]
    if missing:
        raise InputsRefused(f"transactions: the column {', '.join(missing)} of the store is missing")
    for name in ("amount", "amount_minor"):
        if name in given and name not in held:
            raise InputsRefused(f"transactions: the store has no column {name}; give the columns that it has")


def _nobody_leaves(plan: Plan, inputs: Inputs, table: pa.Table | None, ids: list[Any]) -> None:
    """Where everybody who is named takes part, whoever is named no more leaves. Raises :class:`NeedsFullRun`."""
    if not everybody_counts(plan, inputs) or "payee" not in inputs.tables["transactions"].column_names:
        return
    held = inputs.transactions.columns
    gone = _rows_of(inputs.transactions, ids)
    owners, kept = held["payee"][gone], held["payee"][~gone]
    still = set() if table is None or "payee" not in table.column_names else set(texts(table["payee"]).to_pylist())
    for payee in set(owners[owners >= 0].tolist()):
        name = inputs.payees[payee]
        if name not in still and not (kept == payee).any() and not elsewhere(inputs, name):
            raise NeedsFullRun(f"{name} is named by no transaction any more")


def _with_splits_of(others: list[Any], shared: pa.Table | None, inputs: Inputs) -> pa.Table | None:
    held = inputs.tables.get("splits")
    if held is None:
        return shared
    more = naming(held, "transaction", others)
    return together(shared, more) if shared is not None else more if len(more) else None


def _coded_alike(tx: Transactions, held: Transactions) -> None:
    """Key columns in the codes of the run."""
    for name, names in tx.keys.items():
        known = held.key_codes(name)
        # a later table may assign what nobody is assigned to yet
        held.keys[name] += [text for text in dict.fromkeys(names) if text and text not in known]
        place = held.key_codes(name)
        lookup = np.array([*(place.get(text, -1) for text in names), -1], np.int32)
        tx.columns[f"k_{name}"] = lookup[tx.columns[f"k_{name}"]]


def _listed(ids: list[Any]) -> str:
    return ", ".join(str(one) if isinstance(one, int) else quoted(str(one).strip()) for one in ids) or "NULL"


def _known_payees(table: pa.Table, inputs: Inputs) -> None:
    if "payee" in table.column_names:
        for name in table["payee"].to_pylist():
            if name not in (None, "") and str(name).strip() not in inputs.index:
                raise NeedsFullRun(f"{name} is a new payee")


def _inside(calculation: Calculation, tx: Transactions) -> None:
    ledger = calculation.ledger
    for name in _dates(calculation.plan):
        days = tx.columns[name]
        there = days[days > NO_DAY]
        if len(there) and (there.min() < ledger.first_day or there.max() >= ledger.end_day):
            raise NeedsFullRun("the day lies outside the periods of the run")


def _dates(plan: Plan) -> list[str]:
    """The columns of the days that tell which periods are paid."""
    earned = {c.measured.date for c in plan.components if c.measured.is_transactions}
    return sorted(f"d_{name}" for name in earned | {p.on for c in plan.components for p in c.pay if p.on is not None})


def same_days(calculation: Calculation, pending: list[Changed], last: Changed) -> None:
    """Raises :class:`NeedsFullRun` when what is left after these changes begins or ends in other periods."""
    plan, inputs, ledger = calculation.plan, calculation.inputs, calculation.ledger
    held = inputs.transactions
    if pending:
        keep = ~_rows_of(held, [one for changed in pending for one in changed.ids])
        parts = [changed.transactions.columns for changed in pending if changed.transactions is not None]
        left = {name: np.concatenate([held.columns[name][keep], *(p[name] for p in parts)]) for name in _dates(plan)}
        inputs = replace(inputs, transactions=Transactions(left, held.row))
    try:
        found = horizon.days(plan, inputs, calculation.window)
    except InputsRefused as refused:
        raise InputsRefused(refused.args[0], [*last.reasons, *refused.reasons]) from None
    if found != (ledger.first_day, ledger.end_day):
        raise NeedsFullRun("other periods than before")


def _rows_of(held: Transactions, ids: list[Any]) -> np.ndarray[Any, Any]:
    known = held.columns["tx"]
    names = {str(one).strip() for one in ids}
    if isinstance(known, np.ndarray):
        found = np.isin(known, np.array([int(one) for one in names if one.lstrip("-").isdigit()], np.int64))
    else:
        found = pc.is_in(known, pa.array(sorted(names), pa.string())).to_numpy(zero_copy_only=False)
    typed: np.ndarray[Any, Any] = found
    return typed


def _sources(
    calculation: Calculation, component: Component, tx: Transactions, splits: Any, problems: Problems
) -> Sources:
    crediting, held = calculation.crediting, calculation.sources[component.id]
    _, mode = owned(component, tx)
    credit = component.credit
    total = None if credit.total == "any" else credit.total
    split, roles = None, held.roles
    if splits is not None and not credit.overlay:
        table = splits
        keys = _places(table, tx)
        shares = read_shares(table, "splits", keys, crediting.inputs.index, Rule(credit.shares, total, False), problems)
        named = _in_roles_of(calculation, held, shares)
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
            roles = tuple(i for i, role in enumerate(named) if role in credit.roles)
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


def _ids(tx: Transactions) -> list[Any]:
    known = tx.columns["tx"]
    found: list[Any] = known.tolist() if isinstance(known, np.ndarray) else known.to_pylist()
    return found


def _places(splits: pa.Table, tx: Transactions) -> np.ndarray[Any, Any]:
    place = {str(one): i for i, one in enumerate(_ids(tx))}
    return np.array([place.get(one, -1) for one in texts(splits["transaction"]).to_pylist()], np.int64)


def _in_roles_of(calculation: Calculation, held: Sources, shares: ShareTable) -> list[str]:
    """Bring the role codes of changed splits in line with the run's; returns all roles."""
    known = calculation.crediting.known.values()
    roles = next(found for made, found, *_ in known if isinstance(made, Sources) and made.number == held.number)
    merged = list(dict.fromkeys([*roles, *shares.roles]))
    lookup = np.array([merged.index(role) for role in shares.roles], np.int32)
    shares.columns["role"] = lookup[shares.columns["role"]] if len(shares.roles) else shares.columns["role"]
    return merged
