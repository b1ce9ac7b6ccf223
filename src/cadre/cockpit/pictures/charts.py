"""Lines, bars and stacked columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, pgettext

from cadre.cockpit.pictures.drawing import MONEY, Answered
from cadre.cockpit.rules.asking import MOST_SERIES, adds_up, axis_of
from cadre.kernel.money import minor_digits, round_half_away
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import KeyValue, Metric, Unit
from cadre.metrics.keys import Key
from cadre.ui.charts import Chart, Kind, Series
from cadre.ui.formatting import symbol

PLACES = {Unit.RATIO: 1, Unit.DAYS: 1, Unit.SCORE: 2}


def _plotted(metric: Metric, currency: str) -> Callable[[Fraction | None], Any]:
    """A value as a point of a chart: money in whole major units, a ratio and days to a few places. Only pictures are this coarse."""
    scale = 10 ** minor_digits(currency) if metric.unit in MONEY else 1
    places = {Unit.RATIO: 4, Unit.DAYS: 1, Unit.SCORE: 2}.get(metric.unit, 0)

    def point(value: Fraction | None) -> Any:
        if value is None:
            return None
        rounded = round_half_away(Fraction(value) * 10**places / scale)
        return rounded / 10**places if places else rounded

    return point


def _chart(answered: Answered, kind: Kind, labels: list[str], series: list[Series], links: Iterable[str] = ()) -> Chart:
    metric = answered.cells.metrics[0]
    unit = symbol(answered.currency, get_language() or "en") if metric.unit in MONEY else ""
    return Chart(
        kind,
        labels,
        series,
        unit=unit,
        places=PLACES.get(metric.unit, 0),
        percent=metric.unit is Unit.RATIO,
        links=list(links),
        label_head=answered.cells.dimensions[0].title,
    )


def _before(answered: Answered, metric: Metric) -> list[Any]:
    plot = _plotted(metric, answered.currency)
    return [plot((cell.before or {}).get(metric.key)) for cell in answered.cells]


def _series(answered: Answered) -> list[Series]:
    """One series per number, and the compared period beside the first."""
    cells, several = list(answered.cells), len(answered.cells.metrics) > 1
    found = []
    for metric in answered.cells.metrics:
        plot = _plotted(metric, answered.currency)
        values = [plot(cell.values[metric.key]) for cell in cells]
        found.append(Series(metric.title, values, role="category" if several else "main"))
    before = _before(answered, answered.cells.metrics[0]) if answered.cells.compared and not several else []
    if any(before):  # a company that began later has nothing to show there
        found.append(Series(pgettext("series", "Compared period"), before, role="compare"))
    return found


def line(answered: Answered) -> Chart:
    """Over time: one line per number, or one per group of the second breakdown."""
    if len(answered.cells.dimensions) == 2:
        return _by_group(answered, "line", _columns(answered, 0), [])
    labels = [answered.name(cell) for cell in answered.cells]
    metric = answered.cells.metrics[0].key
    return _chart(
        answered, "line", labels, _series(answered), [answered.link_of(metric, cell) for cell in answered.cells]
    )


def bar(answered: Answered) -> Chart:
    """Groups from the largest down; columns where the groups are steps of time."""
    kind: Kind = "column" if answered.cells.dimensions[0].time else "bar"
    cells = list(answered.cells)
    labels = [answered.name(cell) for cell in cells]
    metric = answered.cells.metrics[0]
    series, links = _series(answered), [answered.link_of(metric.key, cell) for cell in cells]
    if answered.aims:
        plot = _plotted(metric, answered.currency)
        targets = [plot(answered.aims[cell.key[0]].target) if cell.key[0] in answered.aims else None for cell in cells]
        series.append(Series(pgettext("series", "Target"), targets, role="plan"))
    if (rest := answered.cells.rest) and others_as_bar(answered):
        labels.append(pgettext("metrics", "Others"))
        plotted = [_plotted(one, answered.currency)(rest.values[one.key]) for one in answered.cells.metrics]
        series = [
            Series(one.name, [*one.values, plotted[n] if n < len(plotted) else None], role=one.role)
            for n, one in enumerate(series)
        ]
    return replace(_chart(answered, kind, labels, series, links), height=_height(kind, len(labels)))


def others_as_bar(answered: Answered) -> bool:
    """Whether the groups left out can stand beside the others: of what adds up, and not so large that it dwarfs them."""
    metric, rest = answered.cells.metrics[0], answered.cells.rest
    if rest is None or not rest.values[metric.key] or not adds_up(metric):
        return False
    largest = max((abs(Fraction(cell.values[metric.key] or 0)) for cell in answered.cells), default=Fraction(0))
    return abs(Fraction(rest.values[metric.key] or 0)) <= 2 * largest


def _height(kind: Kind, bars: int) -> int:
    """Lying bars want room each: a few leave no hole, many stay apart."""
    if kind != "bar":
        return 264
    return 200 if bars <= 3 else 264 if bars <= 8 else 360


@dataclass
class _Columns:
    """Steps along the axis, groups on one another, and the value of each pair that has one."""

    axis: dict[KeyValue, str] = field(default_factory=dict)
    groups: dict[KeyValue, str] = field(default_factory=dict)
    values: dict[Key, Fraction | None] = field(default_factory=dict)

    def of(self, group: KeyValue) -> list[Fraction | None]:
        return [self.values.get((at, group)) for at in self.axis]

    def keep_largest(self, most: int) -> None:
        """Leave the largest groups, in the order they were in."""
        sizes = {group: abs(sum(filter(None, self.of(group)), Fraction(0))) for group in self.groups}
        kept = set(sorted(sizes, key=lambda group: -sizes[group])[:most])
        self.groups = {group: name for group, name in self.groups.items() if group in kept}


def _columns(answered: Answered, axis: int) -> _Columns:
    found, metric = _Columns(), answered.cells.metrics[0].key
    for cell in _in_time(answered, axis):
        names, at, group = answered.cells.names(cell), cell.key[axis], cell.key[1 - axis]
        found.axis.setdefault(at, names[axis])
        found.groups.setdefault(group, names[1 - axis])
        found.values[at, group] = cell.values[metric]
    return found


def stacked(answered: Answered) -> Chart:
    """Columns of parts. The groups beyond the largest are one part, so that each column is as high as its sum."""
    axis = axis_of(answered.cells.question.by)
    columns = _columns(answered, axis)
    columns.keep_largest(min(answered.tile.limit or MOST_SERIES, MOST_SERIES))
    return _by_group(answered, "stacked", columns, _others(answered, columns, axis), axis)


def _others(answered: Answered, columns: _Columns, axis: int) -> list[Series]:
    """What the whole columns have beyond the groups shown; nothing where that is nothing."""
    metric, head = answered.cells.metrics[0], answered.cells.question.by[axis]
    wholes = answered.cells.margins[head,]
    others = []
    for at in columns.axis:
        whole = wholes[at,].values[metric.key] if (at,) in wholes else None
        shown = sum((columns.values.get((at, group)) or Fraction(0) for group in columns.groups), Fraction(0))
        others.append(None if whole is None else whole - shown)
    if not any(others):
        return []
    plot = _plotted(metric, answered.currency)
    return [Series(pgettext("metrics", "Others"), [plot(value) for value in others], role="compare")]


def _by_group(answered: Answered, kind: Kind, columns: _Columns, more: list[Series], axis: int = 0) -> Chart:
    """One breakdown along the axis, a series for each group of the other."""
    metric, head = answered.cells.metrics[0], answered.cells.dimensions[axis]
    plot = _plotted(metric, answered.currency)
    series = [
        Series(name, [plot(value) for value in columns.of(group)], role="category")
        for group, name in columns.groups.items()
    ]
    links = [answered.link(metric.key, {head.key: at}) for at in columns.axis]
    made = _chart(answered, kind, list(columns.axis.values()), [*series, *more], links)
    return replace(made, label_head=head.title)


def _in_time(answered: Answered, axis: int) -> list[Cell]:
    """Ranked groups have each its own steps together; along the axis they are wanted in the order of time."""
    cells = list(answered.cells)
    if not answered.cells.dimensions[axis].time:
        return cells
    return sorted(cells, key=lambda cell: str(cell.key[axis]))
