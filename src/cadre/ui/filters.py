"""Filters of a list: each reads its own parameters, says itself in words for its chip, and narrows the rows."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.calendar.queries import period_of
from cadre.kernel.problems import Problem
from cadre.ui import formatting

Text = str | Promise
Choices = Sequence[tuple[Any, Text]]


@dataclass(frozen=True)
class Filter:
    """Base of all filters. `key` is the parameter, `field` the ORM path."""

    key: str
    label: Text
    field: str = ""
    template = "ui/_filter_text.html"

    def names(self) -> tuple[str, ...]:
        """The parameters this filter owns."""
        return (self.key,)

    def is_active(self, params: QueryDict) -> bool:
        return any(value for name in self.names() for value in params.getlist(name))

    def q(self, params: QueryDict, actor: Any) -> Q:
        """The condition. Nonsense in an address narrows nothing."""
        raise NotImplementedError

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        """What the chip says after the label."""
        raise NotImplementedError


@dataclass(frozen=True)
class Contains(Filter):
    """A part of a text."""

    def q(self, params: QueryDict, actor: Any) -> Q:
        return Q(**{f"{self.field}__icontains": params[self.key]})

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        return str(params[self.key])


@dataclass(frozen=True)
class Choice(Filter):
    """One or more of a short list. `choices` are pairs or a function of the actor that gives them (values are strings in addresses).

    With `empty` there is also "not set".
    """

    choices: Choices | Callable[[Any], Choices] = ()
    empty: bool = False
    template = "ui/_filter_choice.html"

    def options(self, actor: Any) -> list[tuple[str, Text]]:
        pairs = self.choices(actor) if callable(self.choices) else self.choices
        none = [("none", pgettext("filter value", "not set"))] if self.empty else []
        return [(str(value), label) for value, label in pairs] + none

    def chosen(self, params: QueryDict, actor: Any) -> list[str]:
        known = {value for value, _label in self.options(actor)}
        return [value for value in params.getlist(self.key) if value in known]

    def q(self, params: QueryDict, actor: Any) -> Q:
        chosen = self.chosen(params, actor)
        if not chosen:
            return Q()
        values = [value for value in chosen if value != "none"]
        condition = Q(**{f"{self.field}__in": values}) if values else Q(pk__in=[])
        return condition | Q(**{f"{self.field}__isnull": True}) if "none" in chosen and self.empty else condition

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        chosen = set(self.chosen(params, actor))
        labels = [str(label) for value, label in self.options(actor) if value in chosen]
        shown = formatting.joined(labels[:2], language)
        return shown if len(labels) <= 2 else f"{shown} +{len(labels) - 2}"


@dataclass(frozen=True)
class Flag(Filter):
    """Yes or no. `condition` is the Q of yes."""

    condition: Q | Callable[[Any], Q] | None = None
    yes: Text = ""
    no: Text = ""
    template = "ui/_filter_choice.html"

    def options(self, actor: Any) -> list[tuple[str, Text]]:
        return [("yes", self.yes or pgettext("filter value", "yes")), ("no", self.no or pgettext("filter value", "no"))]

    def q(self, params: QueryDict, actor: Any) -> Q:
        condition = self.condition(actor) if callable(self.condition) else (self.condition or Q())
        chosen = set(params.getlist(self.key)) & {"yes", "no"}
        return Q() if len(chosen) != 1 else condition if "yes" in chosen else ~condition

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        chosen = set(params.getlist(self.key))
        return formatting.joined([str(label) for value, label in self.options(actor) if value in chosen], language)


@dataclass(frozen=True)
class Numbers(Filter):
    """From – to. `scale` multiplies what is typed (100 for money kept in cents)."""

    scale: int = 1
    unit: Text = ""
    template = "ui/_filter_numbers.html"

    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def _bound(self, params: QueryDict, name: str) -> Decimal | None:
        try:
            value = Decimal(params.get(name, "").replace(",", ""))
        except InvalidOperation:
            return None
        return value * self.scale if value.is_finite() and abs(value) < Decimal(10) ** 15 else None

    def q(self, params: QueryDict, actor: Any) -> Q:
        low, high = (self._bound(params, name) for name in self.names())
        condition = Q() if low is None else Q(**{f"{self.field}__gte": low})
        return condition if high is None else condition & Q(**{f"{self.field}__lte": high})

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        low, high = (params.get(name, "") for name in self.names())
        return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"


@dataclass(frozen=True)
class Dates(Filter):
    """A period by name (this month, overdue …) or from – to. `instant` for datetime fields."""

    instant: bool = False
    ahead: bool = True
    template = "ui/_filter_dates.html"

    def names(self) -> tuple[str, ...]:
        return (self.key, f"{self.key}_from", f"{self.key}_to")

    def options(self, actor: Any) -> list[tuple[str, Text]]:
        return [(key, label) for key, label in PERIODS() if self.ahead or key != "overdue"]

    def bounds(self, params: QueryDict, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """First and last day, both included."""
        if named := period(params.get(self.key, ""), today):
            return named
        return _day(params.get(f"{self.key}_from")), _day(params.get(f"{self.key}_to"))

    def q(self, params: QueryDict, actor: Any) -> Q:
        low, high = self.bounds(params, clock.today())
        path = f"{self.field}__date" if self.instant else self.field
        condition = Q() if low is None else Q(**{f"{path}__gte": low})
        return condition if high is None else condition & Q(**{f"{path}__lte": high})

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        named = dict(PERIODS()).get(params.get(self.key, ""))
        if named:
            return str(named)
        low, high = (_day(params.get(name)) for name in self.names()[1:])
        shown = [formatting.date(day, language) if day else "" for day in (low, high)]
        return " – ".join(shown).strip()


def PERIODS() -> list[tuple[str, str]]:  # noqa: N802 - read like a constant, translated when asked
    return [
        ("overdue", pgettext("period", "before today")),
        ("today", pgettext("period", "today")),
        ("week", pgettext("period", "this week")),
        ("month", pgettext("period", "this month")),
        ("quarter", pgettext("period", "this quarter")),
        ("next-quarter", pgettext("period", "next quarter")),
        ("year", pgettext("period", "this year")),
        ("last-month", pgettext("period", "last month")),
        ("last-quarter", pgettext("period", "last quarter")),
    ]


def period(name: str, today: dt.date) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day of a named period; None for a name we do not know."""
    if name == "overdue":
        return None, today - dt.timedelta(days=1)
    if name == "today":
        return today, today
    if name == "week":
        monday = today - dt.timedelta(days=today.weekday())
        return monday, monday + dt.timedelta(days=6)
    unit, offset = {
        "month": ("month", 0),
        "quarter": ("quarter", 0),
        "year": ("year", 0),
        "next-quarter": ("quarter", 1),
    }.get(name, {"last-month": ("month", -1), "last-quarter": ("quarter", -1)}.get(name, ("", 0)))
    if not unit:
        return None
    return _fiscal(unit, offset, today)


def _fiscal(unit: str, offset: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """The company's own month, quarter or year; the civil one where its calendar does not reach."""
    try:
        here = period_of(today, unit)
        if offset:
            here = period_of(here.end if offset > 0 else here.start - dt.timedelta(days=1), unit)
    except Problem:
        return _civil(unit, offset, today)
    return here.start, here.last


def _civil(unit: str, offset: int, today: dt.date) -> tuple[dt.date, dt.date]:
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.year * 12 + (today.month - 1) // months * months + offset * months
    start = dt.date(first // 12, first % 12 + 1, 1)
    after = first + months
    return start, dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def all_of(filters: Iterable[Filter], params: QueryDict, actor: Any) -> Q:
    """The condition of every active filter together."""
    condition = Q()
    for one in filters:
        if one.is_active(params):
            condition &= one.q(params, actor)
    return condition


__all__ = ["Choice", "Contains", "Dates", "Filter", "Flag", "Numbers", "all_of", "period"]
