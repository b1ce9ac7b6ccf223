"""Columns of a list, declared once: cell, place on the phone, sort, sum and exported value follow from it."""

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import Expression
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from cadre.kernel.money import to_major
from cadre.ui import formatting, pieces

Kind = Literal[
    "title", "text", "code", "number", "money", "percent", "date", "due", "moment", "stage", "person", "flag"
]
Place = Literal["", "title", "figure", "a", "b", "note"]
Reader = str | Callable[[Any], Any]
_FIGURES = frozenset({"number", "money", "percent", "date", "due", "moment"})


def escape(value: object) -> str:
    """Text for HTML. Django's own also looks for words not yet translated, four times as long as the work itself."""
    return html.escape(str(value))


def read(row: Any, what: Reader) -> Any:
    """A value of a row: a dotted path ("account.name", None where a step is None), or a function of the row."""
    if callable(what):
        return what(row)
    for step in what.split("."):
        row = row.get(step) if isinstance(row, dict) else getattr(row, step)
        if row is None:
            return None
    return row


@dataclass(frozen=True)
class Cells:
    """What all cells of one page share: language, today, the currency of the head."""

    language: str
    today: dt.date
    currency: str


@dataclass(frozen=True)
class Column:
    """One column. Only `key`, `label` and `value` are needed.

    kind: how the value is shown; `title` is the link to the record with `sub` in grey beside it.
    sort: ORM path, empty if the column cannot sort. sum: ORM path or expression of the whole filter's total.
    currency: path to the row's currency (money). tone: function of the row giving "", warn or bad.
    stage kind: the value is (label, percent, open|won|lost). phone: place in the two-line row. shown: without being asked for.
    """

    key: str
    label: str | Promise
    value: Reader
    kind: Kind = "text"
    sort: str = ""
    sum: str | Expression | None = None
    unit: str | Promise = ""
    sub: Reader = ""
    currency: Reader = "currency"
    places: int = 0
    tone: Callable[[Any], str] | None = None
    quiet: bool = False
    strong: bool = False
    phone: Place = ""
    shown: bool = True

    @cached_property
    def is_figure(self) -> bool:
        return self.kind in _FIGURES

    @cached_property
    def head_class(self) -> str:
        return "n" if self.is_figure else ""

    @cached_property
    def _class(self) -> str:
        names = ["n"] if self.is_figure else ["nw" if self.kind in {"title", "person", "stage"} else "el"]
        names += ["ink2"] if self.quiet else []
        names += ["ink3", "num", "s"] if self.kind == "code" else []
        names += ["m"] if self.strong else []
        names += [f"p-{self.phone}"] if self.phone else []
        return " ".join(names)

    def cell(self, row: Any, cells: Cells, url: str = "") -> SafeString:
        """The whole <td>. Built as text: a list prints hundreds of them."""
        value = read(row, self.value)
        tone = self.tone(row) if self.tone else ""
        if self.kind == "due" and value is not None and value <= cells.today:
            tone = "bad"
        names = f"{self._class} {tone}".strip()
        content = self._content(row, value, cells, url)  # escaped by kind
        return SafeString(f'<td class="{names}">{content}</td>')

    def _content(self, row: Any, value: Any, cells: Cells, url: str) -> str:
        if self.kind == "title":
            name = escape(value) if value not in (None, "") else formatting.NOTHING
            sub = read(row, self.sub) if self.sub else ""
            more = f' <span class="ink3">{escape(sub)}</span>' if sub else ""
            return f'<a class="quiet m" href="{escape(url)}">{name}</a>{more}'
        if value is None or value == "":
            return formatting.NOTHING
        return _SHOW[self.kind](self, row, value, cells)

    def sum_text(self, value: Any, cells: Cells) -> str:
        """The total of the whole filter as it stands in the foot."""
        if value is None:
            return formatting.number(0)
        return (
            formatting.amount(value, cells.currency) if self.kind == "money" else formatting.number(value, self.places)
        )

    def exported(self, row: Any) -> Any:
        """The value for a file: figures as figures, money in major units."""
        value = read(row, self.value)
        if self.kind == "money" and value is not None:
            return to_major(value, read(row, self.currency))
        if self.kind == "stage":
            return str(value[0])
        if self.kind == "title" and self.sub:
            return " · ".join(str(part) for part in (value, read(row, self.sub)) if part)
        return value if value is None or isinstance(value, int | dt.date | formatting.Decimal) else str(value)


def _money(column: Column, row: Any, value: Any, cells: Cells) -> str:
    currency = read(row, column.currency)
    if currency == cells.currency:  # the head says it
        return formatting.amount(value, currency)
    return escape(formatting.money(value, currency, cells.language))


def _date(_: Column, __: Any, value: dt.date, cells: Cells) -> str:
    return f'<time datetime="{value.isoformat()}">{formatting.date(value, cells.language, cells.today)}</time>'


_SHOW: dict[str, Callable[[Column, Any, Any, Cells], str]] = {
    "text": lambda _, __, value, ___: escape(value),
    "code": lambda _, __, value, ___: escape(value),
    "flag": lambda _, __, value, ___: pieces.icon("check", "ok") if value else "",
    "number": lambda column, _, value, __: formatting.number(value, column.places),
    "percent": lambda column, _, value, __: formatting.percent(value, column.places),
    "money": _money,
    "date": _date,
    "due": _date,
    "moment": lambda _, __, value, cells: escape(formatting.moment(value, cells.language, cells.today)),
    "stage": lambda _, __, value, ___: pieces.stage(*value),
    "person": lambda _, __, value, ___: pieces.person(str(value)),
}
