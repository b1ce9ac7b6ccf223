"""The end of a deal: won, lost, or opened again."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import get_language

from cadre.crm import policies
from cadre.crm.events import OpportunityLost, OpportunityReopened, OpportunityWon
from cadre.crm.models import LossReason, Opportunity, PipelineStage
from cadre.crm.problems import (
    ALREADY_CLOSED,
    CLOSE_IN_FUTURE,
    DAY_TOO_LONG_AGO,
    NOT_CLOSED,
    REASON_NEEDED,
    UNKNOWN_CHOICE,
)
from cadre.crm.rules.expected import BACK_YEARS, is_too_long_ago
from cadre.crm.services.opportunities import enter_stage, opportunity_for_change, require_criteria
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import in_base
from cadre.kernel.events import publish
from cadre.kernel.verbs import verb
from cadre.ui.formatting import long_date


@verb("crm.opportunity.win", roles=policies.SELLERS)
def win_opportunity(
    *,
    actor: Actor,
    opportunity_id: int,
    expected_version: int | None = None,
    closed_on: dt.date | None = None,
    amount_minor: int | None = None,
    met: Collection[int] = (),
    close_note: str = "",
) -> Opportunity:
    """Close as won on a day, at the final amount. EXIT_OPEN if exit criteria are open, ALREADY_CLOSED the second time.

    Source: book ch. 6. The amount in the company's currency is fixed here, at the rate of the closing day.
    """
    deal = _open_deal(actor, opportunity_id, expected_version)
    on = _closing_day(closed_on)
    stage = PipelineStage.objects.get(kind=PipelineStage.Kind.WON)
    require_criteria(actor, deal, stage, met)
    final = deal.amount_minor if amount_minor is None else amount_minor
    enter_stage(
        actor,
        deal,
        stage,
        on,
        closed_on=on,
        amount_minor=final,
        amount_is_estimate=False,
        base_minor=in_base(final, deal.currency, on),
        close_note=close_note,
    )
    publish(OpportunityWon(opportunity_id=deal.pk, owner_id=deal.owner_id, closed_on=on))
    return deal


@verb("crm.opportunity.lose", roles=policies.SELLERS)
def lose_opportunity(
    *,
    actor: Actor,
    opportunity_id: int,
    loss_reason: str,
    expected_version: int | None = None,
    closed_on: dt.date | None = None,
    close_note: str = "",
    competitors: str | None = None,
) -> Opportunity:
    """Close as lost on a day. `loss_reason`: the key of a reason that is offered; REASON_NEEDED without, UNKNOWN_CHOICE for another."""
    deal = _open_deal(actor, opportunity_id, expected_version)
    if not loss_reason:
        raise REASON_NEEDED(field="loss_reason")
    reason = LossReason.objects.filter(key=loss_reason, is_active=True).first()
    if reason is None:
        raise UNKNOWN_CHOICE(field="loss_reason")
    on = _closing_day(closed_on)
    stage = PipelineStage.objects.get(kind=PipelineStage.Kind.LOST)
    extra = {} if competitors is None else {"competitors": competitors}
    enter_stage(actor, deal, stage, on, closed_on=on, loss_reason=reason, close_note=close_note, **extra)
    publish(OpportunityLost(opportunity_id=deal.pk, owner_id=deal.owner_id, closed_on=on))
    return deal


@verb("crm.opportunity.reopen", roles=policies.MANAGERS)
def reopen_opportunity(
    *, actor: Actor, opportunity_id: int, stage_id: int, expected_version: int | None = None
) -> Opportunity:
    """Open a closed deal again in an open stage. What was paid for it is corrected, never edited."""
    deal = opportunity_for_change(actor, opportunity_id, expected_version)
    if deal.is_open:
        raise NOT_CLOSED()
    stage = PipelineStage.objects.filter(pk=stage_id, kind=PipelineStage.Kind.OPEN).first()
    if stage is None:
        raise UNKNOWN_CHOICE(field="stage")
    enter_stage(actor, deal, stage, clock.today(), closed_on=None, loss_reason=None, close_note="")
    publish(OpportunityReopened(opportunity_id=deal.pk, owner_id=deal.owner_id))
    return deal


def _open_deal(actor: Actor, opportunity_id: int, expected_version: int | None) -> Opportunity:
    deal = opportunity_for_change(actor, opportunity_id, expected_version)
    if not deal.is_open:
        raise ALREADY_CLOSED()
    return deal


def _closing_day(closed_on: dt.date | None) -> dt.date:
    if closed_on is not None and closed_on > clock.today():
        raise CLOSE_IN_FUTURE(field="closed_on")
    if closed_on is not None and is_too_long_ago(closed_on, clock.today()):
        raise DAY_TOO_LONG_AGO(field="closed_on", day=long_date(closed_on, get_language() or "en"), years=BACK_YEARS)
    return closed_on or clock.today()
