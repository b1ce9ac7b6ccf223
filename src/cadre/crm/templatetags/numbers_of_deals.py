"""How old a deal is, in words: {% load numbers_of_deals %}."""

from django import template
from django.utils.translation import ngettext

from cadre.crm.lists.opportunities import LONG_DAYS, days_open
from cadre.crm.models import Opportunity

register = template.Library()


@register.filter
def long_open(deal: Opportunity) -> bool:
    """Open for longer than a deal should be."""
    return deal.is_open and (days_open(deal) or 0) > LONG_DAYS


@register.filter
def age_words(deal: Opportunity) -> str:
    """135 days."""
    n = days_open(deal) or 0
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
