"""Figures, funnels, rankings, heat maps and tables."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import pgettext

from cadre.cockpit.pictures.drawing import MONEY, Answered
from cadre.kernel.money import minor_digits, round_half_away
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import Better, KeyValue, Metric
from cadre.metrics.keys import Key
from cadre.metrics.templatetags.numbers import figure_of, measured
from cadre.ui.formatting import amount, number
from cadre.ui.pictures import strength


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


@dataclass(frozen=True)
class Square:
    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Square]
    is_rest: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows and columns of figures; `foot` is the line of sums."""

    heads: list[str]
    rows: list[Line]
    foot: Line | None = None
    corner: str = ""
    unit: str = field(default="")


def _axes(answered: Answered) -> tuple[dict[KeyValue, str], dict[KeyValue, str], dict[Key, Cell]]:
    down: dict[KeyValue, str] = {}
    across: dict[KeyValue, str] = {}
    found: dict[Key, Cell] = {}
    for cell in answered.cells:
        names = answered.cells.names(cell)
        down.setdefault(cell.key[0], names[0])
        across.setdefault(cell.key[1], names[1])
        found[cell.key] = cell
    if answered.cells.dimensions[1].time:
        across = dict(sorted(across.items(), key=lambda pair: str(pair[0])))
    return down, across, found


def _square(answered: Answered, metric: Metric, cell: Cell | None, most: Any = None, key: Any = None) -> Square:
    if cell is None or cell.values[metric.key] is None:
        return Square("", tone="k0" if most is not None else "")
    value = cell.values[metric.key]
    tone = strength(Fraction(value or 0), most) if most is not None else ""
    if most is None:
        return Square(in_full(answered, metric, value), answered.link(metric.key, key))
    text = figure_of(metric.key, value, answered.currency) if value else ""
    return Square(text, answered.link(metric.key, key), tone)


def in_full(answered: Answered, metric: Metric, value: Fraction | None) -> str:
    """In a table: in full, without the currency's sign, which stands in the head."""
    if metric.unit in MONEY and value is not None:
        return amount(round_half_away(value), answered.currency)
    return measured(metric.key, value, answered.currency)


def heat(answered: Answered) -> Grid:
    metric = answered.cells.metrics[0]
    down, across, found = _axes(answered)
    most = max((cell.values[metric.key] or 0 for cell in answered.cells), default=0)
    first, second = (dimension.key for dimension in answered.cells.dimensions)
    rows = [
        Line(
            name,
            [
                _square(answered, metric, found.get((row, column)), most, {first: row, second: column})
                for column in across
            ],
        )
        for row, name in down.items()
    ]
    return Grid(list(across.values()), rows)


def table(answered: Answered) -> Grid:
    """Two breakdowns and one number make a pivot with sums on both sides; everything else a plain table."""
    if len(answered.cells.dimensions) == 2 and len(answered.cells.metrics) == 1:
        return _pivot(answered)
    metrics = answered.cells.metrics
    rows = [
        Line(
            answered.name(cell),
            [_square(answered, metric, cell, key=answered.cells.where(cell)) for metric in metrics],
        )
        for cell in answered.cells
    ]
    if answered.cells.rest:
        rows.append(_sums(answered, answered.cells.rest, rest=True))
    return Grid(
        [answered.label(metric) for metric in metrics], rows, _sums(answered, answered.cells.total), _corner(answered)
    )


def _sums(answered: Answered, cell: Cell, *, rest: bool = False) -> Line:
    name = pgettext("metrics", "Others") if rest else pgettext("metrics", "Total")
    squares = [
        Square(in_full(answered, m, cell.values[m.key]), "" if rest else answered.link(m.key))
        for m in answered.cells.metrics
    ]
    return Line(name, squares, is_rest=rest)


def _pivot(answered: Answered) -> Grid:
    metric = answered.cells.metrics[0]
    down, across, found = _axes(answered)
    first, second = (dimension.key for dimension in answered.cells.dimensions)
    by_row, by_column = answered.cells.margins[first,], answered.cells.margins[second,]
    rows = [
        Line(
            name,
            [_square(answered, metric, found.get((row, at)), key={first: row, second: at}) for at in across]
            + [_square(answered, metric, by_row.get((row,)), key={first: row})],
        )
        for row, name in down.items()
    ]
    total = pgettext("metrics", "Total")
    foot = [_square(answered, metric, by_column.get((at,)), key={second: at}) for at in across]
    foot.append(_square(answered, metric, answered.cells.total, key={}))
    return Grid([*across.values(), total], rows, Line(total, foot), _corner(answered), _unit(answered, metric))


def _corner(answered: Answered) -> str:
    return " · ".join(str(dimension.title) for dimension in answered.cells.dimensions)


def _unit(answered: Answered, metric: Metric) -> str:
    return answered.label(metric) if metric.unit in MONEY else ""
