"""New tables instead of old ones: whose credits differ is found by comparing what is derived from the tables."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from cadre.compensation.engine import horizon
from cadre.compensation.engine.crediting import membership
from cadre.compensation.engine.inputs.loading import load
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.lowering.credits import credits_text
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.store_changes import NeedsFullRun
from cadre.compensation.engine.store_credits import Place, StoredCredits, places_table

#: Tables whose rows make credits. The others only change terms and pay.
CREDITING = frozenset(["assignments", "splits", "tree", "participants"])


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
        if not self.crediting or not component.measured.is_transactions:
            return set()
        number = fresh.plan.components.index(component)
        source = fresh.sources[component.id]
        source.reachable = set(range(len(fresh.inputs.payees)))
        source.member = membership.register(fresh.ledger, component, fresh.backend, number, source.reachable)
        if source.member is not None:
            membership.report_strangers(fresh.ledger, component, fresh.backend, source)
        if self._same(component):
            return set()
        text = credits_text(fresh.plan, component, source, owner=True)
        fresh.backend.create("fresh", f"SELECT * EXCLUDE (ord) FROM ({text}) AS q WHERE dy < {fresh.ledger.end_day}")
        return self._exchange(component)

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
        tables = self.fresh.backend.tables  # type: ignore[attr-defined]
        return all(self.known[name].equals(tables[name]) for name in names if name)

    def _exchange(self, component: Component) -> set[Place]:
        fresh, table = self.fresh, self.old.tables[component.id]
        names = ["tx", "seq", "dy", "val", "credit", *fresh.sources[component.id].line_columns]
        prints = (
            f"COUNT(*) AS n, BIT_XOR(hash({', '.join(names)})) AS p, "
            f"SUM(CAST(hash({', '.join(reversed(names))}, 1) // 4294967296 AS BIGINT)) AS s"
        )
        group = "SELECT payee, run, {0} FROM {1} GROUP BY payee, run"
        rows = fresh.backend.fetch(
            f"SELECT payee, run FROM (({group.format(prints, table)}) EXCEPT ({group.format(prints, 'fresh')})) AS a UNION "
            f"SELECT payee, run FROM (({group.format(prints, 'fresh')}) EXCEPT ({group.format(prints, table)})) AS b"
        )
        places = set(zip(rows["payee"].to_pylist(), rows["run"].to_pylist(), strict=True))
        if places:
            fresh.backend.register("places", places_table(places))
            one = "SELECT 1 FROM places AS u WHERE u.payee = {0}.payee AND u.run = {0}.run"
            fresh.run_statement(f"DELETE FROM {table} WHERE EXISTS ({one.format(table)})")
            fresh.run_statement(f"INSERT INTO {table} BY NAME SELECT * FROM fresh WHERE EXISTS ({one.format('fresh')})")
        return places


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
        transactions = problem.table == "transactions" and problem.code != "nobody"
        if transactions or (problem.code == "not-in-plan" and not crediting):
            problems.found.append(problem)
    if inputs.payees != held.payees or inputs.open_door != held.open_door:
        raise NeedsFullRun("other payees than before")
    if horizon.days(old.plan, inputs, old.window) != (old.ledger.first_day, old.ledger.end_day):
        raise NeedsFullRun("other periods than before")
    known = dict(old.backend.tables)  # type: ignore[attr-defined]
    modes = {name: values for name, values in held.transactions.columns.items() if name.startswith("mode_")}
    fresh = StoredCredits(old.plan, inputs, old.backend, old.window, tables=old.tables)
    fresh.prepare()
    fresh.ledger.cells = dict(old.ledger.cells)
    fresh.dens = old.dens
    return Exchanged(old, fresh, crediting, known, modes)
