"""What a room declares so that its numbers can be asked for: facts, parts, metrics and dimensions, as plain data.

Everything is checked when it is made, so a mistake stops the start and not the page. Text that becomes SQL is written by
developers only, is held to a small alphabet and names nothing but known aliases and columns.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Text = Promise | str
KeyValue = int | str | dt.date | None
COLUMN_TYPES = (int, str, dt.date)
IMPLIED = {"id": int, "on": dt.date}

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LITERAL = re.compile(r"[A-Za-z0-9_.-]+")
_SQL = re.compile(r"""(?:[A-Za-z0-9_."=<>() ,]|'')+""")
_REFERENCE = re.compile(r'\b([a-z][a-z0-9_]*)\."?([a-z][a-z0-9_]*)"?')


class DeclarationError(Exception):
    """A developer declared something that could give a wrong number. Raised at start-up, never for a question."""


def require(condition: object, sentence: str) -> None:
    if not condition:
        raise DeclarationError(sentence)


class Unit(StrEnum):
    """What a value counts. Money is in minor units of the company's currency; a score is a place on a scale of points."""

    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"
    DAYS = "days"
    SCORE = "score"
    MONEY_PER_DAY = "money_per_day"


class Better(StrEnum):
    """Which direction is good; colours, arrows and rankings follow it."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Subject:
    """The record behind a row, as a person would name it. `url` is empty where there is no page."""

    title: str
    url: str = ""


@dataclass(frozen=True, eq=False)
class Fact:
    """Dated rows that a room gives to the metrics layer.

    The layer itself starts at `source`'s `visible_to(actor)` and hands that queryset to `rows`, which can only narrow and
    annotate it. `columns` are integers, texts and dates; `id` (the row's key) and `on` (the date it counts on) are implied.
    A `snapshot` fact says what is true at a date instead of what happened on it: `rows` is asked for one date at a time, the
    layer adds `on`, and its parts do not add up over time (a total is that of the last date).
    """

    key: str
    title: Text
    source: str  # "app.Model"
    rows: Callable[[QuerySet[Any], dt.date], QuerySet[Any]]
    columns: Mapping[str, type]
    snapshot: bool = False
    subjects: Callable[[Sequence[int]], Mapping[int, Subject]] | None = None

    def __post_init__(self) -> None:
        require(_NAME.fullmatch(self.key), f"fact {self.key!r}: a key is one lower-case word")
        for name, kind in self.columns.items():
            require(
                _NAME.fullmatch(name) and name not in IMPLIED,
                f"fact {self.key}: column {name!r} is not a free lower-case name",
            )
            require(
                kind in COLUMN_TYPES,
                f"fact {self.key}: column {name} is {kind.__name__}; facts carry int, str and date only",
            )
        object.__setattr__(self, "columns", IMPLIED | dict(self.columns))


@dataclass(frozen=True, eq=False)
class Part:
    """One integer that SQL computes over a fact: an aggregate of a column, over the rows whose columns equal `where`.

    People read its `title` and see it in its `unit`, of which `scale` of its integers make one (hundredths: 100).
    """

    key: str
    title: Text
    fact: str
    aggregate: str  # sum | count | count_distinct | min | max
    column: str = ""
    where: tuple[tuple[str, int | str], ...] = ()
    unit: Unit = Unit.COUNT
    scale: int = 1

    def __post_init__(self) -> None:
        require(_KEY.fullmatch(self.key), f"part {self.key!r}: a key is lower-case words with a dot")
        require(
            self.aggregate in {"sum", "count", "count_distinct", "min", "max"},
            f"part {self.key}: no aggregate {self.aggregate!r}",
        )
        require(
            (self.aggregate == "count") == (not self.column),
            f"part {self.key}: count takes no column, the others take one",
        )
        for _column, value in self.where:
            fits = type(value) is int or (type(value) is str and _LITERAL.fullmatch(value))
            require(fits, f"part {self.key}: {value!r} is neither an integer nor a plain word")

    @property
    def adds_up(self) -> bool:
        """Whether the part of a whole follows from the parts of its pieces. A customer who bought twice is still one customer."""
        return self.aggregate != "count_distinct"


@dataclass(frozen=True)
class Join:
    """One step from a fact's row to another table, always a LEFT JOIN that finds at most one row. `f` is the fact's row."""

    alias: str
    table: str
    on: str

    def __post_init__(self) -> None:
        require(
            _NAME.fullmatch(self.alias) and self.alias != "f",
            f"join alias {self.alias!r} is not a free lower-case name",
        )
        require(_NAME.fullmatch(self.table), f"join {self.alias}: {self.table!r} is not a table")
        require(_SQL.fullmatch(self.on), f"join {self.alias}: {self.on!r} has characters that are not allowed")


@dataclass(frozen=True, eq=False)
class Dimension:
    """Something to break numbers down by: a column of the fact or of a table its joins reach. Declared by that table's owner.

    `labels` names the keys found, in the order to show them, in one query. `partition` is False where one row can fall under
    several keys, so that the pieces do not add up to the whole. `time` marks the calendar's own dimensions. `without` is what
    rows that have no such thing are called, where "(none)" says too little.
    """

    key: str
    title: Text
    column: str
    joins: tuple[Join, ...] = ()
    kind: type = int
    labels: Callable[[Collection[Any]], Mapping[Any, str]] | None = None
    partition: bool = True
    time: bool = False
    without: Text = ""

    def __post_init__(self) -> None:
        require(_NAME.fullmatch(self.key), f"dimension {self.key!r}: a key is one lower-case word")
        require(
            _SQL.fullmatch(self.column), f"dimension {self.key}: {self.column!r} has characters that are not allowed"
        )
        require(self.kind in COLUMN_TYPES, f"dimension {self.key}: keys are int, str or date, not {self.kind.__name__}")
        known = {"f"}
        for join in self.joins:
            known.add(join.alias)
            self._check(join.on, known)
        self._check(self.column, known)

    def _check(self, text: str, known: set[str]) -> None:
        for alias, _column in _REFERENCE.findall(text):
            require(alias in known, f"dimension {self.key}: {text!r} uses the alias {alias}, which no earlier join has")

    @cached_property
    def needs(self) -> frozenset[str]:
        """The columns a fact must have to be broken down this way; read off the SQL text."""
        texts = (self.column, *(join.on for join in self.joins))
        return frozenset(column for text in texts for alias, column in _REFERENCE.findall(text) if alias == "f")

    def fits(self, fact: Fact) -> bool:
        return self.needs <= fact.columns.keys()


@dataclass(frozen=True, eq=False)
class Metric:
    """A named number: a formula over parts, computed exactly. `reads` is the formula in one line, for people."""

    key: str
    title: Text
    reads: Text
    parts: tuple[str, ...]
    formula: Callable[..., Fraction | None]
    unit: Unit
    better: Better = Better.MORE

    def __post_init__(self) -> None:
        require(_KEY.fullmatch(self.key), f"metric {self.key!r}: a key is lower-case words with a dot")
        require(self.parts, f"metric {self.key}: no parts")

    def value(self, parts: Mapping[str, int | None]) -> Fraction | None:
        """The metric's exact value; None where a part is unknown or the formula has none (a ratio of nothing)."""
        numbers = [parts[key] for key in self.parts]
        return None if None in numbers else self.formula(*numbers)
