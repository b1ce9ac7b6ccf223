"""What happens to customers and deals, told upwards."""

import datetime as dt

from cadre.kernel.events import event


@event("crm.account_created")
class AccountCreated:
    account_id: int


@event("crm.opportunity_created")
class OpportunityCreated:
    opportunity_id: int
    owner_id: int


@event("crm.opportunity_changed")
class OpportunityChanged:
    opportunity_id: int
    owner_id: int


@event("crm.stage_changed")
class StageChanged:
    opportunity_id: int
    owner_id: int
    to_stage_id: int
    on: dt.date


@event("crm.opportunity_won")
class OpportunityWon:
    opportunity_id: int
    owner_id: int
    closed_on: dt.date


@event("crm.opportunity_lost")
class OpportunityLost:
    opportunity_id: int
    owner_id: int
    closed_on: dt.date


@event("crm.opportunity_reopened")
class OpportunityReopened:
    opportunity_id: int
    owner_id: int


@event("crm.activity_recorded")
class ActivityRecorded:
    activity_id: int
    employee_id: int


@event("crm.activity_changed")
class ActivityChanged:
    activity_id: int
    employee_id: int


@event("crm.forecast_kept")
class ForecastKept:
    taken_on: dt.date
