"""What goes in and out. Values are whole numbers in the metric's smallest unit: minor units of money, things, millionths of a ratio."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from cadre.kernel.rest import AmountMinor, Answer, Body, Day, Id, ListQuery, Versioned, WholeNumber

if TYPE_CHECKING:
    from cadre.targets.queries import GoalStanding, Progress, TargetPlan

Key = Annotated[str, Field(min_length=1, max_length=60)]
PeriodName = Annotated[str, Field(min_length=1, max_length=10, description="As the calendar has it: 2026-Q4, 2026-10.")]
PeriodKind = Literal["year", "quarter", "month"]
ShownKind = Literal["year", "quarter", "month", "week"]
Level = Literal["base", "stretch", "challenge"]
Basis = Literal["history", "equal", "pipeline", "hand"]
Dimension = Literal["", "product", "series", "industry", "size", "country", "territory"]
Chosen = Annotated[
    str,
    Field(
        max_length=60,
        description="The key of the dimension that the targets are only for; empty with an empty dimension.",
    ),
]
Reason = Annotated[str, Field(min_length=1, max_length=300)]


class GoalAnswer(Answer):
    """A goal of the company. `attained` is null for readers who may not see the company's numbers."""

    id: int
    version: int
    title: str
    why: str
    metric: str
    direction: Literal["more", "less"]
    value: int
    period: str
    owner_id: int | None
    is_closed: bool
    attained: int | None

    @classmethod
    def of(cls, row: "GoalStanding") -> "GoalAnswer":
        goal = row.goal
        names = ("version", "title", "why", "metric", "direction", "value", "period", "owner_id", "is_closed")
        return cls(id=goal.pk, attained=row.attained, **{name: getattr(goal, name) for name in names})


class NewGoal(Body):
    """A new goal for a fiscal period."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    metric: Key
    period_kind: PeriodKind
    period: PeriodName
    value: AmountMinor
    why: Annotated[str, Field(max_length=1000)] = ""
    direction: Literal["more", "less"] = "more"


class PlanAnswer(Answer):
    """One version of the targets for a metric and a period."""

    id: int
    version: int
    metric: str
    level: Level
    period: str
    grain: Literal["month", "quarter"]
    dimension: Dimension
    chosen: str
    number: int
    team_id: int | None
    top_down: int | None
    over_ppm: int
    basis: Basis
    state: Literal["draft", "submitted", "approved", "superseded"]
    note: str

    @classmethod
    def of(cls, plan: "TargetPlan") -> "PlanAnswer":
        names = set(cls.model_fields) - {"id"}
        return cls(id=plan.pk, **{name: getattr(plan, name) for name in names})


class NewPlan(Body):
    """Begin a version; `divide` it or set its cells afterwards."""

    metric: Key
    period_kind: PeriodKind
    period: PeriodName
    grain: Literal["month", "quarter"] = "month"
    level: Level = "base"
    dimension: Dimension = ""
    chosen: Chosen = ""
    team_id: Id | None = None
    goal_id: Id | None = None
    top_down: AmountMinor | None = None
    over_ppm: WholeNumber = 0
    basis: Basis = "history"
    note: Annotated[str, Field(max_length=300)] = ""


class Divide(Versioned):
    """Divide the total down the tree and along the periods, around what is fixed."""

    total: AmountMinor
    over_ppm: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    basis: Basis = "history"
    season: Annotated[list[WholeNumber], Field(max_length=12)] = []
    keep_proposals: bool = False


class CellIn(Body):
    """A value for a subject in a part of the plan's period; null empties the cell, which is not a zero."""

    kind: Literal["company", "team", "person"]
    id: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    period: PeriodName
    value: AmountMinor | None
    reason: Annotated[str, Field(max_length=300)] = ""


class Cells(Versioned):
    """Cells to set, all or none."""

    cells: Annotated[list[CellIn], Field(min_length=1, max_length=10_000)]


class Step(Versioned):
    """A step of a version; the version you read guards against somebody else's change."""


class SendBack(Versioned):
    note: Reason


class ApprovalAnswer(Answer):
    """How the company approves targets. `needs_second`: another person approves than the one who handed in."""

    needs_second: bool


class ApprovalChange(Body):
    """How the company shall approve targets from now on."""

    needs_second: bool


class TargetAnswer(Answer):
    """A target of a person, a team, or the company (neither)."""

    id: int
    version: int
    plan_id: int
    metric: str
    level: Level
    dimension: Dimension
    chosen: str
    employee_id: int | None
    team_id: int | None
    period: str
    starts_on: dt.date
    ends_on: dt.date = Field(description="The first day after the period.")
    value: int
    computed: int | None
    proposed: int | None
    reason: str
    state: Literal["draft", "approved", "acknowledged", "questioned", "superseded"]
    question: str
    answer: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    @classmethod
    def of(cls, row: Any) -> "TargetAnswer":
        return cls(id=row.pk, **{name: getattr(row, name) for name in set(cls.model_fields) - {"id"}})


class TargetQuery(ListQuery):
    """Filters of targets: sort by id or starts_on."""

    lookups: ClassVar = {
        "plan_id": "plan_id", "metric": "metric", "level": "level", "dimension": "dimension", "chosen": "chosen", "period": "period",
        "employee_id": "employee_id__in", "team_id": "team_id__in", "state": "state__in",
    }  # fmt: skip
    plan_id: Id | None = None
    metric: Annotated[str, Field(max_length=60)] | None = None
    level: Level | None = None
    dimension: Annotated[str, Field(max_length=40)] | None = None
    chosen: Annotated[str, Field(max_length=60)] | None = None
    period: Annotated[str, Field(max_length=10)] | None = None
    employee_id: list[Id] = []
    team_id: list[Id] = []
    state: list[Literal["draft", "approved", "acknowledged", "questioned", "superseded"]] = []


class Acknowledge(Body):
    target_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]


class Question(Body):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class GivenAnswer(Body):
    answer: Annotated[str, Field(min_length=1, max_length=500)]


class MidPeriod(Versioned):
    """Another value from a day of the period on."""

    value: AmountMinor
    from_on: Day
    reason: Reason


class ProgressAnswer(Answer):
    """Where somebody stands. Null where there is no target, or for what cannot be told."""

    kind: Literal["company", "team", "person"]
    id: int
    name: str
    target: int | None
    attained: int
    gap: int | None
    attainment: str | None = Field(description="To four decimals: 0.6560.")
    time_passed: str = Field(description="The share of the working days that is over.")
    rate_needed: int | None = Field(description="What it takes per remaining working day.")
    likely_low: int | None
    likely_high: int | None
    chance_percent: int | None

    @classmethod
    def of(cls, row: "Progress") -> "ProgressAnswer":
        standing, look = row.standing, row.outlook
        return cls(
            kind=row.subject.kind,  # type: ignore[arg-type]
            id=row.subject.id,
            name=row.subject.name,
            target=standing.target,
            attained=row.attained,
            gap=row.gap,
            attainment=None if standing.attainment is None else f"{float(standing.attainment):.4f}",
            time_passed=f"{float(standing.time):.4f}",
            rate_needed=row.rate_needed,
            likely_low=look.low if look else None,
            likely_high=look.high if look else None,
            chance_percent=look.percent if look else None,
        )
