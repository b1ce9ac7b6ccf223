"""The order of cells, and which of them a limit keeps. In Python, since a ratio cannot be sorted in SQL."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cadre.metrics.cells import Cell
from cadre.metrics.keys import Key, picker
from cadre.metrics.labels import Labels
from cadre.metrics.plans import Kept, Plan

Margins = Mapping[Kept, Mapping[Key, Cell]]


class Ordering:
    """Groups are the keys without the time axis, which always runs forward and is never cut."""

    def __init__(self, plan: Plan, cells: list[Cell], margins: Margins, labels: Labels) -> None:
        self.plan, self.cells = plan, cells
        self.order = plan.question.order
        self.places = [n for n, dimension in enumerate(plan.by) if not dimension.time]
        self.group_of = picker(self.places)
        kept = tuple(plan.by[n].key for n in self.places)
        self.whole = margins[kept] if kept in margins and kept else {cell.key: cell for cell in cells}
        self.axis: dict[Key, tuple[Any, ...]] = {step.key: (n,) for n, step in enumerate(plan.now.steps)}
        self.time_first = plan.times[:1] == [0]
        self.named = [labels.places(plan.by[n]) if self.order == "label" else None for n in self.places]

    def group(self, cell: Cell) -> Key:
        return self.group_of(cell.key)

    def shown(self) -> tuple[list[Cell], list[Cell]]:
        """The cells to show in order, and the groups that the limit left out, each as a whole."""
        cells = sorted(self.cells, key=self._position)
        if self.order and self.order != "label":
            cells.sort(key=self._rank)
        limit = self.plan.question.limit
        if limit is None or not self.places:
            return cells, []
        kept = set(list(dict.fromkeys(map(self.group, cells)))[:limit])
        left_out = [whole for group, whole in self.whole.items() if group not in kept]
        return [cell for cell in cells if self.group(cell) in kept], left_out

    def _position(self, cell: Cell) -> tuple[Any, ...]:
        at = self.plan.time_of(cell.key)
        time = self.axis.get(at) or (len(self.axis), *map(str, at))  # a date outside the calendar comes last
        name = [_place(cell.key[n], named) for n, named in zip(self.places, self.named, strict=True)]
        return (time, name) if self.time_first else (name, time)

    def _rank(self, cell: Cell) -> tuple[int, Fraction]:
        """By the group's whole value, so that a group's steps stay together; on a pure time axis by the step's own."""
        metric, down = self.order.removeprefix("-"), self.order.startswith("-")
        whole = self.whole.get(self.group(cell)) if self.places else cell
        value = whole.values[metric] if whole else None
        return (1, Fraction(0)) if value is None else (0, -value if down else value)


def _place(value: Any, named: Mapping[Any, int] | None) -> tuple[int, Any]:
    if value is None:
        return (1, 0)
    return (0, value if named is None else named[value])
