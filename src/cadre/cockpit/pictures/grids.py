"""Heat maps, tables and pivots: rows and columns of figures."""

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import pgettext

from cadre.cockpit.pictures.drawing import MONEY, Answered
from cadre.cockpit.rules.asking import MOST_COLUMNS, MOST_ROWS, adds_up, is_pivot, says_nothing
from cadre.kernel.money import round_half_away
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import KeyValue, Metric
from cadre.metrics.keys import Key
from cadre.metrics.templatetags.numbers import figure_of, measured
from cadre.ui.formatting import amount
from cadre.ui.pictures import strength


@dataclass(frozen=True)
class Square:
    """One figure, or with `moved` how the figure before it changed."""

    text: str
    url: str = ""
    tone: str = ""
    moved: str = ""


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
    unit: str = ""
    more: int = 0  # rows and columns that only a file shows


@dataclass
class _Axes:
    """The rows and columns of a grid with their names, and the cells of their pairs."""

    down: dict[KeyValue, str] = field(default_factory=dict)
    across: dict[KeyValue, str] = field(default_factory=dict)
    found: dict[Key, Cell] = field(default_factory=dict)
    more: int = 0


def _axes(answered: Answered) -> _Axes:
    """Of very many rows and columns the largest, of steps of time the latest, in their order."""
    axes = _Axes()
    for cell in answered.cells:
        names = answered.cells.names(cell)
        axes.down.setdefault(cell.key[0], names[0])
        axes.across.setdefault(cell.key[1], names[1])
        axes.found[cell.key] = cell
    if answered.cells.dimensions[1].time:
        axes.across = dict(sorted(axes.across.items(), key=lambda pair: str(pair[0])))
    every = len(axes.down) + len(axes.across)
    axes.down = _kept(answered, axes.down, 0, MOST_ROWS)
    axes.across = _kept(answered, axes.across, 1, MOST_COLUMNS)
    axes.more = every - len(axes.down) - len(axes.across)
    return axes


def _kept(answered: Answered, names: dict[KeyValue, str], axis: int, most: int) -> dict[KeyValue, str]:
    if len(names) <= most:
        return names
    if answered.cells.dimensions[axis].time:
        kept = set(sorted(names, key=str)[-most:])
    else:
        sizes = dict.fromkeys(names, Fraction(0))
        for cell in answered.cells:
            sizes[cell.key[axis]] += abs(Fraction(cell.values[answered.cells.metrics[0].key] or 0))
        kept = set(sorted(sizes, key=lambda key: -sizes[key])[:most])
    return {key: name for key, name in names.items() if key in kept}


def _square(answered: Answered, metric: Metric, cell: Cell | None, key: dict[str, KeyValue]) -> Square:
    """A figure of a table; nothing where it is unknown."""
    if cell is None or cell.values[metric.key] is None:
        return Square("")
    return Square(in_full(answered, metric, cell.values[metric.key]), answered.link(metric.key, key))


def _shade(answered: Answered, cell: Cell | None, most: Fraction, key: dict[str, KeyValue]) -> Square:
    """A square of a heat map, as strong as its share of the largest; blank where nothing is to be said."""
    metric = answered.cells.metrics[0]
    value = cell.values[metric.key] if cell else None
    tone = strength(value or 0, most)
    if says_nothing(metric, value):
        return Square("", tone=tone)
    return Square(figure_of(metric.key, value, answered.currency), answered.link(metric.key, key), tone)


def in_full(answered: Answered, metric: Metric, value: Fraction | None) -> str:
    """In a table: in full, without the currency's sign, which stands in the head."""
    if metric.unit in MONEY and value is not None:
        return amount(round_half_away(value), answered.currency)
    return measured(metric.key, value, answered.currency)


def heat(answered: Answered) -> Grid:
    """Squares of the first number, the stronger the larger."""
    axes, metric = _axes(answered), answered.cells.metrics[0]
    most = max((cell.values[metric.key] or Fraction(0) for cell in answered.cells), default=Fraction(0))
    first, second = (dimension.key for dimension in answered.cells.dimensions)
    rows = [
        Line(
            name,
            [
                _shade(answered, axes.found.get((row, column)), most, {first: row, second: column})
                for column in axes.across
            ],
        )
        for row, name in axes.down.items()
    ]
    return Grid(list(axes.across.values()), rows, more=axes.more)


def table(answered: Answered) -> Grid:
    """Two breakdowns and one number make a pivot with sums on both sides; everything else a plain table."""
    if is_pivot(answered.tile):
        return _pivot(answered)
    metrics = answered.cells.metrics
    rows = [
        Line(
            answered.name(cell),
            [
                square
                for metric in metrics
                for square in _with_change(
                    answered, metric, cell, _square(answered, metric, cell, answered.cells.where(cell))
                )
            ],
        )
        for cell in answered.cells
    ]
    if answered.cells.rest:
        rows.append(_sums(answered, answered.cells.rest, rest=True))
    change = [pgettext("column", "Change")] if answered.cells.compared else []
    heads = [head for metric in metrics for head in (answered.label(metric), *change)]
    return Grid(heads, rows, _sums(answered, answered.cells.total), _corner(answered))


def _with_change(answered: Answered, metric: Metric, cell: Cell, square: Square) -> list[Square]:
    """A figure, and beside it how it moved where a period is compared."""
    if not answered.cells.compared:
        return [square]
    return [square, Square("", moved=answered.moved(metric, cell))]


def _sums(answered: Answered, cell: Cell, *, rest: bool = False) -> Line:
    name = pgettext("metrics", "Others") if rest else pgettext("metrics", "Total")
    squares = [
        square
        for m in answered.cells.metrics
        for square in _with_change(
            answered,
            m,
            cell,
            Square(in_full(answered, m, cell.values[m.key]), "" if rest else answered.link(m.key)),
        )
    ]
    return Line(name, squares, is_rest=rest)


def _pivot(answered: Answered) -> Grid:
    metric, axes = answered.cells.metrics[0], _axes(answered)
    first, second = (dimension.key for dimension in answered.cells.dimensions)
    by_row, by_column = answered.cells.margins[first,], answered.cells.margins[second,]

    def summed(cell: Cell | None, key: dict[str, KeyValue]) -> Square:
        if cell is None and adds_up(metric):
            return Square(in_full(answered, metric, Fraction(0)))  # nothing was counted: of what adds up that is zero
        return _square(answered, metric, cell, key)

    rows = [
        Line(
            name,
            [_square(answered, metric, axes.found.get((row, at)), {first: row, second: at}) for at in axes.across]
            + [summed(by_row.get((row,)), {first: row})],
        )
        for row, name in axes.down.items()
    ]
    total = pgettext("metrics", "Total")
    foot = [summed(by_column.get((at,)), {second: at}) for at in axes.across]
    foot.append(summed(answered.cells.total, {}))
    heads = [*axes.across.values(), total]
    return Grid(heads, rows, Line(total, foot), _corner(answered), _unit(answered, metric), axes.more)


def _corner(answered: Answered) -> str:
    return " · ".join(str(dimension.title) for dimension in answered.cells.dimensions)


def _unit(answered: Answered, metric: Metric) -> str:
    return answered.label(metric) if metric.unit in MONEY else ""
