"""The plan: a versioned set of components with what holds for all of them together."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import ROUNDING, ClawbackRule, Draw, Guarantee, Part, Rounding, Unpaid
from cadre.compensation.engine.plan.formulas import Formula
from cadre.compensation.engine.plan.values import AMoney, ANumber, AShare, Title


class PlanCap(Part):
    """The most the whole plan pays one payee."""

    amount: AMoney = Field(description="the most")
    per: Literal["period", "quarter", "half", "year", "ever"] = Field("period", description="over what it is reached")
    carry: bool = Field(False, description="what lies above is kept and paid where there is room later")


class MeasureDeclared(Part):
    """A measure the plan may read."""

    unit: Literal["number", "percent", "money", "yes_no"] = Field("number", description="how its values are shown")
    grades: dict[str, ANumber] | None = Field(None, description="for values that are texts: {A: 120%, B: 100%, C: 0%}")
    missing: Literal["problem", "zero"] = Field("problem", description="what a missing value means")
    title: Title | None = Field(None, description="how it is called in sentences")


class Plan(Part):
    """A compensation plan in one version."""

    plan: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="short name of the plan")
    version: int = Field(1, ge=1, description="counts up with every change")
    title: Title | None = Field(None, description="how it is called in sentences and statements")
    currency: str = Field(description="ISO 4217; everything is paid in it")
    decimals: int | None = Field(None, ge=0, le=4, description="smallest unit paid, if not the currency's own")
    period: Literal["week", "month", "quarter", "half", "year", "once"] = Field(
        "month", description="how often it pays"
    )
    fiscal_year_starts: int = Field(1, ge=1, le=12, description="month in which the year begins")
    from_: date | None = Field(None, alias="from", description="first day of the plan")
    to: date | None = Field(None, description="day after the last day of the plan")
    roles: list[str] | None = Field(None, description="which participants are in the plan")
    measures: dict[str, MeasureDeclared | Literal["number", "percent", "money", "yes_no"]] = Field(
        {}, description="values by payee and period that the plan may read, from the measures input"
    )
    columns: dict[str, str] = Field(
        {},
        description="calculated columns of the transactions: {profit: amount - cost}; later ones may use earlier ones",
    )
    rates_on: str = Field("date", description="the date column at which foreign amounts are converted")
    components: list[Component] = Field(min_length=1, description="the ways of earning")
    cap: PlanCap | AMoney | None = Field(None, description="the most the whole plan pays one payee per period")
    guarantee: Guarantee | None = Field(None, description="the least a payee is paid")
    draw: Draw | None = Field(None, description="money advanced against later pay")
    negative: Literal["carry", "owe", "forgive"] = Field(
        "carry", description="a period below zero: carried to the next, shown as owed, or set to zero"
    )
    recover_at_most: AShare = Field(
        Fraction(1),
        gt=0,
        le=1,
        description="negative: carry: the most that what is carried below zero takes of one later period's pay",
    )
    round_to: AMoney | None = Field(
        None,
        gt=0,
        description="what is paid per period is rounded to a multiple of this: 1 for whole dollars, 10 for tens",
    )
    round: Rounding = Field("nearest", description=ROUNDING)
    pay_from: AMoney | None = Field(None, description="less than this is not paid out but kept for the next period")
    clawback: list[ClawbackRule] = Field([], description="what is taken back when something happens to a transaction")
    unpaid: Unpaid | None = Field(None, description="what is taken back when the customer does not pay in time")

    @field_validator("columns")
    @classmethod
    def _formulas(cls, columns: dict[str, str]) -> dict[str, str]:
        for name, text in columns.items():
            if not name.isidentifier():
                raise ValueError(f"'{name}' is no name for a column: use letters, digits and _")
            Formula.parse(text)
        return columns

    @cached_property
    def formulas(self) -> dict[str, Formula]:
        """The calculated columns, parsed."""
        return {name: Formula.parse(text) for name, text in self.columns.items()}

    @cached_property
    def cap_terms(self) -> PlanCap | None:
        """The cap, written out."""
        return self.cap if self.cap is None or isinstance(self.cap, PlanCap) else PlanCap(amount=self.cap)

    @property
    def digits(self) -> int:
        """Decimals of the smallest unit paid."""
        return amounts.minor_digits(self.currency) if self.decimals is None else self.decimals

    @property
    def scale(self) -> int:
        """Smallest units in one unit of the currency."""
        typed: int = 10**self.digits
        return typed

    def component(self, name: str) -> Component:
        """A component by its id. Raises ``KeyError``."""
        for component in self.components:
            if component.id == name:
                return component
        raise KeyError(name)

    def declared(self, measure: str) -> MeasureDeclared:
        """How a measure was declared, written out."""
        found = self.measures[measure]
        return found if isinstance(found, MeasureDeclared) else MeasureDeclared(unit=found)
