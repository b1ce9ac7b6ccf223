"""The plan: a versioned set of components with what holds for all of them together."""

from datetime import date
from typing import Literal

from pydantic import Field

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import ClawbackRule, Draw, Guarantee, Part, Unpaid
from cadre.compensation.engine.plan.values import AMoney, Title


class MeasureDeclared(Part):
    """A measure the plan may read."""

    unit: Literal["number", "percent", "money", "yes_no"] = "number"
    missing: Literal["problem", "zero"] = Field("problem", description="what a missing value means")
    title: Title | None = None


class Plan(Part):
    """A compensation plan in one version."""

    plan: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="short name of the plan")
    version: int = Field(1, ge=1)
    title: Title | None = None
    currency: str = Field(description="ISO 4217; everything is paid in it")
    decimals: int | None = Field(None, ge=0, le=4, description="smallest unit paid, if not the currency's own")
    period: Literal["week", "month", "quarter", "half", "year", "once"] = Field(
        "month", description="how often it pays"
    )
    fiscal_year_starts: int = Field(1, ge=1, le=12, description="month in which the year begins")
    from_: date | None = Field(None, alias="from", description="first day of the plan")
    to: date | None = Field(None, description="day after the last day of the plan")
    roles: list[str] | None = Field(None, description="which participants are in the plan")
    measures: dict[str, MeasureDeclared | Literal["number", "percent", "money", "yes_no"]] = {}
    components: list[Component] = Field(min_length=1)
    cap: AMoney | None = Field(None, description="the most the whole plan pays one payee per period")
    guarantee: Guarantee | None = None
    draw: Draw | None = None
    negative: Literal["carry", "owe", "forgive"] = Field(
        "carry", description="a period below zero: carried to the next, shown as owed, or set to zero"
    )
    clawback: list[ClawbackRule] = []
    unpaid: Unpaid | None = None

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
