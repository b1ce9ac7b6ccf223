"""Charts as data: kinds, labels and series. The browser draws them (ECharts, loaded when one comes into view); the table shows the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cadre.ui import formatting

Kind = Literal["line", "column", "bar", "stacked", "waterfall", "scatter"]
Role = Literal["main", "compare", "plan", "category"]
Text = str | Promise


@dataclass(frozen=True)
class Series:
    """One line or set of bars. Values in the unit of the chart; None is a gap. `role` decides colour and weight."""

    name: Text
    values: Sequence[int | float | None]
    role: Role = "main"


@dataclass(frozen=True)
class Chart:
    """A chart and its table. `unit` is said in the table's head and the tooltip; `places` are decimals; `percent` values are ratios."""

    kind: Kind
    labels: Sequence[Text]
    series: Sequence[Series]
    unit: Text = ""
    places: int = 0
    percent: bool = False
    mark: int | None = None
    mark_text: Text = ""
    links: Sequence[str] = ()
    height: int = 264
    label_head: Text = field(default="")

    def shown(self, value: int | float | None) -> str:
        """A value as the table writes it."""
        if value is None:
            return formatting.NOTHING
        exact = formatting.Decimal(str(value))
        return formatting.percent(exact, self.places) if self.percent else formatting.number(exact, self.places)

    @property
    def rows(self) -> list[tuple[str, list[str], str]]:
        """The table: label, figures, link."""
        links = list(self.links) + [""] * (len(self.labels) - len(self.links))
        return [
            (
                str(label),
                [self.shown(series.values[i] if i < len(series.values) else None) for series in self.series],
                links[i],
            )
            for i, label in enumerate(self.labels)
        ]

    @property
    def spoken(self) -> str:
        """The chart's figures in one sentence for aria-label: the last value of each series."""
        parts = []
        for series in self.series:
            known = [(i, value) for i, value in enumerate(series.values) if value is not None]
            if known:
                index, value = known[-1]
                parts.append(
                    f"{series.name} {self.labels[index] if index < len(self.labels) else ''} {self.shown(value)}"
                )
        return formatting.joined_clauses(parts, get_language() or "en")


def as_json(chart: Chart, language: str) -> SafeString:
    """The data of a chart as a JSON script element, which the CSP does not count as a script."""
    data = {
        "kind": chart.kind,
        "labels": [str(label) for label in chart.labels],
        "series": [{"name": str(s.name), "values": list(s.values), "role": s.role} for s in chart.series],
        "unit": str(chart.unit),
        "places": chart.places,
        "percent": chart.percent,
        "mark": chart.mark,
        "markText": str(chart.mark_text),
        "links": list(chart.links),
        "language": language,
    }
    return json_script(json.loads(json.dumps(data)))
