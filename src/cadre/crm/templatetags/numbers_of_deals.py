"""How old a deal is, in words: {% load numbers_of_deals %}."""

from django import template
from django.utils.translation import ngettext

from cadre.crm.lists.opportunities import LONG_DAYS, STUCK_DAYS, days_open
from cadre.crm.models import Opportunity
from cadre.kernel import clock

register = template.Library()


@register.filter
def long_open(deal: Opportunity) -> bool:
    """Open for longer than a deal should be."""
    return deal.is_open and (days_open(deal) or 0) > LONG_DAYS


@register.filter
def step_overdue(deal: Opportunity) -> bool:
    """The next step of an open deal should have been taken before today."""
    return deal.is_open and deal.next_step_on is not None and deal.next_step_on < clock.today()


@register.filter
def stage_days(deal: Opportunity) -> int:
    """Days in the present stage."""
    return max(0, (clock.today() - deal.stage_since).days)


@register.filter
def stuck(deal: Opportunity) -> bool:
    """In its stage for longer than a stage should take."""
    return deal.is_open and stage_days(deal) > STUCK_DAYS


@register.filter
def age_words(deal: Opportunity) -> str:
    """135 days."""
    n = days_open(deal) or 0
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
