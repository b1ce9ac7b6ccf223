"""A dashboard as a letter: per tile a small table, short enough to be read in a mail program. The rest is in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.cockpit.pictures.drawing import Answered
from cadre.cockpit.pictures.grids import in_full
from cadre.cockpit.queries import ShownTile
from cadre.cockpit.rules.asking import IN_ORDER
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import KeyValue, Metric, Unit
from cadre.metrics.templatetags.numbers import movement

MOST_LINES, MOST_COLUMNS = 6, 3


@dataclass(frozen=True)
class Line:
    name: str
    values: list[str]
    is_sum: bool = False


@dataclass(frozen=True)
class Letter:
    """One tile: the heads of its columns (none for figures) and its lines. `words` instead where it has no numbers."""

    heading: str
    days: str
    heads: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: str = ""

    @property
    def text(self) -> str:
        """The same for a reader without pictures."""
        told = [
            f"  {': '.join(filter(None, [line.name, ' · '.join(filter(None, line.values))]))}" for line in self.lines
        ]
        return "\n".join([f"{self.heading} · {self.days}" if self.days else self.heading, *told, *self._said()])

    def _said(self) -> list[str]:
        return [f"  {self.words}"] if self.words else []


def letters(tiles: Sequence[ShownTile]) -> list[Letter]:
    """Every tile of a dashboard, in its order."""
    return [_letter(tile) for tile in tiles]


def _letter(tile: ShownTile) -> Letter:
    if tile.answered is None or tile.empty:
        return Letter(tile.heading, tile.span, words=tile.words)
    answered = tile.answered
    if not answered.cells.dimensions:
        lines = _figures(answered, tile.compared)
        return Letter(tile.heading, tile.span, lines=lines) if tile.tile.title else Letter(tile.span, "", lines=lines)
    metrics = list(answered.cells.metrics[:MOST_COLUMNS])
    heads = [str(answered.cells.dimensions[0].title), *(answered.label(metric) for metric in metrics)]
    return Letter(tile.heading, tile.span, heads, _groups(answered, metrics))


def _figures(answered: Answered, compared: str) -> list[Line]:
    total = answered.cells.total
    lines = []
    for metric in answered.cells.metrics:
        moved = f"{movement(total, metric.key).text} {compared}" if answered.cells.compared else ""
        name = answered.label(metric) if metric.unit is Unit.DAYS else str(metric.title)
        lines.append(Line(name, [answered.text(metric, total), moved]))
    return lines


def _groups(answered: Answered, metrics: list[Metric]) -> list[Line]:
    """The largest groups, or the latest steps of time; how many more there are; the sum."""
    cells = answered.cells
    named = _first_breakdown(answered)
    shown = named[-MOST_LINES:] if cells.dimensions[0].time else named[:MOST_LINES]
    lines = [Line(name, _values(answered, metrics, cell)) for name, cell in shown]
    if len(shown) < len(named):
        lines.append(
            Line(_("%(n)d more in the workbook") % {"n": len(named) - len(shown)}, ["" for _metric in metrics])
        )
    elif cells.rest and len(cells.dimensions) == 1:
        lines.append(Line(pgettext("metrics", "Others"), _values(answered, metrics, cells.rest)))
    return [*lines, Line(pgettext("metrics", "Total"), _values(answered, metrics, cells.total), is_sum=True)]


def _first_breakdown(answered: Answered) -> list[tuple[str, Cell]]:
    """The groups of the first breakdown. Of two breakdowns its sums, where the tile has asked for them."""
    cells = answered.cells
    if len(cells.dimensions) == 1:
        return [(answered.name(cell), cell) for cell in cells]
    first = cells.dimensions[0]
    sums = cells.margins.get((first.key,), {})
    order: dict[KeyValue, None] = dict.fromkeys(cell.key[0] for cell in cells)
    keys = sorted(order, key=str) if first.time else list(order)
    if not first.time and first.key not in IN_ORDER:
        keys.sort(key=lambda key: -(sums[key,].values[cells.metrics[0].key] or 0) if (key,) in sums else 0)
    return [(cells.labels.of(first, key), sums[key,]) for key in keys if (key,) in sums]


def _values(answered: Answered, metrics: list[Metric], cell: Cell) -> list[str]:
    return [in_full(answered, metric, cell.values[metric.key]) for metric in metrics]
