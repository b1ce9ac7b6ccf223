"""Shows metric values as their unit asks: {% load numbers %}."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.money import round_half_away, to_major
from cadre.metrics.cells import Cell
from cadre.metrics.declarations import Better, Part, Unit
from cadre.metrics.drilldown import Row
from cadre.metrics.registry import metrics
from cadre.ui import formatting, pieces

register = template.Library()
SHOWN_PLACES = {Unit.DAYS: 1, Unit.SCORE: 2}


@register.simple_tag
def measured(key: str, value: Fraction | None, currency: str, short: bool = False) -> str:
    """A metric's value for people: {% measured "win_rate" cell.values.win_rate currency %}. `short` abbreviates money."""
    language = translation.get_language() or "en"
    if value is None:
        return formatting.NOTHING
    unit = metrics[key].unit
    if unit in {Unit.MONEY, Unit.MONEY_PER_DAY}:
        minor = round_half_away(Fraction(value))
        return (
            formatting.short_money(minor, currency, language) if short else formatting.money(minor, currency, language)
        )
    if unit is Unit.RATIO:
        return formatting.percent(value, 1)
    return formatting.number(value, SHOWN_PLACES.get(unit, 0))


@register.simple_tag
def figure_of(key: str, value: Fraction | None, currency: str) -> str:
    """The same, short and without the sign of the currency, which stands in the label."""
    if value is not None and metrics[key].unit is Unit.MONEY:
        return formatting.short_number(
            to_major(round_half_away(Fraction(value)), currency), translation.get_language() or "en"
        )
    return measured(key, value, currency)


@register.simple_tag
def label_of(key: str, currency: str) -> str:
    """A metric's title with its unit: Won amount (US$)."""
    metric, language = metrics[key], translation.get_language() or "en"
    if metric.unit is Unit.MONEY:
        return pgettext("title and unit", "%(title)s (%(unit)s)") % {
            "title": metric.title,
            "unit": formatting.symbol(currency, language),
        }
    if metric.unit is Unit.DAYS:
        return pgettext("title and unit", "%(title)s (%(unit)s)") % {
            "title": metric.title,
            "unit": pgettext("label", "days"),
        }
    return str(metric.title)


@register.simple_tag
def value_of(cell: Cell | None, key: str) -> Fraction | None:
    """A value by a key with dots, which templates cannot reach."""
    return cell.values.get(key) if cell else None


@register.simple_tag
def minor_of(cell: Cell | None, key: str) -> int:
    """A money value as minor units; 0 for none."""
    value = cell.values.get(key) if cell else None
    return round_half_away(Fraction(value)) if value is not None else 0


@register.simple_tag
def share_of(value: int | Fraction | None, whole: int | Fraction | None) -> Fraction:
    """value ÷ whole, 0 where there is no whole."""
    return Fraction(value or 0) / Fraction(whole) if whole else Fraction(0)


def movement(cell: Cell | None, key: str) -> formatting.Change:
    """The change against the compared period: per cent, points for a ratio or a score, days for days; good or bad."""
    if cell is None or cell.before is None or cell.values.get(key) is None or cell.before.get(key) is None:
        return formatting.change(None)
    metric = metrics[key]
    more_is_better = metric.better is not Better.LESS
    difference = cell.values[key] - cell.before[key]  # type: ignore[operator]
    if metric.unit is Unit.RATIO:
        return formatting.change(difference * 100, unit=_(" pts"), more_is_better=more_is_better)
    if metric.unit is Unit.DAYS:
        return formatting.change(difference, unit=_(" days"), more_is_better=more_is_better)
    if metric.unit is Unit.SCORE:
        return formatting.change(difference, places=2, unit="", more_is_better=more_is_better)
    return formatting.change(cell.change(key), more_is_better=more_is_better)


@register.simple_tag
def moved(cell: Cell | None, key: str) -> SafeString:
    """The change of a cell's number (`movement`), coloured by good or bad."""
    return pieces.delta(movement(cell, key))


@register.simple_tag
def title_of(key: str) -> Any:
    return metrics[key].title


@register.simple_tag
def part_head(part: Part, currency: str) -> str:
    """A part's title with its unit, for the head of a column."""
    if part.unit is not Unit.MONEY:
        return str(part.title)
    unit = formatting.symbol(currency, translation.get_language() or "en")
    return pgettext("title and unit", "%(title)s (%(unit)s)") % {"title": part.title, "unit": unit}


@register.simple_tag
def summed(part: Part, value: int | None, currency: str) -> str:
    """A part's sum in the part's unit."""
    if value is None or part.unit is not Unit.MONEY:
        return formatting.number(value)
    return formatting.amount(round_half_away(Fraction(value, part.scale)), currency)


@register.simple_tag
def added(row: Row, part: Part, currency: str) -> str:
    """What one row adds to a part."""
    return summed(part, row.adds.get(part.key), currency)


@register.filter
def words(text: str) -> list[str]:
    """Keys for a loop: {% for key in "win_rate bookings.count"|words %}."""
    return text.split()


@register.filter
def days_open(day: Any) -> str:
    """Days since a date."""
    return formatting.number((clock.today() - day).days) if day else formatting.NOTHING
