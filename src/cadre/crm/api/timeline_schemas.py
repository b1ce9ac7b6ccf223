"""How activities and timelines travel."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel.rest import Answer, Body, Day, Id, ListQuery, Moment, Named, Versioned, named

if TYPE_CHECKING:
    from cadre.crm.models import Activity
    from cadre.crm.queries import TimelineEntry

Kind = Literal["note", "call", "visit", "mail", "meeting"]


class ActivityAnswer(Answer):
    """What was done or is planned."""

    id: int
    version: int
    kind: Kind
    state: Literal["planned", "done"]
    at: dt.datetime
    on: dt.date
    minutes: int | None
    employee: Named
    account_id: int | None
    opportunity_id: int | None
    contact: Named | None
    subject: str
    body: str
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: "Activity") -> "ActivityAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            kind=row.kind,  # type: ignore[arg-type]
            state=row.state,  # type: ignore[arg-type]
            at=row.at,
            on=row.on,
            minutes=row.minutes,
            employee=Named(id=row.employee_id, name=row.employee.name),
            account_id=row.account_id,
            opportunity_id=row.opportunity_id,
            contact=named(row.contact),
            subject=row.subject,
            body=row.body,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class StepAnswer(Answer):
    """A step from one stage to the next."""

    from_stage: str | None
    to_stage: str
    on: dt.date
    days_in_stage: int
    by: Named | None


class TimelineAnswer(Answer):
    """An activity or a step, whichever is not null."""

    at: dt.datetime
    activity: ActivityAnswer | None
    step: StepAnswer | None

    @classmethod
    def of(cls, entry: "TimelineEntry") -> "TimelineAnswer":
        step: Any = entry.step
        return cls(
            at=entry.at,
            activity=ActivityAnswer.of(entry.activity) if entry.activity else None,
            step=step
            and StepAnswer(
                from_stage=step.from_stage and step.from_stage.key,
                to_stage=step.to_stage.key,
                on=step.on,
                days_in_stage=step.days_in_stage,
                by=named(step.employee),
            ),
        )


class TimelineQuery(BaseModel):
    """How much of a timeline."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind | Literal["", "step"] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ActivityQuery(ListQuery):
    """Filters and order of activities: sort by id, at or updated_at."""

    lookups: ClassVar = {
        "kind": "kind__in",
        "state": "state__in",
        "employee_id": "employee_id__in",
        "opportunity_id": "opportunity_id__in",
        "account_id": "account_id__in",
        "on_from": "on__gte",
        "on_to": "on__lte",
    }
    kind: list[Kind] = []
    state: list[Literal["planned", "done"]] = []
    employee_id: list[Id] = []
    opportunity_id: list[Id] = []
    account_id: list[Id] = []
    on_from: Day | None = None
    on_to: Day | None = Field(None, description="Inclusive.")


class NewActivity(Body):
    """What was done, or is planned when `at` lies ahead. Say something in subject or body."""

    kind: Kind
    subject: Annotated[str, Field(max_length=160)] = ""
    body: Annotated[str, Field(max_length=20000)] = ""
    opportunity_id: Id | None = None
    account_id: Id | None = None
    contact_id: Id | None = None
    at: Moment | None = Field(None, description="Now, without it.")
    minutes: Annotated[int, Field(strict=True, ge=0, le=1440)] | None = None
    next_step: Annotated[str, Field(max_length=200)] = Field("", description="Of the opportunity.")
    next_step_on: Day | None = None


class ActivityChange(Versioned):
    """The fields that change. What is planned stays planned and what is done stays done; only what is planned may lie ahead."""

    kind: Kind = "note"
    subject: Annotated[str, Field(max_length=160)] = ""
    body: Annotated[str, Field(max_length=20000)] = ""
    at: Moment = Field(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    minutes: Annotated[int, Field(strict=True, ge=0, le=1440)] | None = None
    opportunity_id: Id | None = Field(None, description="The account follows it, where none is sent.")
    account_id: Id | None = None
    contact_id: Id | None = None


class Completion(Body):
    """What came of a planned activity."""

    body: Annotated[str, Field(max_length=20000)] = ""
