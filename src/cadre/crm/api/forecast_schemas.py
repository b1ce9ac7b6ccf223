"""How forecasts travel."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from cadre.kernel.rest import AmountMinor, Answer, Body, ListQuery

if TYPE_CHECKING:
    from cadre.crm.models import ForecastCall, ForecastSnapshot
    from cadre.crm.queries import Chance, Outlook

Method = Literal["weighted", "category", "learned"]
Period = Literal["month", "quarter", "next_quarter"]
Who = Annotated[
    str, Field(max_length=30, pattern=r"^(all|(team|person)-\d{1,12})$", description="all, team-7 or person-12.")
]


class ForecastQuery(Body):
    """Of whom, and for which period."""

    who: Who = "all"
    period: Period = "quarter"


class MethodAnswer(Answer):
    """A forecast for the whole period, in minor units of the company's currency."""

    method: Method
    won_minor: int
    open_minor: int = Field(description="Expected of deals that are open.")
    new_minor: int = Field(description="Expected of deals that do not exist yet; the learned method alone.")
    total_minor: int
    low_minor: int | None
    high_minor: int | None = Field(
        description="80 % range of the learned method; won to best case of the category method."
    )
    past_error: str | None = Field(
        description="Mean absolute error of the company's forecast in the backtest, as a ratio."
    )


class ForecastAnswer(Answer):
    """The forecast as it stands now."""

    who: str
    name: str
    period: str = Field(description="The fiscal period's name.")
    starts_on: dt.date
    ends_on: dt.date
    used: Method = Field(description="The method that was less wrong on the last finished quarter.")
    best_case_minor: int
    with_calls: bool = Field(description="Managers' own numbers stand in the category forecast.")
    methods: list[MethodAnswer]

    @classmethod
    def of(cls, seen: "Outlook") -> "ForecastAnswer":
        said = seen.commitment(seen.whose)
        return cls(
            who=seen.whose.key,
            name=seen.whose.label,
            period=seen.asked.span.name,
            starts_on=seen.asked.span.start,
            ends_on=seen.asked.span.last,
            used=seen.best,  # type: ignore[arg-type]
            best_case_minor=said.best_total,
            with_calls=said.called,
            methods=[
                MethodAnswer(
                    method=line.method,  # type: ignore[arg-type]
                    won_minor=line.won,
                    open_minor=line.open,
                    new_minor=line.new,
                    total_minor=line.total,
                    low_minor=line.low,
                    high_minor=line.high,
                    past_error=None if line.off is None else str(line.off),
                )
                for line in seen.lines
            ],
        )


class SnapshotQuery(ListQuery):
    """Of whom."""

    who: Who = "all"


class SnapshotAnswer(Answer):
    """A forecast as it stood at the end of a day."""

    id: int
    taken_on: dt.date
    is_backtest: bool = Field(description="Calculated afterwards with what was known on that day.")
    period_kind: Literal["month", "quarter"]
    starts_on: dt.date
    ends_on: dt.date
    method: Method
    won_minor: int
    open_minor: int
    new_minor: int
    total_minor: int

    @classmethod
    def of(cls, row: "ForecastSnapshot") -> "SnapshotAnswer":
        return cls(
            id=row.pk,
            taken_on=row.taken_on,
            is_backtest=row.is_backtest,
            period_kind=row.period_kind,  # type: ignore[arg-type]
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            method=row.method,  # type: ignore[arg-type]
            won_minor=row.won_minor,
            open_minor=row.open_minor,
            new_minor=row.new_minor,
            total_minor=row.total_minor,
        )


class NewCall(Body):
    """A manager's own number for a person or team, for the whole period."""

    who: Who
    period: Period = "quarter"
    commit_minor: AmountMinor
    best_minor: AmountMinor | None = None
    note: Annotated[str, Field(min_length=1, max_length=300)]


class CallAnswer(Answer):
    """A number in force."""

    id: int
    version: int
    commit_minor: int
    best_minor: int | None
    note: str
    valid_from: dt.date

    @classmethod
    def of(cls, row: "ForecastCall") -> "CallAnswer":
        names = ("version", "commit_minor", "best_minor", "note", "valid_from")
        return cls(id=row.pk, **{name: getattr(row, name) for name in names})


class KeptAnswer(Answer):
    """How many forecasts were kept."""

    rows: int


class ReasonAnswer(Answer):
    """A thing known about the deal, and the percentage points it adds or takes against the average deal."""

    label: str
    value: str
    points: str


class ChanceAnswer(Answer):
    """The chance that a deal is won by the end of the period."""

    period: str
    chance: str | None = Field(description="As a ratio; null where nothing was learned or the deal is decided.")
    by_stage: str = Field(description="The probability of its stage, as a ratio.")
    reasons: list[ReasonAnswer]

    @classmethod
    def of(cls, found: "Chance") -> "ChanceAnswer":
        return cls(
            period=found.asked.span.name,
            chance=None if found.chance is None else str(found.chance),
            by_stage=f"{found.by_stage / 100:.2f}",
            reasons=[ReasonAnswer(label=r.label, value=r.value, points=str(r.points)) for r in found.reasons],
        )
