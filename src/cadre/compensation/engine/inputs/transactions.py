"""Transactions as integer columns: ids, days, periods, values, keys."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import calendar
from cadre.compensation.engine.inputs import cleaning, exchange
from cadre.compensation.engine.inputs.derived import Cells, calculate_columns, match_rows
from cadre.compensation.engine.inputs.needed import Needed, needed
from cadre.compensation.engine.inputs.problems import ERROR, WARNING, InputsRefused, Problems
from cadre.compensation.engine.plan.model import Plan

OWNER, SPLIT, ASSIGNED, NOBODY = 0, 1, 2, 3


@dataclass
class Transactions:
    """Clean transactions: ``columns`` as NumPy arrays (texts as Arrow), one row per usable transaction."""

    columns: dict[str, Any]
    row: np.ndarray[Any, Any]
    keys: dict[str, list[str]] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)

    known_codes: dict[str, dict[str, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    def key_codes(self, name: str) -> dict[str, int]:
        """The codes of a key column by text, made once."""
        found = self.known_codes.get(name)
        if found is None or len(found) != len(self.keys[name]):
            found = self.known_codes[name] = {text: code for code, text in enumerate(self.keys[name])}
        return found

    def table(self) -> pa.Table:
        """The columns for the engine."""
        return pa.table({name: _arrow(values) for name, values in self.columns.items()})


def _arrow(values: Any) -> pa.Array:
    return values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values)


def clean_transactions(
    table: pa.Table,
    plan: Plan,
    payees: dict[str, int],
    rates: dict[str, list[tuple[int, Fraction]]],
    problems: Problems,
) -> Transactions:
    """The usable transactions of ``table``; the others become problems. Raises :class:`InputsRefused`."""
    want = needed(plan)
    _refuse_missing(table, want, set(plan.columns))
    bad = np.zeros(len(table), bool)
    columns: dict[str, Any] = {"tx": _ids(table["id"], bad, problems)}
    for name in want.dates:
        columns[f"d_{name}"] = _days(table, name, bad, problems)
    held, own, tendered = _currencies(table, plan, want)
    columns |= _numbers(table, want, tendered, own, bad, problems)
    columns |= {"rank": ranks(columns["tx"]), "payee": _owners(table, payees)}
    texts = {name: _plain_texts(table[name]) for name in want.texts}
    cells = Cells(plan, want, columns, texts)
    cells.tender(tendered, own)
    if held is not None:
        cells.currencies = held.codes
        exchange.refuse_unknown(plan, columns, held, rates, bad, problems)
    calculate_columns(cells, bad, problems)
    foreign = exchange.convert(plan, cells, held, rates, bad, problems) if held is not None else {}
    cells.tender(set(), None)
    match_rows(cells)
    _before_plan(plan, columns["d_date"], bad, problems)
    keys: dict[str, list[str]] = {}
    for name in want.keys:
        column = cells.shown(name) if name in plan.columns else table[name]
        columns[f"k_{name}"], keys[name] = _codes(column)
    columns.update((f"c_{name}", values) for name, values in texts.items())
    row = np.arange(1, len(table) + 1, dtype=np.int32)
    if bad.any():
        keep = np.flatnonzero(~bad)
        columns = {name: _taken(values, keep) for name, values in columns.items()}
        foreign = {name: None if values is None else _taken(values, keep) for name, values in foreign.items()}
        row = row[keep]
    return Transactions(columns, row, keys, foreign)


def _numbers(
    table: pa.Table, want: Needed, tendered: set[str], own: Any, bad: np.ndarray[Any, Any], problems: Problems
) -> dict[str, Any]:
    """The amounts and numbers of every row as integers; money of a foreign row in its own smallest units."""
    found: dict[str, Any] = {}
    for name, scale in want.scales.items():
        idle = name in want.idle and not {name, "amount_minor"} & set(table.column_names)
        digits = own if name in tendered else None
        zeros = np.zeros(len(table), np.int64)
        found[f"v_{name}"] = zeros if idle else _values(table, name, scale, digits, bad, problems)
    return found


def _currencies(
    table: pa.Table, plan: Plan, want: Needed
) -> tuple[exchange.Currencies | None, np.ndarray[Any, Any] | None, set[str]]:
    """The currencies of the rows with the decimals of each, and the columns that are written in them."""
    held = exchange.currencies(plan, *_codes(table["currency"])) if "currency" in table.column_names else None
    money = {name for name, scale in want.scales.items() if exchange.is_money(plan, name) and scale == plan.scale}
    return held, held.digits if held is not None else None, money


def _taken(values: Any, keep: np.ndarray[Any, Any]) -> Any:
    return values.take(pa.array(keep)) if isinstance(values, (pa.Array, pa.ChunkedArray)) else values[keep]


def _refuse_missing(table: pa.Table, want: Needed, calculated: set[str]) -> None:
    names = set(table.column_names) | calculated
    if "amount_minor" in names:
        names.add("amount")
    for column in (*want.scales, *want.dates, *want.texts, *want.keys):
        if column not in names and column not in want.idle:
            found = ", ".join(table.column_names)
            raise InputsRefused(f"transactions: the plan uses the column '{column}', which is missing (found: {found})")


def _ids(column: pa.ChunkedArray, bad: np.ndarray[Any, Any], problems: Problems) -> Any:
    """Whole numbers stay numbers, everything else is text; repeated and empty ids are refused."""
    if pa.types.is_integer(column.type):
        ids = pc.fill_null(column, -1).to_numpy().astype(np.int64, copy=False)
        empty = pc.is_null(column).to_numpy() if column.null_count else np.zeros(len(ids), bool)
        ordered = np.sort(ids)
        if len(ids) and (ordered[1:] == ordered[:-1]).any():
            repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
            _report_ids(np.isin(ids, repeated) & ~empty, ids, bad, problems)
        _report_empty(empty, bad, problems)
        return ids
    text = pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), "")).combine_chunks()
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    empty = pc.equal(text, "").to_numpy(zero_copy_only=False)
    if pc.count_distinct(text).as_py() != len(text):
        counts = pc.value_counts(text)
        repeated = pc.filter(counts.field("values"), pc.greater(counts.field("counts"), 1))
        _report_ids(pc.is_in(text, repeated).to_numpy(zero_copy_only=False) & ~empty, text, bad, problems)
    _report_empty(empty, bad, problems)
    return text


def ranks(ids: Any) -> np.ndarray[Any, Any]:
    """Whole numbers that sort like the ids: what orders the transactions of one day."""
    if isinstance(ids, np.ndarray):
        low = int(ids.min()) if len(ids) else 0
        if not len(ids) or int(ids.max()) - low < 2**31:
            return ids - low
        order = np.argsort(ids, kind="stable")
    else:
        order = pc.sort_indices(ids).to_numpy()
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids))
    return rank


def _report_ids(mask: Any, ids: Any, bad: np.ndarray[Any, Any], problems: Problems) -> None:
    for index in np.flatnonzero(mask):
        text = "this id is there more than once; none of its rows is used"
        problems.add(ERROR, "transactions", int(index) + 1, "id", "duplicate-id", text, ids[int(index)])
    bad |= mask


def _report_empty(empty: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], problems: Problems) -> None:
    for index in np.flatnonzero(empty):
        problems.add(ERROR, "transactions", int(index) + 1, "id", "no-id", "the id is empty; the row is not used")
    bad |= empty


def _days(table: pa.Table, name: str, bad: np.ndarray[Any, Any], problems: Problems) -> np.ndarray[Any, Any]:
    def report(index: int, reason: str, value: object) -> None:
        bad[index] = True
        problems.add(ERROR, "transactions", index + 1, name, "bad-date", f"{reason}; the row is not used", value)

    days = cleaning.days(table[name], report)
    if name == "date":
        for index in np.flatnonzero((days == calendar.NO_DAY) & ~bad):
            report(int(index), "the date is empty", "")
    return days


def _values(
    table: pa.Table,
    name: str,
    scale: int,
    digits: np.ndarray[Any, Any] | None,
    bad: np.ndarray[Any, Any],
    problems: Problems,
) -> np.ndarray[Any, Any]:
    def report(index: int, reason: str, value: object) -> None:
        bad[index] = True
        problems.add(ERROR, "transactions", index + 1, name, "bad-number", f"{reason}; the row is not used", value)

    if name == "amount" and "amount" not in table.column_names:
        values, empty = cleaning.scaled(table["amount_minor"], 1, report)
    elif digits is not None:
        values, empty = exchange.scaled(table[name], digits, report)
    else:
        values, empty = cleaning.scaled(table[name], scale, report)
    if name == "amount":
        for index in np.flatnonzero(empty & ~bad):
            report(int(index), "the amount is empty", "")
    return values


def _owners(table: pa.Table, payees: dict[str, int]) -> np.ndarray[Any, Any]:
    if "payee" not in table.column_names:
        return np.full(len(table), -1, np.int32)
    codes, names = _codes(table["payee"])
    lookup = np.array([*(payees.get(name, -1) for name in names), -1], np.int32)
    typed: np.ndarray[Any, Any] = lookup[codes]
    return typed


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray[Any, Any], list[str]]:
    """Cells as positions in a list of texts; empty cells are -1."""
    encoded = column.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    names = pc.utf8_trim_whitespace(encoded.dictionary.cast(pa.string())).to_pylist()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32)
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    if len(places) < len(names):  # the same text with and without blanks around it
        codes = np.array([*(places[name] for name in names), -1], np.int32)[codes]
    if "" in places:
        codes = np.where(codes == places[""], -1, codes).astype(np.int32)
    return codes, names


def _plain_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_boolean(column.type):
        return pc.if_else(pc.fill_null(column, False), "true", "false")
    return pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))


def _before_plan(plan: Plan, days: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], problems: Problems) -> None:
    for limit, late, code in ((plan.from_, False, "before-plan"), (plan.to, True, "after-plan")):
        if limit is None:
            continue
        edge = calendar.day_number(limit)
        outside = ((days >= edge) if late else (days < edge)) & ~bad
        words = f"not before {limit}, when the plan ends" if late else f"before {limit}, when the plan begins"
        for index in np.flatnonzero(outside):
            value = calendar.day_of(int(days[index]))
            problems.add(WARNING, "transactions", int(index) + 1, "date", code, f"{words}; not in this plan", value)
        bad |= outside
