"""The answer to a question: a value for every combination of keys, and the total that its parts sum to."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from cadre.kernel.currency import base_currency
from cadre.metrics.declarations import Dimension, KeyValue, Metric
from cadre.metrics.keys import Key
from cadre.metrics.labels import Labels
from cadre.metrics.periods import Period
from cadre.metrics.questions import Question

Parts = Mapping[str, int | None]
Figures = Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One group: its keys in the order of `by`, the exact value of every metric, and the integers they were computed from.

    `before` has the values of the compared period, where one was asked for.
    """

    key: Key
    values: Figures
    parts: Parts
    before: Figures | None = None

    def change(self, metric: str) -> Fraction | None:
        """Relative change against the compared period: 1/10 is ten percent more. None without two values or from zero."""
        now, then = self.values[metric], (self.before or {}).get(metric)
        return None if now is None or not then else (now - then) / abs(then)


@dataclass(frozen=True)
class Cells:
    """Everything an answer shows. `total` is computed from summed parts, never from the cells' values."""

    question: Question
    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...]
    cells: tuple[Cell, ...]
    total: Cell
    rest: Cell | None  # what `limit` left out, in one
    margins: Mapping[tuple[str, ...], Mapping[Key, Cell]]
    period: Period | None
    compared: Period | None
    snapshots: tuple[dt.date, ...]  # the dates that snapshot metrics were taken at
    labels: Labels = field(repr=False)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def currency(self) -> str:
        """The company's currency, which every amount is in."""
        return base_currency()

    def by_key(self) -> dict[Key, Cell]:
        return {cell.key: cell for cell in self.cells}

    def values(self, metric: str) -> dict[Key, Fraction | None]:
        """One metric's value by key."""
        return {cell.key: cell.values[metric] for cell in self.cells}

    def names(self, cell: Cell) -> tuple[str, ...]:
        """What a person calls the cell, dimension by dimension."""
        return tuple(self.labels.of(dimension, key) for dimension, key in zip(self.dimensions, cell.key, strict=True))

    def where(self, cell: Cell) -> dict[str, KeyValue]:
        """The cell as a filter by dimension, to ask on from it."""
        return dict(zip(self.question.by, cell.key, strict=True))
