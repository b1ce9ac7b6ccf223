"""Forecasts: read, keep, and the numbers of managers."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.crm import queries, services
from cadre.crm.api.forecast_schemas import (
    CallAnswer,
    ChanceAnswer,
    ForecastAnswer,
    ForecastQuery,
    KeptAnswer,
    NewCall,
    Period,
    SnapshotAnswer,
    SnapshotQuery,
)
from cadre.crm.api.routing import router
from cadre.kernel.rest import Id, Page, actor_of_request, page_of, versioned


@router.reads("/forecast", "crm.forecast.get", ForecastAnswer)
def get_forecast(request: HttpRequest, query: Query[ForecastQuery]) -> Any:
    """The forecast by every method, of whom you may see."""
    return ForecastAnswer.of(queries.forecast(actor_of_request(request), query.who, query.period))


@router.reads("/forecast/snapshots", "crm.forecast.snapshots", Page[SnapshotAnswer])
def list_snapshots(request: HttpRequest, query: Query[SnapshotQuery]) -> Any:
    """Forecasts as they stood on earlier days."""
    actor = actor_of_request(request)
    whose = queries.reach_of(actor).whose(query.who)
    return page_of(queries.snapshots(actor, whose).order_by(), query, SnapshotAnswer.of, sorts={})


@router.acts("/forecast/snapshots", "crm.forecast.keep", KeptAnswer)
def keep_forecast(request: HttpRequest) -> Any:
    """Take today's snapshot of every forecast; a second one on the same day replaces the first."""
    return KeptAnswer(rows=services.keep_forecast(actor=actor_of_request(request)))


@router.acts("/forecast/calls", "crm.forecast.call", CallAnswer)
def call_forecast(request: HttpRequest, payload: NewCall) -> Any:
    """Say a number of your own for a person or team below you."""
    row = services.call_forecast(
        actor=actor_of_request(request),
        who=payload.who,
        period=payload.period,
        commit_minor=payload.commit_minor,
        best_minor=payload.best_minor,
        note=payload.note,
    )
    versioned(request, row.version)
    return CallAnswer.of(row)


@router.reads("/opportunities/{int:opportunity_id}/chance", "crm.opportunity.chance", ChanceAnswer)
def opportunity_chance(request: HttpRequest, opportunity_id: Id, period: Period = "quarter") -> Any:
    """The chance that an open opportunity is won by the end of the period, and why."""
    return ChanceAnswer.of(queries.chance_of(actor_of_request(request), opportunity_id, period))
