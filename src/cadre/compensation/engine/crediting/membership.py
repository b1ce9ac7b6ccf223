"""Credits of people who are not in the plan: kept out, and told."""

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import calendar
from cadre.compensation.engine.backends import Backend
from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.problems import WARNING
from cadre.compensation.engine.inputs.transactions import NOBODY
from cadre.compensation.engine.lowering.credits import Sources, base_text, credits_text
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan

#: So many transactions of somebody who is not in the plan are named.
FIRST_ONES = 3


def register(ledger: Ledger, component: Component, backend: Backend, number: int, reachable: set[int]) -> str | None:
    """The days each payee has the component; ``None`` when everybody has it all the time."""
    inputs = ledger.inputs
    if inputs.open_door:
        return None
    rows = [
        (member.payee, member.start, member.end)
        for member in inputs.members
        if component.roles is None or member.role in component.roles
    ]
    whole = {payee for payee, start, end in rows if start <= ledger.first_day and end >= ledger.end_day}
    if reachable <= whole:
        return None
    columns = np.array(sorted(rows), np.int32).reshape(-1, 3).T
    name = f"member_{number}"
    backend.register(name, pa.table({"payee": columns[0], "start": columns[1], "until": columns[2]}))
    return name


def report_strangers(ledger: Ledger, component: Component, backend: Backend, source: Sources) -> None:
    """Own credits that fall on days when the payee is not in the plan at all; none where only managers are credited."""
    if component.credit.roll_up is not None and not component.credit.roll_up.own:
        return
    link, member = source.link, source.member
    source.link = source.member = None
    text = credits_text(ledger.plan, component, source, owner=True)
    source.link, source.member = link, member
    rows = [(m.payee, m.start, m.end) for m in ledger.inputs.members]
    columns = np.array(sorted(rows), np.int32).reshape(-1, 3).T
    backend.register("member_any", pa.table({"payee": columns[0], "start": columns[1], "until": columns[2]}))
    found = backend.fetch(
        "SELECT c.payee AS payee, COUNT(*) AS n, MIN(c.dy) AS first_day, MAX(c.dy) AS last_day "
        f"FROM ({text}) AS c LEFT JOIN member_any AS m "
        "ON m.payee = c.payee AND c.dy >= m.start AND c.dy < m.until WHERE m.payee IS NULL "
        f"AND c.dy < {ledger.end_day} GROUP BY c.payee ORDER BY payee"
    )
    known = {(p.code, p.value) for p in ledger.problems.found}
    first_ones = _first_ones(backend, text, ledger.end_day) if found.num_rows else {}
    for row in found.to_pylist():
        name = ledger.inputs.payees[row["payee"]]
        if ("not-in-plan", name) in known:
            continue
        first, last = calendar.day_of(row["first_day"]), calendar.day_of(row["last_day"])
        span = f"{first} to {last}: {first_ones[row['payee']]}"
        cure = f"add {name} to participants or correct from and to"
        told = f"{name} is not in the plan on the days of {row['n']} credits ({span}); they are not paid: {cure}"
        ledger.problems.add(WARNING, "participants", 0, "payee", "not-in-plan", told, name)


def _first_ones(backend: Backend, text: str, end_day: int) -> dict[int, str]:
    """The first transactions of each payee that fall on days when he is not in the plan, as text."""
    rows = backend.fetch(
        "SELECT payee, tx, k FROM (SELECT c.payee AS payee, c.tx AS tx, "
        "ROW_NUMBER() OVER (PARTITION BY c.payee ORDER BY c.dy, c.tx, c.seq) AS k "
        f"FROM ({text}) AS c LEFT JOIN member_any AS m "
        "ON m.payee = c.payee AND c.dy >= m.start AND c.dy < m.until WHERE m.payee IS NULL "
        f"AND c.dy < {end_day}) AS q WHERE k <= {FIRST_ONES + 1} ORDER BY payee, k"
    ).to_pylist()
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row["payee"], []).append(str(row["tx"]) if row["k"] <= FIRST_ONES else "…")
    return {payee: ", ".join(names) for payee, names in found.items()}


def report_uncredited(
    plan: Plan,
    inputs: Inputs,
    backend: Backend,
    sources: dict[str, Sources],
    modes: dict[str, np.ndarray],  # type: ignore[type-arg]
) -> None:
    """Transactions that count for a component but name nobody to credit."""
    told: set[object] = set()
    for component in plan.components:
        source = sources.get(component.id)
        if source is None or component.credit.overlay or not (modes[f"mode_{source.number}"] == NOBODY).any():
            continue
        if source.only is not None and source.only != NOBODY:
            continue
        text = base_text(plan, component, None if source.only == NOBODY else NOBODY).format(number=source.number)
        ids = backend.fetch(f"SELECT tx FROM ({text}) AS b ORDER BY tx")["tx"].to_pylist()
        all_ids = inputs.transactions.columns["tx"]
        rows = (
            dict(
                zip(
                    all_ids.tolist() if isinstance(all_ids, np.ndarray) else all_ids.to_pylist(),
                    inputs.transactions.row.tolist(),
                    strict=True,
                )
            )
            if ids
            else {}
        )
        for each in ids:
            if each not in told:
                told.add(each)
                words = "no payee, split or assignment says who is credited; nothing is paid for it"
                inputs.problems.add(WARNING, "transactions", rows[each], "payee", "nobody", words, each)
