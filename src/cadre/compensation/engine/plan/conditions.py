"""Readings, gates and multipliers: what a payout may depend on besides the credit itself."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.values import ADuration, AMoney, ANumber, AShare, Level, Title

Prorate = Literal["none", "days", "workdays", "months", "months_15", "months_any"]
PRORATE = (
    "for part of the period in the plan: by days; by workdays (Monday to Friday); by months in the plan on their first "
    "day (months), on their 15th (months_15), on any day (months_any)"
)


Rounding = Literal["nearest", "down", "up"]
ROUNDING = "round_to: to the nearest multiple (half away from zero), down to what is full, or up to what is begun"


class Part(BaseModel):
    """A part of a plan: unknown words are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


READINGS = (
    "measure", "attainment", "credit", "payout", "quota", "tenure_months", "column", "value",
    "lookup", "lowest", "highest", "average", "sum",
)  # fmt: skip
COMBINED = ("lowest", "highest", "average", "sum")


class Lookup(Part):
    """A text of the participants input turned into a number: a grade, a region, a job level."""

    column: str = Field(description="a column of the participants input: role, team, grade …")
    values: dict[str, ANumber] = Field(min_length=1, description="a number for each text")
    otherwise: ANumber | None = Field(None, description="the number for any other text; without it that is a problem")


class Reading(Part):
    """One number about a payee in a period. Exactly one source is named."""

    measure: str | None = Field(None, description="a declared measure, from the measures input")
    attainment: str | None = Field(None, description="credit ÷ quota of a component (self: this one; plan: all)")
    credit: str | None = Field(None, description="the credit of a component (self: this one)")
    payout: str | None = Field(None, description="what another component pays")
    quota: str | None = Field(None, description="the quota of a component")
    tenure_months: bool | None = Field(None, description="completed months of service at the period's end")
    column: str | None = Field(None, description="a column of the participants input")
    value: ANumber | None = Field(None, description="a fixed number")
    lookup: Lookup | None = Field(None, description="a number by a text of the participants input")
    lowest: "list[Reading] | None" = Field(None, min_length=2, description="the lowest of several readings")
    highest: "list[Reading] | None" = Field(None, min_length=2, description="the highest of several readings")
    average: "list[Reading] | None" = Field(None, min_length=2, description="their mean")
    sum: "list[Reading] | None" = Field(None, min_length=2, description="their sum")
    times: ANumber | None = Field(None, description="the reading is multiplied by this: a weight inside sum")
    over: "Reading | None" = Field(None, description="the reading is divided by this one: a ratio, a share, a rate")
    round_to: ANumber | None = Field(
        None, description="then rounded to a multiple, before times: 1 for whole numbers, 1% for whole percent"
    )
    round: Rounding = Field("nearest", description=ROUNDING)
    ago: int = Field(0, ge=0, le=120, description="so many periods earlier: 1 is the one before, 12 a year in months")
    partial: Literal["refused", "allowed"] = Field(
        "refused",
        description="of lowest, highest, average, sum: allowed leaves out what lies before the first period of the inputs",
    )
    of: Literal["payee", "team", "manager", "reports", "company"] = Field(
        "payee", description="whose number; team: all members; reports: everybody below in the tree"
    )
    title: Title | None = Field(None, description="how it is called in sentences")

    @field_validator("round_to")
    @classmethod
    def _multiple(cls, value: Fraction | None) -> Fraction | None:
        if value is not None and value <= 0:
            raise ValueError("round to a number above zero")
        return value

    @model_validator(mode="after")
    def _one_source(self) -> "Reading":
        named = [name for name in READINGS if getattr(self, name) is not None]
        if len(named) != 1:
            found = ", ".join(named) or "none"
            raise ValueError(f"name exactly one of {', '.join(READINGS)} (found: {found})")
        inside = getattr(self, named[0]) if named[0] in COMBINED else []
        if self.partial == "allowed" and not any(one.ago for one in inside):
            raise ValueError("partial: allowed goes with lowest, highest, average or sum over readings with ago")
        return self

    @property
    def source(self) -> str:
        """Which kind of number is read."""
        return next(name for name in READINGS if getattr(self, name) is not None)

    @property
    def component(self) -> str | None:
        """The component that is read, if one is."""
        return self.attainment or self.credit or self.payout or self.quota

    @property
    def key(self) -> str:
        """A short stable name: ``measure:csat``, ``attainment:team@team``."""
        where = "" if self.of == "payee" else f"@{self.of}"
        source, content = self.source, getattr(self, self.source)
        if source in COMBINED:
            text = f"{source}({', '.join(one.key for one in content)})"
        else:
            text = f"{source}:{content.column if isinstance(content, Lookup) else content}"
        times = "" if self.times is None else f"×{amounts.share_text(self.times)}"
        over = "" if self.over is None else f"/{self.over.key}"
        to = "" if self.round_to is None else f"~{self.round}:{amounts.share_text(self.round_to)}"
        return f"{text}{where}{f'-{self.ago}' if self.ago else ''}{times}{over}{to}"


