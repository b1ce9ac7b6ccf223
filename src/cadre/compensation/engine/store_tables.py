"""New tables instead of old ones: whose credits differ is found by comparing what is derived from the tables."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import horizon
from cadre.compensation.engine.crediting import membership
from cadre.compensation.engine.inputs.loading import load
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.lowering.credits import Sources, credits_text
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.store_changes import NeedsFullRun
from cadre.compensation.engine.store_credits import Place, StoredCredits, places_table

#: Tables whose rows make credits. The others only change terms and pay.
CREDITING = frozenset(["assignments", "splits", "tree", "participants"])


@dataclass(frozen=True)
class Narrow:
    """Where credits can differ: how many transactions or people, the table to make credits from, and a condition on credits."""

    rows: int
    table: str
    only: int | None
    condition: str


@dataclass
class Exchanged:
    """A calculation with new tables beside the old one. ``crediting`` tells whether credits can differ."""

    old: StoredCredits
    fresh: StoredCredits
    crediting: bool
    known: dict[str, pa.Table]
    modes: dict[str, Any]

    def places(self, component: Component) -> set[Place]:
        """Payees and runs whose credits differ; their new credits are stored."""
        fresh = self.fresh
        if not component.measured.is_transactions:
            return set()
        source = fresh.sources[component.id]
        if not self.crediting:  # who takes part is as it was, and a later change asks for it
            held = self.old.sources[component.id]
            source.member, source.reachable = held.member, held.reachable
            return set()
        number = fresh.plan.components.index(component)
        source.reachable = set(range(len(fresh.inputs.payees)))
        source.member = membership.register(fresh.ledger, component, fresh.backend, number, source.reachable)
        if source.member is not None:
            membership.report_strangers(fresh.ledger, component, fresh.backend, source)
        if self._same(component):
            return set()
        narrow = self._narrow(component)
        if narrow is not None and not narrow.rows:
            return set()
        read = source if narrow is None else replace(source, table=narrow.table, only=narrow.only)
        text = credits_text(fresh.plan, component, read, owner=True)
        among = "1 = 1" if narrow is None else narrow.condition
        inside = f"dy < {fresh.ledger.end_day} AND {among}"
        fresh.backend.create("fresh", f"SELECT * EXCLUDE (ord) FROM ({text}) AS q WHERE {inside}")
        return self._exchange(component, among)

    def _narrow(self, component: Component) -> Narrow | None:
        """Among which credits the old and the new tables can differ; ``None`` when it can be any."""
        old, new = self.old.sources[component.id], self.fresh.sources[component.id]
        if (old.member, old.roles, old.split) != (new.member, new.roles, new.split) or old.assigned != new.assigned:
            return None
        if not self._alike(new.member) or (new.split and not self._alike(new.split[0])):
            return None
        moved = self._moved(new, component)
        if self._alike(new.link):
            rows = np.flatnonzero(moved)
            table = self.fresh.inputs.transactions.table().take(pa.array(rows))
            self.fresh.backend.register("tx_narrow", table)
            return Narrow(len(rows), "tx_narrow", None, "tx IN (SELECT tx FROM tx_narrow)")
        if new.link is None or new.link != old.link or moved.any():
            return None
        sources = _differing(self.known[new.link], self._now(new.link), "source")
        return Narrow(len(sources), "tx", new.only, f"source IN ({', '.join(map(str, sources)) or 'NULL'})")

    def _moved(self, new: Sources, component: Component) -> np.ndarray[Any, Any]:
        """Which transactions are credited another way, or by a set of assignments that changed."""
        columns = self.fresh.inputs.transactions.columns
        mode = f"mode_{new.number}"
        moved: np.ndarray[Any, Any] = self.modes[mode] != self.fresh.crediting.columns[mode]
        for column, name, _, _ in new.assigned:
            if name and not self._alike(name):
                changed = _differing(self.known[name], self._now(name), "k")
                moved |= np.isin(columns[f"k_{column}"], changed)
        return moved

    def _now(self, name: str) -> pa.Table:
        tables: dict[str, pa.Table] = self.fresh.backend.tables  # type: ignore[attr-defined]
        return tables[name]

    def _alike(self, name: str | None) -> bool:
        return name is None or (name in self.known and self.known[name].equals(self._now(name)))

    def undo(self) -> None:
        """The engine's tables and the ways of crediting as they were."""
        self.old.inputs.transactions.columns.update(self.modes)
        for name, table in self.known.items():
            self.fresh.backend.register(name, table)

    def _same(self, component: Component) -> bool:
        """Whether all that the credits are made from is as it was."""
        old, new = self.old.sources[component.id], self.fresh.sources[component.id]
        if (old.link, old.member, old.split, old.assigned, old.roles, old.only) != (
            new.link,
            new.member,
            new.split,
            new.assigned,
            new.roles,
            new.only,
        ):
            return False
        mode = f"mode_{new.number}"
        if not (self.modes[mode] == self.fresh.crediting.columns[mode]).all():
            return False
        names = [new.link, new.member, new.split and new.split[0], *(one[1] for one in new.assigned)]
        return all(self._alike(name or None) for name in names)

    def _exchange(self, component: Component, among: str) -> set[Place]:
        fresh, table = self.fresh, self.old.tables[component.id]
        names = ["tx", "seq", "dy", "val", "credit", *fresh.sources[component.id].line_columns]
        prints = (
            f"COUNT(*) AS n, BIT_XOR(hash({', '.join(names)})) AS p, "
            f"SUM(CAST(hash({', '.join(reversed(names))}, 1) // 4294967296 AS BIGINT)) AS s"
        )
        was = f"SELECT payee, run, {prints} FROM {table} WHERE {among} GROUP BY payee, run"
        now = f"SELECT payee, run, {prints} FROM fresh GROUP BY payee, run"
        rows = fresh.backend.fetch(
            f"SELECT payee, run FROM (({was}) EXCEPT ({now})) AS a UNION SELECT payee, run FROM (({now}) EXCEPT ({was})) AS b"
        )
        places = set(zip(rows["payee"].to_pylist(), rows["run"].to_pylist(), strict=True))
        if places:
            fresh.backend.register("places", places_table(places))
            one = "SELECT 1 FROM places AS u WHERE u.payee = {0}.payee AND u.run = {0}.run"
            fresh.run_statement(f"DELETE FROM {table} WHERE {among} AND EXISTS ({one.format(table)})")
            fresh.run_statement(f"INSERT INTO {table} BY NAME SELECT * FROM fresh WHERE EXISTS ({one.format('fresh')})")
        return places


