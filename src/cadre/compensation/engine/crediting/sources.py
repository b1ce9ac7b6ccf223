"""Prepares the tables that a component's credits are joined with, and finds transactions that credit nobody."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import amounts
from cadre.compensation.engine.backends import Backend
from cadre.compensation.engine.calendar import NO_DAY
from cadre.compensation.engine.crediting import links as tree_links
from cadre.compensation.engine.crediting.shares import Rule, ShareTable, read_shares
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.people import Rows
from cadre.compensation.engine.inputs.problems import ERROR, WARNING
from cadre.compensation.engine.inputs.transactions import ASSIGNED, NOBODY, OWNER, SPLIT, Transactions
from cadre.compensation.engine.lowering.credits import Sources
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan


@dataclass
class Crediting:
    """The share tables, links and members of a run, registered once for all components that read them alike."""

    plan: Plan
    inputs: Inputs
    backend: Backend
    edges: list[tree_links.Edge] = field(default_factory=list)
    known: dict[Any, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    shares: dict[str, ShareTable] = field(default_factory=dict)

    def sources(self, component: Component) -> Sources:
        """The tables for one component."""
        credit = component.credit
        shares = tuple(sorted((credit.shares or {}).items()))
        config = (tuple(component.by_columns), shares, credit.total, credit.overlay)
        if config not in self.known:
            self.known[config] = self._prepare(component, len(self.known))
        prepared, roles = self.known[config]
        wanted = None
        if credit.roles is not None:
            wanted = tuple(i for i, role in enumerate(roles) if role in credit.roles)
        tx = self.inputs.transactions.columns
        name, reached, levels = self._link(component)
        days = tx[f"d_{component.measured.date}"]
        days = days[days > NO_DAY]
        ranks = int(tx["rank"].max()) + 1 if len(tx["rank"]) else 1
        return Sources(
            prepared.number,
            prepared.split,
            prepared.assigned,
            wanted,
            name,
            None,
            prepared.only,
            reached if name else prepared.reachable,
            int(days.min()) if len(days) else 0,
            ranks,
            prepared.seqs,
            levels,
            banded=component.banded,
        )

    def _prepare(self, component: Component, number: int) -> tuple[Sources, list[str]]:
        credit, tx = component.credit, self.inputs.transactions
        total = None if credit.total == "any" else credit.total
        owner, mode = owned(component, tx)
        roles: list[str] = []
        made = Sources(number, reachable=set(np.unique(owner[owner >= 0]).tolist()) if (owner >= 0).any() else set())
        if "splits" in self.inputs.tables and not credit.overlay:
            mode, roles = self._splits(made, Rule(credit.shares, total, False), mode, roles)
        if "assignments" in self.inputs.tables:
            for i, column in enumerate(component.by_columns):
                rule = Rule(credit.shares, total, True)
                mode, roles = self._assigned(made, column, i, rule, mode, roles)
        elif component.by_columns:
            text = "the plan credits by assignments, but there is no assignments input"
            self.inputs.problems.add(ERROR, "assignments", 0, "", "no-assignments", text)
        present = np.unique(mode)
        if len(present) == 1:
            made.only = int(present[0])
        self.columns[f"mode_{number}"] = mode
        return made, roles

    def _splits(
        self, made: Sources, rule: Rule, mode: np.ndarray[Any, Any], roles: list[str]
    ) -> tuple[np.ndarray[Any, Any], list[str]]:
        table, ids = self.inputs.tables["splits"], self.inputs.transactions.columns["tx"]
        wanted = table["transaction"]
        if isinstance(ids, np.ndarray):
            lookup = pa.array(ids)
            wanted = _as_numbers(wanted)
            keys = pc.fill_null(pc.index_in(wanted, value_set=lookup), -1).to_numpy()
        else:
            wanted = pc.utf8_trim_whitespace(wanted.cast(pa.string()))
            keys = pc.fill_null(pc.index_in(wanted, value_set=ids), -1).to_numpy()
        keys = np.asarray(keys, np.int64)
        for index in np.flatnonzero(keys < 0):
            text = "there is no usable transaction with this id; the row is not used"
            self.inputs.problems.add(
                WARNING,
                "splits",
                int(index) + 1,
                "transaction",
                "no-transaction",
                text,
                table["transaction"][int(index)],
            )
        shares = read_shares(table, "splits", keys, self.inputs.index, rule, self.inputs.problems)
        self._refused(shares, "splits", rule, keys)
        positions = shares.columns["k"]
        stored = {key: values for key, values in shares.columns.items() if key not in ("start", "until")}
        stored["k"] = ids[positions] if isinstance(ids, np.ndarray) else ids.take(pa.array(positions))
        name = f"split_{made.number}"
        self.backend.register(name, pa.table(stored))
        made.split = (name, shares.den, shares.simple)
        _widen(made, shares)
        mode[np.unique(keys[keys >= 0])] = NOBODY
        mode[np.unique(positions)] = SPLIT
        self._same_roles(name, shares, roles)
        return mode, shares.roles

    def _refused(self, shares: ShareTable, name: str, rule: Rule, keys: np.ndarray[Any, Any]) -> None:
        for key in shares.refused.tolist():
            row = int(np.flatnonzero(keys == key)[0]) + 1
            total = amounts.percent_text(rule.total or Fraction(0))
            text = f"the shares do not sum to {total}; nobody is credited (total: any allows an overlay)"
            self.inputs.problems.add(ERROR, name, row, "share", "split-sum", text)

    def _same_roles(self, name: str, shares: ShareTable, roles: list[str]) -> None:
        """Role codes of a second table are brought in line with the first."""
        if not roles or shares.roles == roles:
            return
        merged = list(dict.fromkeys([*roles, *shares.roles]))
        lookup = np.array([merged.index(role) for role in shares.roles], np.int32)
        shares.columns["role"] = lookup[shares.columns["role"]]
        shares.roles = merged

    def _assigned(
        self, made: Sources, column: str, i: int, rule: Rule, mode: np.ndarray[Any, Any], roles: list[str]
    ) -> tuple[np.ndarray[Any, Any], list[str]]:
        table, tx = self.inputs.tables["assignments"], self.inputs.transactions
        if column not in table.column_names:
            text = f"the plan credits by '{column}', which is not a column"
            self.inputs.problems.add(ERROR, "assignments", 0, column, "no-column", text)
            made.assigned.append((column, "", 1, True))
            return mode, roles
        shares, keys = self._read_assigned(table, column, rule)
        self._refused(shares, "assignments", rule, keys)
        self._same_roles("", shares, roles)
        name = f"assigned_{made.number}_{i}"
        self.backend.register(name, shares.table())
        made.assigned.append((column, name, shares.den, shares.simple))
        _widen(made, shares)
        self.shares[name] = shares
        covered = covered_by(shares.columns, tx.columns[f"k_{column}"], tx.columns["d_date"], len(tx.keys[column]))
        return np.where((mode == NOBODY) & covered, ASSIGNED + i, mode).astype(np.int8), shares.roles

    def _read_assigned(self, table: pa.Table, column: str, rule: Rule) -> tuple[ShareTable, np.ndarray[Any, Any]]:
        """The sets of the assignments in the codes of the transactions; read once for the same inputs."""
        inputs = self.inputs
        read = (column, tuple(sorted((rule.by_role or {}).items())), rule.total)
        if read not in inputs.shares:
            before = len(inputs.problems.found)
            keys = _coded_alike(table[column], inputs.transactions.keys[column])
            shares = read_shares(table, "assignments", keys, inputs.index, rule, inputs.problems)
            inputs.shares[read] = (shares, keys, inputs.problems.found[before:])
        shares, keys, found = inputs.shares[read]
        known = set(inputs.problems.found) if found else set()
        inputs.problems.found += [problem for problem in found if problem not in known]
        return replace(shares, columns=dict(shares.columns)), keys

    def _link(self, component: Component) -> tuple[str | None, set[int], int]:
        rule = component.credit.roll_up
        if rule is None and not component.credit.team:
            return None, set(), 1
        key = ("link", rule.relation, rule.levels, rule.from_level, rule.own) if rule else ("team",)
        if key not in self.known:
            if rule is not None:
                found = tree_links.roll_up(self.edges, rule, self.inputs.payees, self.inputs.problems)
            else:
                found = tree_links.team_links(self.inputs.members)
            name = f"link_{len(self.known)}"
            self.backend.register(name, _link_table(found))
            levels = max((link.level for link in found), default=0) + 1
            self.known[key] = (name, {link.payee for link in found}, levels)
        return self.known[key]  # type: ignore[no-any-return]


def owned(component: Component, tx: Transactions) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The payee on each transaction, and whether it is credited by that; an overlay looks past it."""
    owner = np.full(len(tx), -1, np.int32) if component.credit.overlay else tx.columns["payee"]
    return owner, np.where(owner >= 0, OWNER, NOBODY).astype(np.int8)


