"""Tags and filters of every template (a builtin library: nobody loads it)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.ui import charts, drawers, formatting, navigation, panels, pictures, pieces, shell

register = template.Library()

register.simple_tag(pieces.icon, name="icon")
register.simple_tag(pieces.stage, name="stage")
register.simple_tag(pieces.person, name="person")
register.simple_tag(pieces.avatar, name="avatar")
register.simple_tag(pictures.ring, name="ring")
register.simple_tag(pictures.bar, name="bar")
register.simple_tag(pictures.spark, name="spark")
register.simple_tag(pictures.split, name="split")
register.simple_tag(pictures.strength, name="strength")
register.simple_tag(shell.optional_url, name="url_if_any")
register.simple_tag(drawers.new_token, name="once_token")


def _language() -> str:
    return translation.get_language() or "en"


@register.simple_tag
def money(minor: int | None, currency: str, exact: bool = False) -> str:
    """{% money o.amount_minor o.currency %}"""
    return formatting.money(minor, currency, _language(), exact=exact)


@register.simple_tag
def labelled(label: Any, text: Any) -> str:
    """{% labelled title sentence %}: a label, the colon of the language, and what it labels."""
    return formatting.labelled(label, text, _language())


@register.simple_tag
def amount(minor: int | None, currency: str, exact: bool = False) -> str:
    """The figure without its sign, for tables."""
    return formatting.amount(minor, currency, exact=exact)


@register.simple_tag
def short_money(minor: int | None, currency: str) -> str:
    """US$5.85 萬, $58.5K."""
    return formatting.short_money(minor, currency, _language())


@register.simple_tag
def short_amount(minor: int | None, currency: str) -> str:
    """The short figure without its sign, where the page names the currency: 5.85 萬, 58.5K."""
    return formatting.short_amount(minor, currency, _language())


@register.filter
def short(value: int | Decimal | None) -> str:
    return formatting.short_number(value, _language())


@register.filter
def number(value: int | Decimal | Fraction | None, places: int = 0) -> str:
    return formatting.number(value, places)


@register.filter
def percent(value: Decimal | Fraction | None, places: int = 0) -> str:
    """A ratio as per cent."""
    return formatting.percent(value, places)


@register.filter
def day(value: dt.date | None) -> str:
    return formatting.date(value, _language())


@register.filter
def long_day(value: dt.date | None) -> str:
    return formatting.long_date(value, _language())


@register.filter
def weekday(value: dt.date | None) -> str:
    """With the day of the week: 12 月 1 日 週五."""
    return formatting.long_date(value, _language(), weekday=True)


@register.filter
def due(value: dt.date | None) -> SafeString:
    """A date that is red when it is today or past."""
    return pieces.day(value, _language(), clock.today(), due=True)


@register.filter
def moment(value: dt.datetime | None) -> str:
    return formatting.moment(timezone.localtime(value) if value else None, _language())


@register.filter
def ago(value: dt.datetime | None) -> str:
    return formatting.ago(value, _language())


@register.filter
def initials(value: str) -> str:
    return formatting.initials(value)


@register.filter
def joined(values: Iterable[object]) -> str:
    return formatting.joined([str(value) for value in values], _language())


@register.filter
def currency_sign(currency: str) -> str:
    return formatting.symbol(currency, _language())


@register.filter
def in_brackets(unit: str) -> str:
    """A unit behind a title in the head of a column: Amount ($), 金額（US$）."""
    return pgettext("title and unit", "%(title)s (%(unit)s)") % {"title": "", "unit": unit}


@register.simple_tag
def change(value: Any, places: int = 1, unit: str = "%", more_is_better: bool = True) -> SafeString:
    """A change against something named beside it: {% change 0.053 %} is ↑ 5.3%."""
    return pieces.delta(formatting.change(value, places=places, unit=str(unit), more_is_better=more_is_better))


@register.simple_tag(takes_context=True)
def nav_entries(context: template.Context) -> list[navigation.Entry]:
    shell_ = context["shell"]
    return navigation.entries(shell_.roles, shell_.request.path)


@register.simple_tag(takes_context=True)
def phone_places(context: template.Context) -> list[tuple[navigation.NavItem, str]]:
    return navigation.phone_places(context["shell"].roles)


@register.simple_tag(takes_context=True)
def create_actions(context: template.Context) -> list[tuple[navigation.CreateAction, str]]:
    return navigation.create_actions(context["shell"].roles)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, thing: Any = None) -> SafeString:
    """Panels that higher rooms put here: {% slot "crm.opportunity.side" opportunity %}."""
    return panels.render(name, thing, context["shell"].actor)


@register.simple_tag
def chart_json(spec: charts.Chart) -> SafeString:
    return charts.as_json(spec, _language())


@register.filter
def get(mapping: Any, key: object) -> Any:
    """mapping[key] in a template; empty where it is absent."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def field_kind(field: Any) -> str:
    """How <c-field> draws a form field: input, select, check, radio, area, file or hidden."""
    from cadre.ui.forms import kind_of

    return kind_of(field)


@register.simple_tag
def field_widget(field: Any) -> SafeString:
    from cadre.ui.forms import widget_html

    return widget_html(field)


@register.simple_tag
def lacks(field: Any, choice: Any) -> bool:
    """Whether a refused form still needs this one of several ticks."""
    from cadre.ui.forms import lacks as is_lacking

    return is_lacking(field, choice)
