"""The verbs of customers and deals, the only writers of these tables."""

from cadre.crm.services.accounts import (
    archive_account,
    change_account,
    change_contact,
    create_account,
    create_contact,
    remove_contact,
)
from cadre.crm.services.activities import change_activity, complete_activity, record_activity, remove_activity
from cadre.crm.services.catalogue import change_product, create_product
from cadre.crm.services.closing import lose_opportunity, reopen_opportunity, win_opportunity
from cadre.crm.services.forecast import call_forecast, keep_forecast, learn_forecast, withdraw_call
from cadre.crm.services.loss_reasons import change_loss_reason, create_loss_reason
from cadre.crm.services.mass_update import move_stages, set_next_steps, update_accounts
from cadre.crm.services.merging import merge_accounts, merge_contacts
from cadre.crm.services.opportunities import (
    change_opportunity,
    create_opportunity,
    meet_criterion,
    move_stage,
    reassign_opportunities,
    reschedule_opportunities,
    unmeet_criterion,
)

__all__ = [
    "archive_account",
    "call_forecast",
    "change_account",
    "change_activity",
    "change_contact",
    "change_loss_reason",
    "change_opportunity",
    "change_product",
    "complete_activity",
    "create_account",
    "create_contact",
    "create_loss_reason",
    "create_opportunity",
    "create_product",
    "keep_forecast",
    "learn_forecast",
    "lose_opportunity",
    "meet_criterion",
    "merge_accounts",
    "merge_contacts",
    "move_stage",
    "move_stages",
    "reassign_opportunities",
    "record_activity",
    "remove_activity",
    "remove_contact",
    "reopen_opportunity",
    "reschedule_opportunities",
    "set_next_steps",
    "unmeet_criterion",
    "update_accounts",
    "win_opportunity",
    "withdraw_call",
]