def _coded_alike(column: pa.ChunkedArray, keys: list[str]) -> np.ndarray[Any, Any]:
    """The cells as places in ``keys``, which what is new is added to; -1 for empty ones."""
    from cadre.compensation.engine.inputs.transactions import _codes

    codes, names = _codes(column)
    texts = pa.array(names, pa.string())
    lookup = pc.index_in(texts, value_set=pa.array(keys, pa.string()))
    if lookup.null_count:
        keys += pc.unique(texts.filter(pc.is_null(lookup))).to_pylist()
        lookup = pc.index_in(texts, value_set=pa.array(keys, pa.string()))
    typed: np.ndarray[Any, Any] = np.append(lookup.to_numpy(zero_copy_only=False).astype(np.int64), -1)[codes]
    return typed


def _widen(made: Sources, shares: ShareTable) -> None:
    """Note who can be credited and how many members a set can have."""
    made.reachable |= set(np.unique(shares.columns["payee"]).tolist())
    made.seqs = max(made.seqs, int(shares.columns["seq"].max()) + 1 if len(shares.columns["seq"]) else 1)


def _link_table(found: list[tree_links.Link]) -> pa.Table:
    rows = [(link.source, link.payee, link.level, link.start, link.end) for link in found]
    columns = np.array(rows, np.int32).reshape(-1, 5).T
    names = ("source", "payee", "level", "start", "until")
    return pa.table({name: columns[i] for i, name in enumerate(names)})


