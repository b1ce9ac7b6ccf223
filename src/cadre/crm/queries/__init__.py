"""Questions about customers and deals; every one starts from what the actor may see."""

from cadre.crm.queries.accounts import account_record, account_totals, accounts, contacts
from cadre.crm.queries.catalogue import exit_criteria, open_stages, products, stages
from cadre.crm.queries.opportunities import (
    criteria_of,
    opportunities,
    opportunity_record,
    sibling_opportunities,
    stage_durations,
)
from cadre.crm.queries.timeline import TimelineEntry, account_timeline, activities, opportunity_timeline
from cadre.crm.queries.today import Todo, work_of

__all__ = [
    "TimelineEntry",
    "Todo",
    "account_record",
    "account_timeline",
    "account_totals",
    "accounts",
    "activities",
    "contacts",
    "criteria_of",
    "exit_criteria",
    "open_stages",
    "opportunities",
    "opportunity_record",
    "opportunity_timeline",
    "products",
    "sibling_opportunities",
    "stage_durations",
    "stages",
    "work_of",
]
