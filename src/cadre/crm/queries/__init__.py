"""Questions about customers and deals; every one starts from what the actor may see."""

from cadre.crm.queries.accounts import account_record, account_totals, accounts, accounts_with_deals, contacts
from cadre.crm.queries.catalogue import exit_criteria, open_stages, products, reopening_stages, stages
from cadre.crm.queries.opportunities import (
    criteria_of,
    missing_for,
    open_opportunities,
    opportunities,
    opportunity_record,
    sibling_opportunities,
    stage_durations,
)
from cadre.crm.queries.timeline import TimelineEntry, account_timeline, activities, activity_kinds, opportunity_timeline
from cadre.crm.queries.today import Todo, work_of

__all__ = [
    "TimelineEntry",
    "Todo",
    "account_record",
    "account_timeline",
    "account_totals",
    "accounts",
    "accounts_with_deals",
    "activities",
    "activity_kinds",
    "contacts",
    "criteria_of",
    "exit_criteria",
    "missing_for",
    "open_opportunities",
    "open_stages",
    "opportunities",
    "opportunity_record",
    "opportunity_timeline",
    "products",
    "reopening_stages",
    "sibling_opportunities",
    "stage_durations",
    "stages",
    "work_of",
]
