"""All inputs of one run, read and cleaned together."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.inputs import figures, people, schema
from cadre.compensation.engine.inputs.people import Member, Rows
from cadre.compensation.engine.inputs.problems import InputsRefused, Problems
from cadre.compensation.engine.inputs.reading import as_table
from cadre.compensation.engine.inputs.transactions import Transactions, clean_transactions
from cadre.compensation.engine.plan.model import Plan

#: Input tables by name, as whatever can be read as a table.
Sources = dict[str, Any]
_PAYEE_COLUMNS = (
    ("transactions", "payee"),
    ("participants", "payee"),
    ("splits", "payee"),
    ("assignments", "payee"),
    ("tree", "payee"),
    ("tree", "manager"),
    ("leave", "payee"),
    ("history", "payee"),
    ("balances", "payee"),
    ("quotas", "payee"),
    ("measures", "payee"),
)


@dataclass
class Inputs:
    """What a run calculates from. ``payees`` is sorted; a payee's number is its place."""

    payees: list[str]
    tables: dict[str, pa.Table]
    transactions: Transactions
    members: list[Member]
    open_door: bool
    leave: dict[int, list[tuple[int, int]]]
    quotas: figures.Figures
    measures: figures.Figures
    events: list[figures.Event]
    receipts: dict[str, list[tuple[int, Fraction]]]
    history: list[figures.Paid]
    balances: dict[tuple[int, str], int]
    problems: Problems
    index: dict[str, int] = field(default_factory=dict)
    #: The share sets of the assignments as they were read, with what was wrong with them, by the rule of reading.
    shares: dict[Any, Any] = field(default_factory=dict)


def sources_in(folder: str | Path) -> dict[str, Path]:
    """The input files of a folder by table: ``transactions.csv``, ``quotas.parquet`` …"""
    found: dict[str, Path] = {}
    for name in schema.TABLES:
        for suffix in (".csv", ".parquet", ".tsv", ".json"):
            path = Path(folder) / f"{name}{suffix}"
            if path.exists():
                found.setdefault(name, path)
    return found


def load(plan: Plan, sources: Sources, problems: Problems | None = None, clean: Transactions | None = None) -> Inputs:
    """Read and clean every source (but not transactions that are clean already). Raises :class:`InputsRefused`."""
    problems = problems or Problems()
    unknown = set(sources) - set(schema.TABLES)
    if unknown:
        raise InputsRefused(f"unknown input: {', '.join(sorted(unknown))}; known: {', '.join(schema.TABLES)}")
    tables = {name: as_table(source, schema.TABLES[name]) for name, source in sources.items() if source is not None}
    teams = _distinct(tables.get("participants"), "team")
    names = sorted(_payees(tables) - (teams - _distinct(tables.get("participants"), "payee")))
    index = {name: number for number, name in enumerate(names)}

    def rows(name: str) -> Rows:
        table = tables.get(name)
        if table is None:
            columns = schema.TABLES[name].columns
            table = pa.table({column.name: pa.array([], pa.string()) for column in columns})
        return Rows(table, name, problems)

    rates = figures.read_rates(rows("rates"))
    table = tables.get("transactions", _no_transactions(plan))
    transactions = clean_transactions(table, plan, index, rates, problems) if clean is None else clean
    members = people.read_members(rows("participants"), plan, index)
    _team_twice(rows("participants"), problems)
    return Inputs(
        payees=names,
        tables=tables,
        transactions=transactions,
        members=members,
        open_door="participants" not in tables,
        leave=people.read_leave(rows("leave"), index),
        quotas=figures.read_figures(rows("quotas"), plan, "quota", "component"),
        measures=figures.read_figures(rows("measures"), plan, "value", "measure"),
        events=figures.read_events(rows("events")),
        receipts=figures.read_receipts(rows("receipts")),
        history=figures.read_history(rows("history"), plan, index),
        balances=figures.read_balances(rows("balances"), plan, index),
        problems=problems,
        index=index,
    )


def _team_twice(rows: Rows, problems: Problems) -> None:
    both = set(rows.texts("team")) & set(rows.texts("payee")) - {""}
    for name in sorted(both):
        problems.add("warning", "participants", 0, "team", "team-is-payee", "a team and a payee share a name", name)


def _no_transactions(plan: Plan) -> pa.Table:
    from cadre.compensation.engine.inputs.needed import needed

    want = needed(plan)
    names = dict.fromkeys(["id", *want.dates, *want.scales, *want.texts, *want.keys])
    return pa.table({name: pa.array([], pa.string()) for name in names})


def _distinct(table: pa.Table | None, column: str) -> set[str]:
    if table is None or column not in table.column_names:
        return set()
    return {str(value).strip() for value in pc.unique(table[column]).to_pylist() if value is not None} - {""}


def _payees(tables: dict[str, pa.Table]) -> set[str]:
    names: set[str] = set()
    for table, column in _PAYEE_COLUMNS:
        names |= _distinct(tables.get(table), column)
    return names - {figures.EVERYBODY}


def number_of(value: Fraction | None) -> Fraction:
    """``value`` or zero."""
    return value if value is not None else Fraction(0)
