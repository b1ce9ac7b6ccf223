"""What a reader is asked and what it answers."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from cadre.imports.findings import Doubt, Severity
from cadre.kernel.problems import ProblemKind


@dataclass(frozen=True)
class Asked:
    """Whose column it is, and what the person who maps it said: the order of day and month, the unit of numbers."""

    label: str = ""
    order: str = ""
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a text means, or the doubt about it, or (a warning) both."""

    value: Any = None
    doubt: Doubt | None = None


class Reader(Protocol):
    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        """The meaning of each distinct, not empty text of a column."""
        ...


def refused(
    kind: ProblemKind, *, suggestions: tuple[str, ...] = (), severity: Severity = Severity.ERROR, **params: Any
) -> Cell:
    """A cell that cannot be read."""
    return Cell(doubt=Doubt(kind, params, suggestions, severity))
