"""Questions about customers and deals; every one starts from what the actor may see."""

from cadre.crm.queries.accounts import (
    Seat,
    account_record,
    account_totals,
    accounts,
    accounts_with_deals,
    buying_center,
    contacts,
    group_totals,
)
from cadre.crm.queries.catalogue import (
    deals_by_loss_reason,
    exit_criteria,
    loss_reasons,
    open_stages,
    products,
    reopening_stages,
    stages,
    stages_with_criteria,
)
from cadre.crm.queries.forecast import Line, Outlook, forecast, period_forecast
from cadre.crm.queries.forecast_calls import call_of, may_call
from cadre.crm.queries.forecast_past import Miss, changes_since, last_kept_on, past_errors, snapshots
from cadre.crm.queries.forecast_periods import PERIODS, Asked
from cadre.crm.queries.forecast_rows import Chance, DealRow, Part, chance_of, deal_rows, parts
from cadre.crm.queries.forecast_scope import Reach, Whose, reach_of
from cadre.crm.queries.opportunities import (
    criteria_of,
    missing_for,
    open_opportunities,
    opportunities,
    opportunity_record,
    sibling_opportunities,
    stage_durations,
)
from cadre.crm.queries.timeline import (
    TimelineEntry,
    account_timeline,
    activities,
    activity_kinds,
    opportunity_timeline,
    with_right_to_change,
)
from cadre.crm.queries.today import Todo, Work, work_of

__all__ = [
    "PERIODS",
    "Asked",
    "Chance",
    "DealRow",
    "Line",
    "Miss",
    "Outlook",
    "Part",
    "Reach",
    "Seat",
    "TimelineEntry",
    "Todo",
    "Whose",
    "Work",
    "account_record",
    "account_timeline",
    "account_totals",
    "accounts",
    "accounts_with_deals",
    "activities",
    "activity_kinds",
    "buying_center",
    "call_of",
    "chance_of",
    "changes_since",
    "contacts",
    "criteria_of",
    "deal_rows",
    "deals_by_loss_reason",
    "exit_criteria",
    "forecast",
    "group_totals",
    "last_kept_on",
    "loss_reasons",
    "may_call",
    "missing_for",
    "open_opportunities",
    "open_stages",
    "opportunities",
    "opportunity_record",
    "opportunity_timeline",
    "parts",
    "past_errors",
    "period_forecast",
    "products",
    "reach_of",
    "reopening_stages",
    "sibling_opportunities",
    "snapshots",
    "stage_durations",
    "stages",
    "stages_with_criteria",
    "with_right_to_change",
    "work_of",
]
