"""A dashboard as a letter: per tile a small table, short enough to be read in a mail program. The rest is in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.cockpit.pictures.drawing import Answered
from cadre.cockpit.pictures.grids import in_full
from cadre.cockpit.queries import ShownTile
from cadre.cockpit.rules.asking import IN_ORDER
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import Dimension, KeyValue, Metric, Unit
from cadre.metrics.templatetags.numbers import movement
from cadre.ui.formatting import NOTHING

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
    heads = [str(_told_by(answered.cells).title), *(answered.label(metric) for metric in metrics)]
    return Letter(tile.heading, tile.span, heads, _groups(answered, metrics))


def _figures(answered: Answered, compared: str) -> list[Line]:
    total = answered.cells.total
    lines = []
    for metric in answered.cells.metrics:
        change = movement(total, metric.key).text if answered.cells.compared else NOTHING
        moved = "" if change == NOTHING else f"{change} {compared}"
        name = answered.label(metric) if metric.unit is Unit.DAYS else str(metric.title)
        lines.append(Line(name, [answered.text(metric, total), moved]))
    return lines


def _groups(answered: Answered, metrics: list[Metric]) -> list[Line]:
    """The largest groups, or the latest steps of time; how many more there are; the sum."""
    cells = answered.cells
    named = _named(answered)
    shown = named[-MOST_LINES:] if _told_by(cells).time else named[:MOST_LINES]
    lines = [Line(name, _values(answered, metrics, cell)) for name, cell in shown]
    if len(shown) < len(named):
        lines.append(
            Line(_("%(n)d more in the workbook") % {"n": len(named) - len(shown)}, ["" for _metric in metrics])
        )
    elif cells.rest and len(cells.dimensions) == 1:
        lines.append(Line(pgettext("metrics", "Others"), _values(answered, metrics, cells.rest)))
    return [*lines, Line(pgettext("metrics", "Total"), _values(answered, metrics, cells.total), is_sum=True)]


def _told_by(cells: Cells) -> Dimension:
    """The breakdown that a letter tells: the first, or the one of two whose sums the tile has asked for."""
    return next((one for one in cells.dimensions if (one.key,) in cells.margins), cells.dimensions[0])


def _named(answered: Answered) -> list[tuple[str, Cell]]:
    """The groups by name. Of two breakdowns the sums of one; none where the tile has asked for no sums."""
    cells = answered.cells
    if len(cells.dimensions) == 1:
        return [(answered.name(cell), cell) for cell in cells]
    told, metric = _told_by(cells), cells.metrics[0].key
    at, sums = cells.dimensions.index(told), cells.margins.get((told.key,), {})
    found: dict[KeyValue, Cell] = {cell.key[at]: sums[cell.key[at],] for cell in cells if (cell.key[at],) in sums}
    keys = sorted(found, key=str) if told.time else list(found)
    if not told.time and told.key not in IN_ORDER:
        keys.sort(key=lambda key: -(found[key].values[metric] or 0))
    return [(cells.labels.of(told, key), found[key]) for key in keys]


def _values(answered: Answered, metrics: list[Metric], cell: Cell) -> list[str]:
    return [in_full(answered, metric, cell.values[metric.key]) for metric in metrics]
