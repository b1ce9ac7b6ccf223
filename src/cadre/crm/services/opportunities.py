"""Opportunities from the first contact up to the closing (book ch. 6)."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import get_language

from cadre.crm import policies
from cadre.crm.events import OpportunityChanged, OpportunityCreated, StageChanged
from cadre.crm.models import Account, CriterionCheck, Opportunity, PipelineStage, Product, StageChange, StageCriterion
from cadre.crm.problems import ALREADY_CLOSED, EXIT_OPEN, NOT_SOLD, USE_WIN_OR_LOSE
from cadre.crm.queries.opportunities import missing_for
from cadre.crm.services.expected_days import refuse_unlikely_days
from cadre.crm.services.references import owner_for, usable
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency, in_base
from cadre.kernel.events import publish
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.ui.formatting import joined


@verb("crm.opportunity.create", roles=policies.SELLERS)
def create_opportunity(
    *,
    actor: Actor,
    product_id: int,
    account_id: int | None = None,
    owner_id: int | None = None,
    stage_id: int | None = None,
    amount_minor: int | None = None,
    currency: str | None = None,
    **fields: Any,
) -> Opportunity:
    """A new open opportunity. Without an amount it carries the product's list price and says so."""
    product = usable(Product, product_id, actor=actor, field="product")
    if not product.is_active:
        raise NOT_SOLD(field="product", product=product.name)
    refuse_unlikely_days(fields)
    stage = _open_stage(stage_id)
    is_estimate = amount_minor is None
    if amount_minor is None:
        amount_minor, currency = product.list_price_minor or 0, product.currency
    currency = currency or base_currency()
    deal = write.create(
        Opportunity,
        account=usable(Account, account_id, actor=actor, field="account") if account_id else None,
        owner=owner_for(actor, owner_id),
        product=product,
        stage=stage,
        amount_minor=amount_minor,
        amount_is_estimate=is_estimate,
        currency=currency,
        base_minor=in_base(amount_minor, currency, clock.today()),
        **{"engaged_on": clock.today()} | fields,
    )
    note_change(actor, deal, None, stage, clock.today())
    search.put("crm.opportunity", deal.pk)
    publish(OpportunityCreated(opportunity_id=deal.pk, owner_id=deal.owner_id))
    return deal


@verb("crm.opportunity.change", roles=policies.SELLERS)
def change_opportunity(*, actor: Actor, opportunity_id: int, expected_version: int, **fields: Any) -> Opportunity:
    """Change fields of an opportunity; stage, owner and closing have verbs of their own."""
    deal = opportunity_for_change(actor, opportunity_id, expected_version)
    refuse_unlikely_days(fields, deal)
    if "account_id" in fields and fields["account_id"] not in (None, deal.account_id):
        usable(Account, fields["account_id"], actor=actor, field="account")
    if fields.get("product_id") not in (None, deal.product_id):
        usable(Product, fields["product_id"], actor=actor, field="product")
    if {"amount_minor", "currency"} & fields.keys():
        fields |= _amount(deal, fields)
    fields |= _slippage(deal, fields.get("expected_close_on"))
    write.change(deal, **fields)
    search.put("crm.opportunity", deal.pk)
    publish(OpportunityChanged(opportunity_id=deal.pk, owner_id=deal.owner_id))
    return deal


@verb("crm.opportunity.move", roles=policies.SELLERS)
def move_stage(
    *, actor: Actor, opportunity_id: int, stage_id: int, expected_version: int | None = None, met: Collection[int] = ()
) -> Opportunity:
    """Move an open deal to another open stage. `met`: criteria that the actor declares met with the move.

    EXIT_OPEN names what is missing; `missing_ids` among its parameters are the criteria, so that a page can offer them.
    """
    deal = opportunity_for_change(actor, opportunity_id, expected_version)
    if not deal.is_open:
        raise ALREADY_CLOSED()
    stage = stage_to_move_to(stage_id)
    if stage.pk == deal.stage_id:
        return deal
    require_criteria(actor, deal, stage, met)
    enter_stage(actor, deal, stage, clock.today())
    return deal


@verb("crm.opportunity.meet_criterion", roles=policies.SELLERS)
def meet_criterion(*, actor: Actor, opportunity_id: int, criterion_id: int) -> Opportunity:
    """Tick an exit criterion; twice is once."""
    deal = opportunity_for_change(actor, opportunity_id)
    _tick(actor, deal, [criterion_id])
    return deal


@verb("crm.opportunity.unmeet_criterion", roles=policies.SELLERS)
def unmeet_criterion(*, actor: Actor, opportunity_id: int, criterion_id: int) -> Opportunity:
    """Take a tick back."""
    deal = opportunity_for_change(actor, opportunity_id)
    for check in deal.checks.filter(criterion_id=criterion_id):
        write.remove(check)
    return deal


@verb("crm.opportunity.reassign", roles=policies.MANAGERS)
def reassign_opportunities(*, actor: Actor, opportunity_ids: Sequence[int], owner_id: int) -> int:
    """Give opportunities to another owner, all or none. Returns how many changed hands."""
    owner = owner_for(actor, owner_id)
    deals = deals_for_change(actor, opportunity_ids)
    before = {deal.pk: deal.owner_id for deal in deals}
    changed = write.change_many([(deal, {"owner_id": owner.pk}) for deal in deals])
    search.put_many("crm.opportunity", [deal.pk for deal in deals])
    for deal in deals:
        for concerned in {owner.pk, before[deal.pk]}:  # the page of the old owner shows it, too
            publish(OpportunityChanged(opportunity_id=deal.pk, owner_id=concerned))
    return changed


