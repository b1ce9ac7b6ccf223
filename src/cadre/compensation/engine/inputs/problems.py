"""Problems are data: which table, which row, what is wrong, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Problem:
    """One finding. ``row`` counts the data rows of the table from 1; 0 means the whole table."""

    severity: str
    table: str
    row: int
    column: str
    code: str
    message: str
    value: str = ""


class InputsRefused(ValueError):
    """The inputs cannot be used at all (a missing column, an unreadable file); ``reasons`` are the rows it rests on."""

    def __init__(self, message: str, reasons: Sequence[tuple[Problem, int]] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons

    def __str__(self) -> str:
        """What is wrong, with the first row of each reason for which rows could not be used."""
        return ". ".join([super().__str__(), *unusable(self.reasons)])


def unusable(reasons: Sequence[tuple[Problem, int]]) -> list[str]:
    """That no row can be used: for each reason how many rows, and the first of them."""
    return [
        (
            f"No row can be used: {count} for this reason, the first {first.table} row {first.row}: "
            if number == 0
            else f"Another reason, {count} row(s), the first {first.table} row {first.row}: "
        )
        + f"{first.message} {first.value}".rstrip()
        for number, (first, count) in enumerate(reasons)
    ]


@dataclass
class Problems:
    """The problems of one run. Many of one kind are kept as the first ones and a count."""

    found: list[Problem] = field(default_factory=list)
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    keep: int = 1000

    def add(  # noqa: PLR0913, PLR0917 - each is a column of the row
        self, severity: str, table: str, row: int, column: str, code: str, message: str, value: object = ""
    ) -> None:
        """Note a problem."""
        key = (table, column, code)
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= self.keep:
            text = str(value)
            self.found.append(Problem(severity, table, row, column, code, message, text[:80]))
        elif self.counts[key] == self.keep + 1:
            more = f"further rows have the same problem ({code}); the first {self.keep} are listed"
            self.found.append(Problem(severity, table, 0, column, code, more))

    @property
    def reasons(self) -> list[tuple[Problem, int]]:
        """Why rows could not be used: the first row of each reason, and how many rows there are of it."""
        found: dict[tuple[str, str, str], Problem] = {}
        for problem in self.ordered():
            if problem.row:
                found.setdefault((problem.table, problem.column, problem.code), problem)
        return [(first, self.counts[key]) for key, first in found.items()]

    @property
    def has_errors(self) -> bool:
        """Whether something was left out."""
        return any(problem.severity == ERROR for problem in self.found)

    def ordered(self) -> list[Problem]:
        """In the order of tables and rows, the same every time."""
        rank = {ERROR: 0, WARNING: 1, NOTE: 2}
        return sorted(self.found, key=lambda p: (rank[p.severity], p.table, p.row, p.column, p.code, p.message))
