"""Several cells as one: the teams below a manager, the months of a season. Sums of parts, so ratios stay right."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from cadre.metrics.answers import add
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import KeyValue
from cadre.metrics.keys import Key
from cadre.metrics.registry import parts

Group = TypeVar("Group", bound=Hashable)


def rolled_up(
    answer: Cells, dimension: str, groups: Mapping[Group, Collection[KeyValue]]
) -> dict[Group, dict[Key, Cell]]:
    """For each group the cells of its keys of `dimension` as one, by what remains of the key (() if nothing does).

    Groups may overlap: a team counts in itself and in every team above it. What does not add up (different customers) has no
    value. Not for the time axis of a snapshot, whose dates do not add up either. A group without cells has none.
    """
    place = answer.question.by.index(dimension)
    return {group: _together(answer, place, frozenset(keys)) for group, keys in groups.items()}


def _together(answer: Cells, place: int, keys: frozenset[KeyValue]) -> dict[Key, Cell]:
    used = [parts[key] for key in dict.fromkeys(key for metric in answer.metrics for key in metric.parts)]
    additive, others = [part for part in used if part.adds_up], [part.key for part in used if not part.adds_up]
    sums: dict[Key, dict[str, int | None]] = {}
    for cell in answer.cells:
        if cell.key[place] in keys:
            rest = cell.key[:place] + cell.key[place + 1 :]
            add(sums.setdefault(rest, dict.fromkeys(others)), cell.parts, additive)
    return {
        key: Cell(key, {metric.key: metric.value(found) for metric in answer.metrics}, found)
        for key, found in sums.items()
    }