def _as_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_integer(column.type):
        return column.cast(pa.int64())
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    whole = pc.match_substring_regex(text, r"^-?\d{1,18}$")
    return pc.if_else(whole, text, pa.scalar(None, pa.string())).cast(pa.int64())


def covered_by(
    shares: dict[str, np.ndarray[Any, Any]], keys: np.ndarray[Any, Any], days: np.ndarray[Any, Any], count: int
) -> np.ndarray[Any, Any]:
    """Whether each transaction's key has a share set on its day."""
    first = shares["seq"] == 0
    k, start, until = shares["k"][first], shares["start"][first], shares["until"][first]
    if not len(k) or not len(days):
        return np.zeros(len(keys), bool)
    seamless = np.zeros(count + 1, bool)
    low, high = int(days.min()), int(days.max())
    begins = np.flatnonzero(np.append(True, k[1:] != k[:-1]))
    ends = np.append(begins[1:], len(k)) - 1
    gaps = np.append((k[1:] == k[:-1]) & (start[1:] != until[:-1]), False)
    has_gap = np.add.reduceat(gaps, begins) > 0
    seamless[k[begins]] = (start[begins] <= low) & (until[ends] > high) & ~has_gap
    covered = seamless[keys]
    rest = np.flatnonzero(~covered & (keys >= 0))
    if len(rest):
        places = (k.astype(np.int64) << 33) + start.astype(np.int64)
        found = np.searchsorted(places, (keys[rest].astype(np.int64) << 33) + days[rest], "right") - 1
        safe = np.maximum(found, 0)
        covered[rest] = (found >= 0) & (k[safe] == keys[rest]) & (days[rest] < until[safe])
    typed: np.ndarray[Any, Any] = covered
    return typed


def read_edges(inputs: Inputs) -> list[tree_links.Edge]:
    """The reporting lines of the tree input."""
    table = inputs.tables.get("tree")
    return [] if table is None else tree_links.read_tree(Rows(table, "tree", inputs.problems), inputs.index)
