"""How opportunities travel."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from cadre.kernel.rest import (
    AmountMinor,
    Answer,
    Body,
    CurrencyCode,
    Day,
    Id,
    ListQuery,
    Named,
    Versioned,
    major,
    named,
)

if TYPE_CHECKING:
    from cadre.crm.models import Opportunity

State = Literal["open", "won", "lost"]
Forecast = Literal["commit", "best_case", "pipeline", "omitted"]
Criteria = Annotated[list[Id], Field(max_length=100, description="Exit criteria that you declare met with this step.")]


class StageRef(Answer):
    """A stage, with the key that stays the same in every language."""

    id: int
    key: str
    name: str


class OpportunityAnswer(Answer):
    """A chance to sell, as it is now."""

    id: int
    version: int
    external_id: str | None
    account: Named | None
    owner: Named
    product: Named
    stage: StageRef
    state: State
    amount_minor: int
    currency: str
    amount: str = Field(description="The amount in major units, for people.")
    amount_is_estimate: bool = Field(description="Nobody gave an amount yet; it is the list price.")
    base_minor: int = Field(description="The amount in minor units of the company's currency.")
    forecast: Forecast
    engaged_on: dt.date | None
    expected_close_on: dt.date | None
    closed_on: dt.date | None
    stage_since: dt.date
    slipped: int
    next_step: str
    next_step_on: dt.date | None
    competitors: str
    loss_reason: Annotated[str, Field(description="The key of the reason, or empty.")]
    close_note: str
    description: str
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, deal: "Opportunity") -> "OpportunityAnswer":
        return cls(
            id=deal.pk,
            version=deal.version,
            external_id=deal.external_id,
            account=named(deal.account),
            owner=Named(id=deal.owner_id, name=deal.owner.name),
            product=Named(id=deal.product_id, name=deal.product.name),
            stage=StageRef(id=deal.stage_id, key=deal.stage.key, name=deal.stage.name),
            state=deal.state,  # type: ignore[arg-type]
            amount_minor=deal.amount_minor,
            currency=deal.currency,
            amount=major(deal.amount_minor, deal.currency) or "",
            amount_is_estimate=deal.amount_is_estimate,
            base_minor=deal.base_minor,
            forecast=deal.forecast,  # type: ignore[arg-type]
            engaged_on=deal.engaged_on,
            expected_close_on=deal.expected_close_on,
            closed_on=deal.closed_on,
            stage_since=deal.stage_since,
            slipped=deal.slipped,
            next_step=deal.next_step,
            next_step_on=deal.next_step_on,
            competitors=deal.competitors,
            loss_reason=deal.loss_reason_id or "",
            close_note=deal.close_note,
            description=deal.description,
            created_at=deal.created_at,
            updated_at=deal.updated_at,
        )


class OpportunityQuery(ListQuery):
    """Filters and order of opportunities: sort by id, amount, expected_close_on, closed_on or updated_at."""

    lookups: ClassVar = {
        "state": "state__in",
        "stage_id": "stage_id__in",
        "owner_id": "owner_id__in",
        "account_id": "account_id__in",
        "product_id": "product_id__in",
        "external_id": "external_id__in",
        "forecast": "forecast__in",
        "closed_from": "closed_on__gte",
        "closed_to": "closed_on__lte",
        "expected_from": "expected_close_on__gte",
        "expected_to": "expected_close_on__lte",
        "amount_minor_from": "amount_minor__gte",
        "amount_minor_to": "amount_minor__lte",
    }
    state: list[State] = []
    stage_id: list[Id] = []
    owner_id: list[Id] = []
    account_id: list[Id] = []
    product_id: list[Id] = []
    external_id: list[Annotated[str, Field(max_length=64)]] = []
    forecast: list[Forecast] = []
    closed_from: Day | None = None
    closed_to: Day | None = Field(None, description="Inclusive.")
    expected_from: Day | None = None
    expected_to: Day | None = Field(None, description="Inclusive.")
    amount_minor_from: Annotated[int, Field(ge=0, le=10**15)] | None = None
    amount_minor_to: Annotated[int, Field(ge=0, le=10**15)] | None = None
    q: Annotated[str, Field(max_length=200)] = Field("", description="Words, in Chinese or English, as in the search.")


class NewOpportunity(Body):
    """A new open opportunity. Without an amount it carries the product's list price."""

    product_id: Id
    account_id: Id | None = None
    owner_id: Id | None = Field(None, description="You, without it.")
    stage_id: Id | None = Field(None, description="The first open stage, without it.")
    external_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    amount_minor: AmountMinor | None = None
    currency: CurrencyCode | None = None
    forecast: Forecast = "pipeline"
    engaged_on: Day | None = Field(None, description="Today, without it.")
    expected_close_on: Day | None = None
    next_step: Annotated[str, Field(max_length=200)] = ""
    next_step_on: Day | None = None
    competitors: Annotated[str, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=20000)] = ""


class OpportunityChange(Versioned):
    """The fields that change; stage, owner and closing have operations of their own."""

    product_id: Id = 1
    account_id: Id | None = None
    external_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    amount_minor: AmountMinor = 0
    currency: CurrencyCode = "USD"
    forecast: Forecast = "pipeline"
    engaged_on: Day | None = None
    expected_close_on: Day | None = None
    next_step: Annotated[str, Field(max_length=200)] = ""
    next_step_on: Day | None = None
    competitors: Annotated[str, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=20000)] = ""


class Move(Versioned):
    """To another open stage."""

    stage_id: Id
    met: Criteria = []


class Win(Versioned):
    """How it was won. All may be left out: today, at the amount it has."""

    closed_on: Day | None = None
    amount_minor: AmountMinor | None = None
    met: Criteria = []
    close_note: Annotated[str, Field(max_length=300)] = ""


class Lose(Versioned):
    """Why it was lost."""

    loss_reason: Annotated[
        str, Field(max_length=40, description="The key of a reason that is offered: see /loss-reasons.")
    ]
    closed_on: Day | None = None
    close_note: Annotated[str, Field(max_length=300)] = ""
    competitors: Annotated[str, Field(max_length=200)] | None = None


class Reopen(Versioned):
    """Into which open stage it goes back."""

    stage_id: Id


Several = Annotated[list[Id], Field(min_length=1, max_length=1000)]


class Reassign(Body):
    """Several opportunities to one owner, all or none."""

    opportunity_ids: Several
    owner_id: Id


class Reschedule(Body):
    """One expected closing date for several opportunities, all or none."""

    opportunity_ids: Several
    expected_close_on: Day


class CriterionAnswer(Answer):
    """An exit criterion of the present stage, and whether it is met."""

    id: int
    label: str
    is_required: bool
    is_met: bool
    met_on: dt.date | None
    met_by: str | None
