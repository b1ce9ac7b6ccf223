"""Draws an answered tile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cadre.cockpit.links import rows_url
from cadre.cockpit.rules.aims import Aim
from cadre.cockpit.rules.asking import Asked, says_nothing
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import KeyValue, Metric, Unit
from cadre.metrics.templatetags.numbers import figure_of, label_of, measured, moved


@dataclass(frozen=True)
class Answered:
    """What a tile asked and was answered. `linked` is False where the reader may not see the rows (a published ranking)."""

    tile: Any
    asked: Asked
    cells: Cells
    trend: Cells | None = None
    linked: bool = True
    wholes: Mapping[str, Aim] = field(default_factory=dict)  # targets by metric
    aims: Mapping[KeyValue, Aim] = field(default_factory=dict)  # targets of the first metric by group

    @property
    def currency(self) -> str:
        return self.cells.currency

    def link(self, metric: str, key: dict[str, KeyValue] | None = None) -> str:
        """To the rows behind one number of the tile."""
        return rows_url(metric, self.asked.period, {**self.asked.where, **(key or {})}) if self.linked else ""

    def link_of(self, metric: str, cell: Cell) -> str:
        return self.link(metric, self.cells.where(cell))

    def name(self, cell: Cell) -> str:
        return " · ".join(self.cells.names(cell))

    def text(self, metric: Metric, cell: Cell) -> str:
        return measured(metric.key, cell.values[metric.key], self.currency)

    def short(self, metric: Metric, cell: Cell) -> str:
        """Without the currency's sign, which the label has."""
        return figure_of(metric.key, cell.values[metric.key], self.currency)

    def label(self, metric: Metric) -> str:
        return label_of(metric.key, self.currency)

    def moved(self, metric: Metric, cell: Cell) -> Any:
        """The change against the compared period, or nothing where there is none."""
        return moved(cell, metric.key) if self.cells.compared else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: no group of which a number says anything, or only unknown figures.

        A figure of zero is an answer and stays, and so does a rate of zero of a group.
        """
        if not self.cells.dimensions:
            return all(value is None for value in self.cells.total.values.values())
        return all(
            says_nothing(metric, cell.values[metric.key]) for cell in self.cells for metric in self.cells.metrics
        )


MONEY = {Unit.MONEY, Unit.MONEY_PER_DAY}
