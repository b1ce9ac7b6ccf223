"""What a check finds, gathered by value: 1,480 rows with one wrong product are one thing to put right, not 1,480."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cadre.kernel.problems import ProblemKind


class Severity(StrEnum):
    """An error stops the import; a warning may be let pass; a note says how something is handled."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Doubt:
    """What is wrong with a text, and which texts would be right."""

    kind: ProblemKind
    params: dict[str, Any]
    suggestions: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR


@dataclass
class Group:
    """All rows with one doubt about one value of one field. `rows` are places in the sheet, from 0."""

    field: str
    value: str
    doubt: Doubt
    rows: list[int] = dataclasses.field(default_factory=list)

    @property
    def severity(self) -> Severity:
        return self.doubt.severity


class Findings:
    """Doubts by field, kind and value, and the worst severity of every row."""

    def __init__(self, count: int) -> None:
        self.faulty = bytearray(count)
        self.warned = bytearray(count)
        self._groups: dict[tuple[str, str, str], Group] = {}

    def add(self, place: int, name: str, doubt: Doubt, value: str = "") -> None:
        """Note a doubt about the row at `place`. Rows with the same field, kind and value become one group."""
        self.add_all([place], name, doubt, value)

    def add_all(self, places: Iterable[int], name: str, doubt: Doubt, value: str = "") -> None:
        key = (name, doubt.kind.code, value)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(name, value, doubt)
        before = len(group.rows)
        group.rows.extend(places)
        flags = self._flags(doubt.severity)
        if flags is not None:
            for place in group.rows[before:]:
                flags[place] = 1

    @property
    def groups(self) -> list[Group]:
        """Errors first, the largest first."""
        order = list(Severity)
        return sorted(self._groups.values(), key=lambda group: (order.index(group.severity), -len(group.rows)))

    def faulty_at(self, name: str) -> set[int]:
        """The places whose value of a field could not be read: nothing more need be said about it there."""
        groups = [group for group in self._groups.values() if group.field == name and group.severity is Severity.ERROR]
        return {place for group in groups for place in group.rows}

    def of_rows(self, wanted: Iterable[int]) -> dict[int, list[Group]]:
        """The groups of each of some rows."""
        places = set(wanted)
        found: dict[int, list[Group]] = defaultdict(list)
        for group in self.groups:
            for place in places.intersection(group.rows):
                found[place].append(group)
        return found

    def _flags(self, severity: Severity) -> bytearray | None:
        return {Severity.ERROR: self.faulty, Severity.WARNING: self.warned}.get(severity)
