"""The managers beside each other: attainment of what their people were given, won amount, open deals."""

from collections.abc import Sequence
from dataclasses import dataclass

from cadre.metrics.cells import Cell, Cells
from cadre.web.home.quarter import Quarter, rows_url


@dataclass(frozen=True)
class ManagerRow:
    """`target` and `pipeline` in minor units; `attainment` is None without a target."""

    name: str
    cell: Cell
    target: int
    pipeline: int
    attainment: object
    url: str


def manager_rows(won: Cells, aims: Cells, weighted: Cells, quarter: Quarter) -> Sequence[ManagerRow]:
    """In the order of `won`. `aims`: target and attainment of the whole quarter by manager; `weighted`: open deals by manager."""
    targets, pipelines = aims.by_key(), weighted.by_key()
    return [
        ManagerRow(
            name=won.names(cell)[0],
            cell=cell,
            target=figure(targets.get(cell.key), "target.amount"),
            pipeline=figure(pipelines.get(cell.key), "pipeline.weighted"),
            attainment=targets[cell.key].values["quota_attainment"] if cell.key in targets else None,
            url=rows_url("bookings.amount", quarter.so_far, manager=cell.key[0] or ""),
        )
        for cell in won
    ]


def figure(cell: Cell | None, metric: str) -> int:
    """A sum of a cell, nought where there is no cell or nothing in it."""
    return int((cell.values[metric] if cell else 0) or 0)
