"""Shares of transactions and accounts as columns: one row per set member, with what largest remainder needs."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.inputs import cleaning
from cadre.compensation.engine.inputs.problems import ERROR, Problems

#: Shares of one table are whole parts of a common denominator, at most this.
LARGEST_DENOMINATOR = 10**9


@dataclass
class ShareTable:
    """Rows of share sets. ``num`` parts of ``den``; ``pos`` is 1 for the first of a set; ``tot`` sums the set."""

    columns: dict[str, np.ndarray[Any, Any]]
    den: int
    roles: list[str]
    refused: np.ndarray[Any, Any]

    @property
    def simple(self) -> bool:
        """Whether every set has at most two members and sums to the whole."""
        return bool((self.columns["n"] <= 2).all() and (self.columns["tot"] == self.den).all())

    def table(self) -> pa.Table:
        """The columns for the engine."""
        return pa.table(self.columns)


@dataclass(frozen=True)
class Rule:
    """How a component reads shares: by role, and what a set must sum to (``None``: anything)."""

    by_role: Mapping[str, Fraction] | None
    total: Fraction | None
    empty_is_whole: bool


def read_shares(
    table: pa.Table, name: str, keys: np.ndarray[Any, Any], payees: Mapping[str, int], rule: Rule, problems: Problems
) -> ShareTable:
    """The sets of ``table``. ``keys`` are integer codes of what is shared; -1 rows match nothing."""
    owners = _owners(table, payees)
    roles, role_codes = _coded(table, "role")
    if "share_ppm" in table.column_names:
        nums, den = table["share_ppm"].to_numpy().astype(np.int64), 1_000_000
        good = (keys >= 0) & (owners >= 0) & (nums >= 0)
    else:
        nums, den, readable = _fractions(table, name, roles, role_codes, rule, problems)
        good = (keys >= 0) & (owners >= 0) & readable
    start, end = _span(table, "from", calendar.FIRST_DAY), _span(table, "to", calendar.LAST_DAY)
    good &= start < end
    rank = np.argsort(np.argsort(np.array(roles))) if roles else np.zeros(1, int)
    columns = {"k": keys, "payee": owners, "num": nums, "role": role_codes, "start": start, "until": end}
    columns = {key: values[good] for key, values in columns.items()}
    order = np.lexsort(
        (columns["num"], rank[columns["role"]], columns["payee"], columns["until"], columns["start"], columns["k"])
    )
    columns = {key: values[order] for key, values in columns.items()}
    columns = _cut_overlaps(columns)
    return _with_sets(columns, den, roles, rule)


def _fractions(
    table: pa.Table, name: str, roles: list[str], role_codes: np.ndarray[Any, Any], rule: Rule, problems: Problems
) -> tuple[np.ndarray[Any, Any], int, np.ndarray[Any, Any]]:
    """Each row's share in parts of a common denominator, and which rows have one. Raises ``ValueError``."""
    fractions, codes = _shares(table, name, roles, role_codes, rule, problems)
    den = lcm(*(fraction.denominator for fraction in fractions)) if fractions else 1
    if den > LARGEST_DENOMINATOR:
        raise ValueError(f"{name}: the shares have no common denominator below 10^9; write fewer decimals")
    parts = [fraction.numerator * (den // fraction.denominator) for fraction in fractions]
    return np.array(parts or [0], np.int64)[codes], den, codes >= 0


def _owners(table: pa.Table, payees: Mapping[str, int]) -> np.ndarray[Any, Any]:
    names, codes = _coded(table, "payee")
    typed: np.ndarray[Any, Any] = np.array([payees.get(name, -1) for name in names] or [-1], np.int32)[codes]
    return typed


def _coded(table: pa.Table, column: str) -> tuple[list[str], np.ndarray[Any, Any]]:
    from cadre.compensation.engine.inputs.transactions import _codes

    if column not in table.column_names:
        return [""], np.zeros(len(table), np.int32)
    codes, names = _codes(table[column])
    return [*names, ""], np.where(codes < 0, len(names), codes).astype(np.int32)


def _span(table: pa.Table, column: str, empty: int) -> np.ndarray[Any, Any]:
    if column not in table.column_names:
        return np.full(len(table), empty, np.int32)
    found = cleaning.days(table[column], lambda *_: None)
    return np.where(found == calendar.NO_DAY, empty, found).astype(np.int32)


def _shares(
    table: pa.Table, name: str, roles: list[str], role_codes: np.ndarray[Any, Any], rule: Rule, problems: Problems
) -> tuple[list[Fraction], np.ndarray[Any, Any]]:
    """Distinct shares and their codes per row; -1 where there is none."""
    texts, codes = _coded(table, "share")
    fractions: list[Fraction] = []
    lookup = []
    for text in texts:
        try:
            fractions.append(_share(text))
            lookup.append(len(fractions) - 1)
        except ValueError:
            lookup.append(-1)
    result = np.array(lookup, np.int32)[codes]
    blank = codes == len(texts) - 1
    if rule.by_role is not None:
        for position, role in enumerate(roles):
            if role in rule.by_role:
                fractions.append(rule.by_role[role])
                result[blank & (role_codes == position)] = len(fractions) - 1
    if rule.empty_is_whole:
        fractions.append(Fraction(1))
        result[blank & (result < 0)] = len(fractions) - 1
    for index in np.flatnonzero(result < 0):
        text = "no share that can be read: write 60% or 1/3; the row is not used"
        problems.add(ERROR, name, int(index) + 1, "share", "bad-share", text, texts[codes[index]])
    return fractions, result


def _share(text: str) -> Fraction:
    if not text:
        raise ValueError("empty")
    value = amounts.share(text)
    if value < 0:
        raise ValueError("negative")
    if not any(mark in text for mark in "%％/") and value > 1:
        raise ValueError("no percent sign")
    return value


def _cut_overlaps(columns: dict[str, Any]) -> dict[str, Any]:
    """Spans of one key that overlap only in part are cut at each other's edges."""
    k, start, until = columns["k"], columns["start"], columns["until"]
    if len(k) < 2:
        return columns
    same = k[1:] == k[:-1]
    partly = same & ((start[1:] != start[:-1]) | (until[1:] != until[:-1])) & (start[1:] < until[:-1])
    if not partly.any():
        return columns
    touched = np.isin(k, np.unique(k[1:][partly]))
    pieces: list[tuple[int, ...]] = []
    names = ("k", "payee", "num", "role", "start", "until")
    rows = list(zip(*(columns[name][touched].tolist() for name in names), strict=True))
    by_key: dict[int, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row[0], []).append(row)
    for found in by_key.values():
        edges = sorted({edge for row in found for edge in row[4:6]})
        for low, high in itertools.pairwise(edges):
            pieces += [(*row[:4], low, high) for row in found if row[4] <= low and high <= row[5]]
    cut = np.array(pieces, np.int64).reshape(-1, 6).T
    joined = {
        name: np.concatenate([columns[name][~touched], cut[i].astype(columns[name].dtype)])
        for i, name in enumerate(names)
    }
    order = np.lexsort((joined["num"], joined["role"], joined["payee"], joined["until"], joined["start"], joined["k"]))
    return {name: values[order] for name, values in joined.items()}


def _with_sets(columns: dict[str, Any], den: int, roles: list[str], rule: Rule) -> ShareTable:
    k, start = columns["k"], columns["start"]
    count = len(k)
    first = np.ones(count, bool)
    if count > 1:
        first[1:] = (k[1:] != k[:-1]) | (start[1:] != start[:-1])
    begins = np.flatnonzero(first)
    size = np.diff(np.append(begins, count))
    total = np.add.reduceat(columns["num"], begins) if count else np.zeros(0, np.int64)
    columns["seq"] = (np.arange(count) - np.repeat(begins, size)).astype(np.int32)
    columns["n"] = np.repeat(size, size).astype(np.int32)
    columns["tot"] = np.repeat(total, size).astype(np.int64)
    refused = np.zeros(0, np.int64)
    if rule.total is not None:
        wrong = columns["tot"] * rule.total.denominator != den * rule.total.numerator
        if wrong.any():
            refused = np.unique(k[wrong])
            columns = {key: values[~wrong] for key, values in columns.items()}
    return ShareTable(columns, den, roles, refused)