@verb("crm.opportunity.reschedule", roles=policies.SELLERS)
def reschedule_opportunities(*, actor: Actor, opportunity_ids: Sequence[int], expected_close_on: dt.date) -> int:
    """Set the expected closing date of open opportunities, all or none; each that moves later counts as slipped."""
    deals = deals_for_change(actor, opportunity_ids)
    if any(not deal.is_open for deal in deals):
        raise ALREADY_CLOSED()
    refuse_unlikely_days({"expected_close_on": expected_close_on})
    changed = write.change_many(
        [(deal, {"expected_close_on": expected_close_on, **_slippage(deal, expected_close_on)}) for deal in deals]
    )
    for deal in deals:
        publish(OpportunityChanged(opportunity_id=deal.pk, owner_id=deal.owner_id))
    return changed


def opportunity_for_change(actor: Actor, opportunity_id: int, expected_version: int | None = None) -> Opportunity:
    """The deal, locked, if the actor may change it."""
    rows = Opportunity.objects.changeable_by(actor).select_related("account", "product", "stage", "owner")
    return write.for_change(rows, opportunity_id, expected_version)


def require_criteria(actor: Actor, deal: Opportunity, stage: PipelineStage, met: Collection[int]) -> None:
    """Tick what is declared met, then raise EXIT_OPEN if anything on the way to `stage` is still missing."""
    refuse_missing(stage, [criterion for criterion in missing_for(deal, stage) if criterion.pk not in met])
    _tick(actor, deal, met)


def stage_to_move_to(stage_id: int) -> PipelineStage:
    """The open stage behind an id. NOT_FOUND, or USE_WIN_OR_LOSE for one that closes a deal."""
    stage = PipelineStage.objects.filter(pk=stage_id).first()
    if stage is None:
        raise NOT_FOUND(field="stage")
    if stage.kind != PipelineStage.Kind.OPEN:
        raise USE_WIN_OR_LOSE(field="stage")
    return stage


def refuse_missing(stage: PipelineStage, missing: Sequence[StageCriterion]) -> None:
    """EXIT_OPEN if a criterion on the way to `stage` is missing, with all of them."""
    if missing:
        raise EXIT_OPEN(
            field="stage",
            stage=stage.name,
            missing=joined([criterion.label for criterion in missing], get_language() or "en"),
            missing_ids=[criterion.pk for criterion in missing],
        )


def enter_stage(actor: Actor, deal: Opportunity, stage: PipelineStage, on: dt.date, **fields: Any) -> None:
    """Put the deal into a stage and keep the step in its history."""
    before = deal.stage
    note_change(actor, deal, before, stage, on)
    write.change(deal, stage=stage, state=stage.kind, stage_since=on, **fields)
    publish(StageChanged(opportunity_id=deal.pk, owner_id=deal.owner_id, to_stage_id=stage.pk, on=on))


def note_change(
    actor: Actor, deal: Opportunity, before: PipelineStage | None, after: PipelineStage, on: dt.date
) -> None:
    """Keep a step in the deal's history; to be called before the deal itself takes it."""
    days = max(0, (on - deal.stage_since).days) if before else 0
    write.create(
        StageChange,
        opportunity=deal,
        from_stage=before,
        to_stage=after,
        on=on,
        employee_id=actor.employee_id,
        days_in_stage=days,
    )


def _tick(actor: Actor, deal: Opportunity, criteria: Collection[int]) -> None:
    if not criteria:
        return
    known = set(StageCriterion.objects.filter(pk__in=criteria).values_list("pk", flat=True))
    for criterion_id in known - set(deal.checks.values_list("criterion_id", flat=True)):
        write.create(CriterionCheck, opportunity=deal, criterion_id=criterion_id, employee_id=actor.employee_id)


def _open_stage(stage_id: int | None) -> PipelineStage:
    stages = PipelineStage.objects.filter(kind=PipelineStage.Kind.OPEN)
    stage = stages.filter(pk=stage_id).first() if stage_id else stages.first()
    if stage is None:
        raise USE_WIN_OR_LOSE(field="stage")
    return stage


def _amount(deal: Opportunity, fields: dict[str, Any]) -> dict[str, Any]:
    minor = fields.get("amount_minor", deal.amount_minor)
    currency = fields.get("currency", deal.currency)
    changed = (minor, currency) != (deal.amount_minor, deal.currency)
    on = deal.closed_on or clock.today()
    return {"base_minor": in_base(minor, currency, on), "amount_is_estimate": deal.amount_is_estimate and not changed}


def _slippage(deal: Opportunity, after: dt.date | None) -> dict[str, int]:
    """How often and by how many days the closing date has moved later, once it is `after`; nothing if that is no delay."""
    before = deal.expected_close_on
    if before is None or after is None or after <= before:
        return {}
    return {"slipped": deal.slipped + 1, "slipped_days": deal.slipped_days + (after - before).days}


def deals_for_change(actor: Actor, ids: Sequence[int]) -> list[Opportunity]:
    """The deals, locked, if the actor may change all of them; else NOT_FOUND."""
    rows = Opportunity.objects.changeable_by(actor).select_related("account", "product")  # what the audit calls a deal
    # In one order, so that of two who take the same deals at once one waits for the other
    deals = list(rows.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk"))
    if len(deals) != len(set(ids)):
        raise NOT_FOUND()
    return deals
