"""Steps of an opportunity through the process, and changes to several at once."""

from typing import Any

from django.http import HttpRequest

from cadre.crm import services
from cadre.crm.api.opportunity_schemas import (
    Lose,
    Move,
    OpportunityAnswer,
    Reassign,
    Reopen,
    Reschedule,
    Win,
)
from cadre.crm.api.routing import router
from cadre.kernel.rest import Changed, Id, actor_of_request, given, versioned


@router.acts("/opportunities/{int:opportunity_id}/move", "crm.opportunity.move", OpportunityAnswer)
def move_opportunity(request: HttpRequest, opportunity_id: Id, payload: Move) -> Any:
    """Move an open opportunity to another open stage."""
    return _done(request, services.move_stage, opportunity_id, payload)


@router.acts("/opportunities/{int:opportunity_id}/win", "crm.opportunity.win", OpportunityAnswer)
def win_opportunity(request: HttpRequest, opportunity_id: Id, payload: Win | None = None) -> Any:
    """Close as won."""
    return _done(request, services.win_opportunity, opportunity_id, payload or Win())


@router.acts("/opportunities/{int:opportunity_id}/lose", "crm.opportunity.lose", OpportunityAnswer)
def lose_opportunity(request: HttpRequest, opportunity_id: Id, payload: Lose) -> Any:
    """Close as lost, with the reason."""
    return _done(request, services.lose_opportunity, opportunity_id, payload)


@router.acts("/opportunities/{int:opportunity_id}/reopen", "crm.opportunity.reopen", OpportunityAnswer)
def reopen_opportunity(request: HttpRequest, opportunity_id: Id, payload: Reopen) -> Any:
    """Open a closed opportunity again."""
    return _done(request, services.reopen_opportunity, opportunity_id, payload)


@router.acts(
    "/opportunities/{int:opportunity_id}/criteria/{int:criterion_id}",
    "crm.opportunity.meet_criterion",
    OpportunityAnswer,
)
def meet_criterion(request: HttpRequest, opportunity_id: Id, criterion_id: Id) -> Any:
    """Tick an exit criterion; twice is once."""
    return _told(
        request,
        services.meet_criterion(
            actor=actor_of_request(request), opportunity_id=opportunity_id, criterion_id=criterion_id
        ),
    )


@router.removes("/opportunities/{int:opportunity_id}/criteria/{int:criterion_id}", "crm.opportunity.unmeet_criterion")
def unmeet_criterion(request: HttpRequest, opportunity_id: Id, criterion_id: Id) -> None:
    """Take a tick back."""
    services.unmeet_criterion(actor=actor_of_request(request), opportunity_id=opportunity_id, criterion_id=criterion_id)


@router.acts("/opportunities/reassign", "crm.opportunity.reassign", Changed)
def reassign_opportunities(request: HttpRequest, payload: Reassign) -> Any:
    """Give several opportunities to another owner."""
    return Changed(changed=services.reassign_opportunities(actor=actor_of_request(request), **payload.sent()))


@router.acts("/opportunities/reschedule", "crm.opportunity.reschedule", Changed)
def reschedule_opportunities(request: HttpRequest, payload: Reschedule) -> Any:
    """Set the expected closing date of several open opportunities."""
    return Changed(changed=services.reschedule_opportunities(actor=actor_of_request(request), **payload.sent()))


def _done(request: HttpRequest, verb: Any, opportunity_id: int, payload: Any) -> OpportunityAnswer:
    version = given(request, payload.expected_version)
    deal = verb(
        actor=actor_of_request(request), opportunity_id=opportunity_id, expected_version=version, **payload.sent()
    )
    return _told(request, deal)


def _told(request: HttpRequest, deal: Any) -> OpportunityAnswer:
    versioned(request, deal.version)
    return OpportunityAnswer.of(deal)
