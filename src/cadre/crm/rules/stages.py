"""Which exit criteria stand between a deal and a stage (book ch. 6: 銷售流程)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """An exit criterion of the stage at `stage_position`."""

    id: int
    label: str
    stage_position: int
    is_required: bool = True


def missing_criteria(
    criteria: Iterable[Criterion], met: Collection[int], from_position: int, to_position: int
) -> list[Criterion]:
    """The required criteria of every stage that a forward move leaves behind and that are not met. A move backwards needs none."""
    return [
        criterion
        for criterion in criteria
        if criterion.is_required and from_position <= criterion.stage_position < to_position and criterion.id not in met
    ]
