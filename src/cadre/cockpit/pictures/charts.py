"""Lines, bars and stacked columns."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, pgettext

from cadre.cockpit.pictures.drawing import MONEY, Answered
from cadre.kernel.money import minor_digits, round_half_away
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import Metric, Unit
from cadre.ui.charts import Chart, Kind, Series
from cadre.ui.formatting import symbol

if TYPE_CHECKING:
    from cadre.metrics.keys import Key

PLACES = {Unit.RATIO: 1, Unit.DAYS: 1}


def _plotted(metric: Metric, currency: str) -> Callable[[Fraction | None], Any]:
    """A value as a point of a chart: money in whole major units, a ratio and days to a few places. Only pictures are this coarse."""
    scale = 10 ** minor_digits(currency) if metric.unit in MONEY else 1
    places = {Unit.RATIO: 4, Unit.DAYS: 1}.get(metric.unit, 0)

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
        return _by_group(answered, "line")
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
    rest = answered.cells.rest
    if rest is not None and metric.unit is not Unit.RATIO and rest.values[metric.key]:
        labels.append(pgettext("metrics", "Others"))
        plotted = [_plotted(one, answered.currency)(rest.values[one.key]) for one in answered.cells.metrics]
        series = [
            Series(one.name, [*one.values, plotted[n] if n < len(plotted) else None], role=one.role)
            for n, one in enumerate(series)
        ]
    return _chart(answered, kind, labels, series, links)


def stacked(answered: Answered) -> Chart:
    return _by_group(answered, "stacked")


def _by_group(answered: Answered, kind: Kind) -> Chart:
    """The first breakdown along the axis, a series for each group of the second."""
    plot, metric = _plotted(answered.cells.metrics[0], answered.currency), answered.cells.metrics[0].key
    axis: dict[Any, str] = {}
    groups: dict[Any, str] = {}
    found: dict[Key, Cell] = {}
    for cell in _in_time(answered):
        names = answered.cells.names(cell)
        axis.setdefault(cell.key[0], names[0])
        groups.setdefault(cell.key[1], names[1])
        found[cell.key] = cell
    series = [
        Series(
            name,
            [plot(found[at, group].values[metric]) if (at, group) in found else None for at in axis],
            role="category",
        )
        for group, name in groups.items()
    ]
    head = answered.cells.dimensions[0].key
    return _chart(answered, kind, list(axis.values()), series, [answered.link(metric, {head: at}) for at in axis])


def _in_time(answered: Answered) -> list[Cell]:
    """Ranked groups have each its own steps together; along the axis they are wanted in the order of time."""
    cells = list(answered.cells)
    if not answered.cells.dimensions[0].time:
        return cells
    return sorted(cells, key=lambda cell: str(cell.key[0]))