def flat(reading: Reading) -> list[Reading]:
    """A reading and, when it combines others, those too."""
    inside = getattr(reading, reading.source) if reading.source in COMBINED else []
    inside = [*inside, reading.over] if reading.over is not None else inside
    return [reading, *(found for one in inside for found in flat(one))]


class Gate(Reading):
    """A condition; when it fails, ``otherwise`` of the payout is paid (nothing, unless said)."""

    at_least: ANumber | None = Field(None, description="open from this value on")
    above: ANumber | None = Field(None, description="open above this value")
    at_most: ANumber | None = Field(None, description="open up to this value")
    below: ANumber | None = Field(None, description="open below this value")
    equals: ANumber | None = Field(None, description="open at exactly this value")
    otherwise: AShare = Field(default="0%", validate_default=True, description="share paid when the gate is shut")

    @model_validator(mode="after")
    def _has_a_test(self) -> "Gate":
        if all(getattr(self, name) is None for name in ("at_least", "above", "at_most", "below", "equals")):
            raise ValueError("say when the gate is open: at_least, above, at_most, below or equals")
        return self


class ValueStep(Part):
    """From this reading on, this value."""

    from_: ANumber = Field(alias="from", description="from this reading on")
    value: ANumber = Field(description="the multiplier")


class ValuePoint(Part):
    """At this reading, this value; in between, a straight line."""

    at: ANumber
    value: ANumber


class Multiplier(Reading):
    """A factor on the payout: the reading itself, or looked up in steps or between points."""

    steps: list[ValueStep] | None = Field(None, min_length=1, description="the last step reached counts")
    interpolate: list[ValuePoint] | None = Field(None, min_length=2, description="straight lines between points")
    at_least: ANumber | None = Field(None, description="the factor is never below")
    at_most: ANumber | None = Field(None, description="the factor is never above")

    @model_validator(mode="after")
    def _one_table(self) -> "Multiplier":
        if self.steps and self.interpolate:
            raise ValueError("give steps or interpolate, not both")
        return self


class ClawbackRule(Part):
    """Takes back what a transaction paid when something happens to it."""

    on: str = Field(description="kind of event, as in the events input (return, cancellation, churn, …)")
    within: ADuration | None = Field(None, description="only when it happens so soon after the transaction's date")
    share: AShare | None = Field(None, description="the share taken back; without it the event's share or amount")
    prorate_over: ADuration | None = Field(
        None,
        description="share = what remains of this term ÷ the term, in whole months (or in days, for a term in days)",
    )


class Unpaid(Part):
    """Takes back what was paid for a transaction that is not paid by the customer in time."""

    after: ADuration = Field(description="counted from the transaction's date")
    column: str = Field("paid_on", description="the date column that must be filled by then")
    share: AShare = Field(default="100%", validate_default=True)


class Draw(Part):
    """Money advanced against pay not earned yet."""

    amount: AMoney | Literal["input"] = Field(description="per plan period; input: the participants column draw")
    recoverable: bool = Field(description="whether later earnings pay it back")
    first_periods: int | None = Field(None, ge=1, description="only in the payee's first so many periods")
    recover_at_most: AShare = Field(
        default="100%", validate_default=True, description="the most taken from one period's pay above the draw"
    )
    recover_from: int = Field(1, ge=1, description="recovered from the payee's period of this number on")
    owed_at_most: AMoney | None = Field(None, description="nothing more is advanced beyond this balance")
    forgiven_on: date | None = Field(None, description="what is still owed on this day is forgiven")
    forgiven_after: int | None = Field(None, ge=1, description="what is still owed after so many periods is forgiven")
    prorate: Prorate = Field("none", description=PRORATE)


class Guarantee(Part):
    """The least a payee is paid per plan period; the difference is never taken back."""

    amount: AMoney | Literal["input"] | list[AMoney] = Field(
        description="per plan period; input: the participants column guarantee; a list: the first, second … period's"
    )
    first_periods: int | None = Field(None, ge=1, description="only in the payee's first so many periods")
    prorate: Prorate = Field("none", description=PRORATE)


def relative(level: Level | None) -> bool:
    """Whether a level is a share of quota."""
    return level is not None and level.relative


def gate_text(gate: Gate) -> str:
    """The tests in signs: ``>= 90%``."""
    signs = (("at_least", ">="), ("above", ">"), ("at_most", "<="), ("below", "<"), ("equals", "="))
    tests = [f"{sign} {amounts.trimmed(getattr(gate, n))}" for n, sign in signs if getattr(gate, n) is not None]
    return " & ".join(tests)
