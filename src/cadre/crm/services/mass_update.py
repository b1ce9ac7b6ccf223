"""One change to many records: all of them or none, in one act that can be undone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cadre.crm import policies
from cadre.crm.events import OpportunityChanged, StageChanged
from cadre.crm.models import Account, PipelineStage
from cadre.crm.problems import ALREADY_CLOSED
from cadre.crm.queries.opportunities import missing_among
from cadre.crm.services.expected_days import refuse_unlikely_days
from cadre.crm.services.opportunities import deals_for_change, note_change, refuse_missing, stage_to_move_to
from cadre.crm.services.references import owner_for
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb


@verb("crm.opportunity.move_many", roles=policies.SELLERS)
def move_stages(*, actor: Actor, opportunity_ids: Sequence[int], stage_id: int) -> int:
    """Move open deals to another open stage. EXIT_OPEN of the first that lacks a criterion. Returns how many moved."""
    deals = [deal for deal in deals_for_change(actor, opportunity_ids) if deal.stage_id != stage_id]
    if any(not deal.is_open for deal in deals):
        raise ALREADY_CLOSED()
    stage, today, stages = stage_to_move_to(stage_id), clock.today(), PipelineStage.objects.in_bulk()
    for deal in deals:
        deal.stage = stages[deal.stage_id]
    refuse_missing(stage, missing_among(deals, stage))
    for deal in deals:  # one by one, so that undoing finds each step
        note_change(actor, deal, deal.stage, stage, today)
    changed = write.change_many([(deal, {"stage": stage, "stage_since": today}) for deal in deals])
    for deal in deals:
        publish(StageChanged(opportunity_id=deal.pk, owner_id=deal.owner_id, to_stage_id=stage.pk, on=today))
    return changed


@verb("crm.opportunity.set_next_steps", roles=policies.SELLERS)
def set_next_steps(
    *, actor: Actor, opportunity_ids: Sequence[int], next_step: str = "", next_step_on: dt.date | None = None
) -> int:
    """Set the next step of open deals, its day, or both; what is left empty stays. Returns how many differ."""
    deals = deals_for_change(actor, opportunity_ids)
    if any(not deal.is_open for deal in deals):
        raise ALREADY_CLOSED()
    refuse_unlikely_days({"next_step_on": next_step_on})
    values: dict[str, Any] = {"next_step": next_step} if next_step else {}
    values |= {"next_step_on": next_step_on} if next_step_on else {}
    changed = write.change_many([(deal, values) for deal in deals])
    search.put_many("crm.opportunity", [deal.pk for deal in deals])
    for deal in deals:
        publish(OpportunityChanged(opportunity_id=deal.pk, owner_id=deal.owner_id))
    return changed


@verb("crm.account.update_many", roles=policies.MANAGERS)
def update_accounts(*, actor: Actor, account_ids: Sequence[int], values: Mapping[str, Any]) -> int:
    """Set owner, tier or industry of accounts, those that are given. Returns how many differ."""
    if values.get("owner_id"):
        owner_for(actor, values["owner_id"])
    accounts = list(
        Account.objects.changeable_by(actor)
        .select_for_update(of=("self",))
        .filter(pk__in=set(account_ids))
        .order_by("pk")
    )
    if len(accounts) != len(set(account_ids)):
        raise NOT_FOUND()
    changed = write.change_many([(account, dict(values)) for account in accounts])
    search.put_many("crm.account", [account.pk for account in accounts])
    return changed
