"""Opportunities: list, read, create, change."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.crm import queries, services
from cadre.crm.api.opportunity_schemas import (
    CriterionAnswer,
    NewOpportunity,
    OpportunityAnswer,
    OpportunityChange,
    OpportunityQuery,
)
from cadre.crm.api.routing import router
from cadre.crm.api.timeline_schemas import TimelineAnswer, TimelineQuery
from cadre.kernel.rest import FieldNames, Id, Page, SortKey, actor_of_request, expected_version, page_of, versioned
from cadre.kernel.search import matching

SORTS = {
    "amount": SortKey("amount_minor"),
    "expected_close_on": SortKey("expected_close_on", nullable=True),
    "closed_on": SortKey("closed_on", nullable=True),
    "updated_at": SortKey("updated_at"),
}


@router.reads("/opportunities", "crm.opportunity.list", Page[OpportunityAnswer])
def list_opportunities(request: HttpRequest, query: Query[OpportunityQuery]) -> Any:
    """The opportunities you may see, newest first."""
    rows = query.narrow(queries.opportunities(actor_of_request(request)))
    if query.q and (found := matching("crm.opportunity", query.q)) is not None:
        rows = rows.filter(pk__in=found)
    return page_of(rows, query, OpportunityAnswer.of, sorts=SORTS)


@router.creates("/opportunities", "crm.opportunity.create", OpportunityAnswer)
def create_opportunity(request: HttpRequest, payload: NewOpportunity) -> Any:
    """A new open opportunity."""
    fields = {name: value for name, value in payload.sent().items() if not (name == "engaged_on" and value is None)}
    return _told(request, services.create_opportunity(actor=actor_of_request(request), **fields))


@router.reads("/opportunities/{int:opportunity_id}", "crm.opportunity.get", OpportunityAnswer)
def get_opportunity(request: HttpRequest, opportunity_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One opportunity."""
    return _told(request, queries.opportunity_record(actor_of_request(request), opportunity_id))


@router.changes("/opportunities/{int:opportunity_id}", "crm.opportunity.change", OpportunityAnswer)
def change_opportunity(request: HttpRequest, opportunity_id: Id, payload: OpportunityChange) -> Any:
    """Change fields of an opportunity that you have read."""
    deal = services.change_opportunity(
        actor=actor_of_request(request),
        opportunity_id=opportunity_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, deal)


@router.reads("/opportunities/{int:opportunity_id}/criteria", "crm.opportunity.criteria", list[CriterionAnswer])
def list_criteria(request: HttpRequest, opportunity_id: Id) -> Any:
    """The exit criteria of the opportunity's present stage."""
    deal = queries.opportunity_record(actor_of_request(request), opportunity_id)
    return [
        CriterionAnswer(
            id=state.criterion.pk,
            label=state.criterion.label,
            is_required=state.criterion.is_required,
            is_met=state.is_met,
            met_on=state.met_on,
            met_by=state.met_by,
        )
        for state in queries.criteria_of(deal)
    ]


@router.reads("/opportunities/{int:opportunity_id}/timeline", "crm.opportunity.timeline", list[TimelineAnswer])
def opportunity_timeline(request: HttpRequest, opportunity_id: Id, query: Query[TimelineQuery]) -> Any:
    """What happened with an opportunity, newest first."""
    actor = actor_of_request(request)
    deal = queries.opportunity_record(actor, opportunity_id)
    entries = queries.opportunity_timeline(actor, deal, kind=query.kind, limit=query.limit)
    return [TimelineAnswer.of(entry) for entry in entries]


def _told(request: HttpRequest, deal: Any) -> OpportunityAnswer:
    versioned(request, deal.version)
    return OpportunityAnswer.of(deal)