def _differing(old: pa.Table, new: pa.Table, key: str) -> list[int]:
    """The keys whose rows are not the same in both tables."""
    names = new.column_names
    rows = [np.stack([table[name].to_numpy().astype(np.int64) for name in names], 1) for table in (old, new)]
    gone, come = _unlike(*rows)
    found, place = np.unique(np.concatenate([gone, come]), axis=0, return_inverse=True)
    gained = np.bincount(place.ravel(), np.repeat([-1, 1], [len(gone), len(come)]), len(found))
    keys: list[int] = np.unique(found[gained != 0, names.index(key)]).tolist()
    return keys


def _unlike(old: np.ndarray[Any, Any], new: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Both without equal rows at equal places, counted from the front and then from the back; saves sorting them all."""
    for _ in range(2):
        shared = min(len(old), len(new))
        unlike = (old[:shared] != new[:shared]).any(axis=1)
        old, new = (np.concatenate([rows[:shared][unlike], rows[shared:]])[::-1] for rows in (old, new))
    return old, new


def exchanged(old: StoredCredits, tables: dict[str, Any]) -> Exchanged:
    """Prepare a calculation with these tables in the place of old ones.

    Raises ``NeedsFullRun`` when payees or the days of the run would change, ``InputsRefused``.
    """
    if set(tables) & {"transactions", "rates"}:
        raise NeedsFullRun("transactions and exchange rates are not exchanged as whole tables")
    problems = Problems()
    held = old.inputs
    inputs = load(old.plan, {**held.tables, **tables}, problems, held.transactions)
    crediting = bool(set(tables) & CREDITING)
    for problem in held.problems.found:
        transactions = problem.table == "transactions" and problem.code not in ("nobody", "no-value")
        if transactions or (problem.code == "not-in-plan" and not crediting):
            problems.found.append(problem)
    if inputs.payees != held.payees or inputs.open_door != held.open_door:
        raise NeedsFullRun("other payees than before")
    if horizon.days(old.plan, inputs, old.window) != (old.ledger.first_day, old.ledger.end_day):
        raise NeedsFullRun("other periods than before")
    if "assignments" not in tables:
        inputs.shares = dict(held.shares)
    known = dict(old.backend.tables)  # type: ignore[attr-defined]
    modes = {name: values for name, values in held.transactions.columns.items() if name.startswith("mode_")}
    fresh = StoredCredits(old.plan, inputs, old.backend, old.window, tables=old.tables)
    fresh.prepare()
    fresh.ledger.cells = dict(old.ledger.cells)
    fresh.dens = old.dens
    return Exchanged(old, fresh, crediting, known, modes)
