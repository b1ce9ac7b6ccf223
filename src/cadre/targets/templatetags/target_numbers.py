"""Values of targets as text: money, counts and ratios, each as a reader expects it."""

from collections.abc import Mapping
from fractions import Fraction

from django import template
from django.utils import translation

from cadre.targets.fields import typed as field_text
from cadre.targets.queries.measures import RATIO_UNITS, Measure
from cadre.targets.queries.plans import GridCell
from cadre.ui import formatting

register = template.Library()


def _language() -> str:
    return translation.get_language() or "en"


@register.simple_tag
def worth(value: int | None, measure: Measure) -> str:
    """A value with its sign or unit: $68,000 · 12 · 85%."""
    if value is None:
        return formatting.NOTHING
    if measure.is_ratio:
        return formatting.percent(Fraction(value, RATIO_UNITS), 1)
    if measure.is_money:
        return formatting.money(value, measure.currency, _language())
    if measure.is_score:
        return formatting.number(Fraction(value, measure.units), 2)
    return formatting.number(value)


@register.simple_tag
def plain_worth(value: int | None, measure: Measure) -> str:
    """The same without the sign, for tables whose head names the unit."""
    if value is None:
        return ""
    if measure.is_money:
        return formatting.amount(value, measure.currency)
    return worth(value, measure)


@register.simple_tag
def typed_worth(cell: GridCell, measure: Measure, typed: Mapping[str, str] | None = None) -> str:
    """A cell's value as one would type it, or what was typed and refused."""
    return (typed or {}).get(cell.place, field_text(cell.value, measure))


@register.simple_tag
def error_at(cell: GridCell, errors: Mapping[str, str] | None = None) -> str:
    """Why a cell was refused, or nothing."""
    return (errors or {}).get(cell.place, "")


@register.filter
def absolute(value: int | Fraction | None) -> int | Fraction | None:
    return value if value is None or value >= 0 else -value


@register.filter
def shade(ratio: Fraction | None) -> str:
    """The class of a cell by its attainment."""
    if ratio is None:
        return ""
    for limit, name in (
        (Fraction(7, 10), "a0"),
        (Fraction(95, 100), "a1"),
        (Fraction(105, 100), "a2"),
        (Fraction(13, 10), "a3"),
    ):
        if ratio < limit:
            return name
    return "a4"


@register.filter
def hundredth(value: int | None) -> Fraction | None:
    """A whole per cent as a ratio, for bars."""
    return None if value is None else Fraction(value, 100)
