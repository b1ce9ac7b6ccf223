"""Figures, funnels and rankings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cadre.cockpit.pictures.drawing import MONEY, Answered
from cadre.kernel.money import minor_digits, round_half_away
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import Better, Metric
from cadre.metrics.templatetags.numbers import figure_of
from cadre.ui.formatting import number


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    exact: str
    url: str
    moved: Any
    trend: list[Any]
    target: str = ""
    share: Fraction | None = None
    time: Fraction | None = None


def figures(answered: Answered) -> list[Figure]:
    """One figure per number, with its change and its small trend."""
    return [_figured(answered, metric) for metric in answered.cells.metrics]


def _figured(answered: Answered, metric: Metric) -> Figure:
    total, aim = answered.cells.total, answered.wholes.get(metric.key)
    value = total.values[metric.key]
    return Figure(
        answered.label(metric),
        answered.short(metric, total),
        answered.text(metric, total),
        answered.link(metric.key),
        answered.moved(metric, total),
        _trend(answered, metric),
        figure_of(metric.key, aim.target, answered.currency) if aim else "",
        Fraction(value or 0) / aim.target if aim else None,
        aim.time if aim else None,
    )


def _trend(answered: Answered, metric: Metric) -> list[Any]:
    if answered.trend is None or metric.key not in answered.trend.question.metrics:
        return []
    return [cell.values[metric.key] or 0 for cell in answered.trend]


@dataclass(frozen=True)
class FunnelRow:
    label: str
    count: int
    amount: str
    left: str
    width: str
    tone: str
    url: str


def funnel(answered: Answered) -> list[FunnelRow]:
    """Stages in their order; the first number decides the width, the second stands beside it."""
    first, rest = answered.cells.metrics[0], answered.cells.metrics[1:]
    most = max((cell.values[first.key] or 0 for cell in answered.cells), default=0) or 1
    rows = []
    for place, cell in enumerate(answered.cells, 1):
        width = round(1000 * Fraction(cell.values[first.key] or 0) / most)
        rows.append(
            FunnelRow(
                label=answered.name(cell),
                count=_whole(answered, first, cell),
                amount=answered.short(rest[0], cell) if rest else "",
                left=f"{number(Fraction(1000 - width, 20), 1)}%",
                width=f"{number(Fraction(width, 10), 1)}%",
                tone=f"f{min(place, 4)}",
                url=answered.link_of(first.key, cell),
            )
        )
    return rows


def _whole(answered: Answered, metric: Metric, cell: Cell) -> int:
    """The width's own figure, whole: money in major units."""
    scale = 10 ** minor_digits(answered.currency) if metric.unit in MONEY else 1
    return round_half_away(Fraction(cell.values[metric.key] or 0) / scale)


@dataclass(frozen=True)
class Ranked:
    place: int
    name: str
    value: str
    share: Fraction
    moved: Any
    url: str
    is_me: bool
    mark: Fraction | None = None


def ranking(answered: Answered, me: int | None) -> list[Ranked]:
    """From the best down; equal values share a place. `me` is the reader's own row, to be found at once."""
    metric = answered.cells.metrics[0]
    cells = [cell for cell in answered.cells if cell.values[metric.key] is not None]
    if metric.better is Better.LESS:
        cells.reverse()
    aims = {key: aim.target for key, aim in answered.aims.items()}
    sizes = [abs(Fraction(cell.values[metric.key] or 0)) for cell in cells]
    most = max([*sizes, *(aims[cell.key[0]] for cell in cells if cell.key[0] in aims)], default=Fraction(0)) or 1
    rows: list[Ranked] = []
    values: list[Any] = []
    for cell in cells:
        value = cell.values[metric.key] or Fraction(0)
        place = rows[-1].place if values and values[-1] == value else len(rows) + 1
        is_me = answered.cells.question.by == ("employee",) and me is not None and cell.key[0] == me
        url = answered.link_of(metric.key, cell)
        rows.append(
            Ranked(
                place,
                answered.name(cell),
                answered.text(metric, cell),
                Fraction(value) / most,
                answered.moved(metric, cell),
                url,
                is_me,
                aims[cell.key[0]] / most if cell.key[0] in aims else None,
            )
        )
        values.append(value)
    return rows
