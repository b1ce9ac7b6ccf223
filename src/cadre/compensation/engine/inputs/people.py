"""Payees: who takes part, in which role and team, since when; leave."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pyarrow as pa

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.inputs import cleaning
from cadre.compensation.engine.inputs.problems import ERROR, Problems
from cadre.compensation.engine.plan.model import Plan


@dataclass(frozen=True)
class Member:
    """A payee's participation over some days (half-open)."""

    payee: int
    start: int
    end: int
    role: str = ""
    team: str = ""
    hired: int | None = None
    columns: dict[str, str] = field(default_factory=dict, hash=False, compare=False)

    def number(self, column: str) -> Fraction | None:
        """A numeric cell of the participants table."""
        text = self.columns.get(column, "")
        return amounts.share(text) if text else None


class Rows:
    """The cells of a small table as texts, days and numbers, with problems reported by row."""

    def __init__(self, table: pa.Table, name: str, problems: Problems) -> None:
        self.table, self.name, self.problems = table, name, problems
        self.bad: set[int] = set()

    def __len__(self) -> int:
        typed: int = self.table.num_rows
        return typed

    def has(self, column: str) -> bool:
        """Whether the column is there."""
        return column in self.table.column_names

    def texts(self, column: str) -> list[str]:
        """Text cells; an absent column is all empty."""
        return cleaning.texts(self.table[column]) if self.has(column) else [""] * len(self)

    def days(self, column: str, empty: int | None) -> list[int | None]:
        """Day numbers; empty cells become ``empty``."""
        if not self.has(column):
            return [empty] * len(self)
        found = cleaning.days(self.table[column], self.reporter(column, "bad-date")).tolist()
        return [empty if day == calendar.NO_DAY else day for day in found]

    def numbers(self, column: str) -> list[Fraction | None]:
        """Exact numbers; empty cells are ``None``."""
        if not self.has(column):
            return [None] * len(self)
        return cleaning.fractions(self.table[column], self.reporter(column, "bad-number"))

    def reporter(self, column: str, code: str) -> Any:
        """What cleaning calls when a cell cannot be read."""

        def report(index: int, reason: str, value: object) -> None:
            self.report(index, column, code, f"{reason}; the row is not used", value)

        return report

    def report(self, index: int, column: str, code: str, message: str, value: object = "") -> None:
        """A row that is not used."""
        self.bad.add(index)
        self.problems.add(ERROR, self.name, index + 1, column, code, message, value)

    def good(self) -> list[int]:
        """Indices of the rows that can be used."""
        return [index for index in range(len(self)) if index not in self.bad]


def read_members(rows: Rows, plan: Plan, payees: dict[str, int]) -> list[Member]:
    """The participations in this plan, by payee and day. Overlaps of one payee are refused."""
    names, plans = rows.texts("payee"), rows.texts("plan")
    starts = [day or 0 for day in rows.days("from", calendar.FIRST_DAY)]
    ends = [day or 0 for day in rows.days("to", calendar.LAST_DAY)]
    hired, roles, teams = rows.days("hired_on", None), rows.texts("role"), rows.texts("team")
    cells = {name: rows.texts(name) for name in rows.table.column_names}
    _check_numbers(rows)
    for index, name in enumerate(names):
        if not name:
            rows.report(index, "payee", "no-payee", "the payee is empty; the row is not used")
        elif starts[index] >= ends[index]:
            rows.report(index, "to", "empty-span", "'to' is not after 'from'; the row is not used")
    members = []
    for index in rows.good():
        if plans[index] not in ("", plan.plan) or (plan.roles is not None and roles[index] not in plan.roles):
            continue
        texts = {name: column[index] for name, column in cells.items()}
        member = Member(
            payees[names[index]], starts[index], ends[index], roles[index], teams[index], hired[index], texts
        )
        members.append((member, index))
    return _without_overlaps(members, rows)


def _check_numbers(rows: Rows) -> None:
    for column in ("target", "draw", "guarantee", "first_period"):
        rows.numbers(column)


def _without_overlaps(found: list[tuple[Member, int]], rows: Rows) -> list[Member]:
    found.sort(key=lambda pair: (pair[0].payee, pair[0].start, pair[0].end, pair[0].role))
    kept: list[Member] = []
    for member, index in found:
        if kept and kept[-1].payee == member.payee and kept[-1].end > member.start:
            text = "this payee is already in the plan on these days; the row is not used"
            rows.report(index, "from", "overlap", text, calendar.day_of(member.start))
        else:
            kept.append(member)
    return kept


def read_leave(rows: Rows, payees: dict[str, int]) -> dict[int, list[tuple[int, int]]]:
    """Days of leave by payee, merged so that no day counts twice."""
    names = rows.texts("payee")
    starts, ends = rows.days("from", None), rows.days("to", None)
    spans: dict[int, list[tuple[int, int]]] = {}
    for index in rows.good():
        start, end = starts[index], ends[index]
        if start is None or end is None or start >= end:
            rows.report(index, "to", "empty-span", "'to' is not after 'from'; the row is not used")
        else:
            spans.setdefault(payees[names[index]], []).append((start, end))
    return {payee: _merged(sorted(found)) for payee, found in spans.items()}


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
