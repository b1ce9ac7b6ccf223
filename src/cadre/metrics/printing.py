"""An answer as text for a terminal, a file or a script."""

import csv
import io
import json
from collections.abc import Collection, Sequence
from unicodedata import east_asian_width

from django.utils.translation import pgettext

from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import Unit
from cadre.metrics.figures import plain_text


def answer_as_csv(answer: Cells) -> str:
    """A header of dimension names and metric keys, then a line per group. What has no name or no value is empty."""
    lines = [[*(name or "" for name in names(answer, cell)), *numbers(answer, cell)] for cell in shown(answer)]
    return as_csv(heading(answer), lines)


def answer_as_json(answer: Cells) -> str:
    """Amounts, ratios and days as decimal texts, so that no reader makes binary fractions of them; counts as numbers."""
    period = answer.period
    whole = {
        "metrics": {metric.key: metric.unit.value for metric in answer.metrics},
        "by": [dimension.key for dimension in answer.dimensions],
        "currency": answer.currency,
        "from": period.start.isoformat() if period and not period.is_open else None,
        "to": period.last.isoformat() if period else None,
        "rows": [
            dict(zip(heading(answer), [*names(answer, cell), *values(answer, cell)], strict=True))
            for cell in shown(answer)
        ],
        "total": dict(zip((metric.key for metric in answer.metrics), values(answer, answer.total), strict=True)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def answer_as_table(answer: Cells) -> str:
    """Aligned columns with a total below."""
    blank = [""] * (len(answer.dimensions) - 1)
    lines = [[*answer.names(cell), *numbers(answer, cell)] for cell in shown(answer)]
    if answer.dimensions:
        sums = [(pgettext("metrics", "Others"), answer.rest), (pgettext("metrics", "Total"), answer.total)]
        lines += [[name, *blank, *numbers(answer, cell)] for name, cell in sums if cell]
    head = heading(answer)
    return as_table(head, lines, right=range(len(answer.dimensions), len(head)))


def heading(answer: Cells) -> list[str]:
    return [*(dimension.key for dimension in answer.dimensions), *(metric.key for metric in answer.metrics)]


def shown(answer: Cells) -> Sequence[Cell]:
    return answer.cells if answer.dimensions else [answer.total]


def names(answer: Cells, cell: Cell) -> list[str | None]:
    return [None if key is None else name for key, name in zip(cell.key, answer.names(cell), strict=True)]


def numbers(answer: Cells, cell: Cell) -> list[str]:
    return [plain_text(cell.values[metric.key], metric.unit, answer.currency) for metric in answer.metrics]


def values(answer: Cells, cell: Cell) -> list[str | int | None]:
    pairs = zip(answer.metrics, numbers(answer, cell), strict=True)
    return [None if not text else int(text) if metric.unit is Unit.COUNT else text for metric, text in pairs]


def as_csv(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *lines])
    return text.getvalue()


def as_table(head: Sequence[str], lines: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Columns as wide as they must be on the screen, where a Chinese character takes two places; `right` ones end together."""
    widths = [max(_width(line[n]) for line in [head, *lines]) for n in range(len(head))]

    def aligned(line: Sequence[str]) -> str:
        gaps = [" " * (width - _width(text)) for text, width in zip(line, widths, strict=True)]
        cells = [gap + text if n in right else text + gap for n, (text, gap) in enumerate(zip(line, gaps, strict=True))]
        return "  ".join(cells).rstrip()

    return "\n".join([aligned(head), aligned(["-" * width for width in widths]), *map(aligned, lines)]) + "\n"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
