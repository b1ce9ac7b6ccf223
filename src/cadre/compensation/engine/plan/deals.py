"""What depends on the single transaction: filters, rows of rates, factors."""

from datetime import date

from pydantic import Field, model_validator

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.conditions import Part
from cadre.compensation.engine.plan.values import ANumber, ARate

Scalar = str | int | bool


class Where(Part):
    """A comparison on a transaction's column; a bare value or a list of values is the short form."""

    at_least: ANumber | None = Field(None, description="from this number on")
    above: ANumber | None = Field(None, description="above this number")
    at_most: ANumber | None = Field(None, description="up to this number")
    below: ANumber | None = Field(None, description="below this number")
    not_in: list[Scalar] | None = Field(None, alias="not", description="any other text than these")
    from_: date | None = Field(None, alias="from", description="a date column: from this day on")
    to: date | None = Field(None, description="a date column: before this day")

    @model_validator(mode="after")
    def _says_something(self) -> "Where":
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("say at_least, above, at_most, below, not, from or to")
        return self

    @property
    def numeric(self) -> bool:
        """Whether the column is read as a number."""
        return any(value is not None for value in (self.at_least, self.above, self.at_most, self.below))

    @property
    def dated(self) -> bool:
        """Whether the column is read as a date."""
        return self.from_ is not None or self.to is not None


Filter = dict[str, Scalar | list[Scalar] | Where]


def where_text(wanted: Filter) -> str:
    """A filter in signs: ``product = software, margin >= 30%``; a star where everything fits."""
    return ", ".join(f"{column} {_test_text(test)}" for column, test in wanted.items()) or "*"


def _test_text(test: Scalar | list[Scalar] | Where) -> str:
    if not isinstance(test, Where):
        return "= " + " / ".join(_scalar(one) for one in (test if isinstance(test, list) else [test]))
    signs = ((">=", test.at_least), (">", test.above), ("<=", test.at_most), ("<", test.below))
    parts = [f"{sign} {amounts.exact_text(value)}" for sign, value in signs if value is not None]
    parts += [f"≠ {' / '.join(_scalar(one) for one in test.not_in)}"] if test.not_in else []
    parts += [f"{sign} {day}" for sign, day in ((">=", test.from_), ("<", test.to)) if day is not None]
    return " & ".join(parts)


def _scalar(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class RateRow(Part):
    """A row of `rates:`: which transactions, and what they pay."""

    where: Filter = Field({}, description="which transactions; empty: every other one")
    rate: ARate = Field(description="8% of the credit, or money per unit: 71.43")


class FactorRow(Part):
    """A row of a factor: which transactions, and the factor."""

    where: Filter = Field({}, description="which transactions; empty: every other one")
    value: ANumber = Field(description="the factor: 120%, 0.5")


class Factor(Part):
    """A factor on what a single transaction pays; where no row fits it is 1."""

    where: Filter = Field({}, description="which transactions; short for a single row")
    value: ANumber | None = Field(None, description="the factor: 120%, 0.5; short for a single row")
    first: list[FactorRow] | None = Field(None, min_length=1, description="several rows: the first that fits counts")

    @model_validator(mode="after")
    def _one_form(self) -> "Factor":
        if (self.value is None) == (self.first is None) or (self.first is not None and self.where):
            raise ValueError("give the factor 'where' and 'value', or 'first' with rows")
        return self

    @property
    def rows(self) -> list[FactorRow]:
        """The rows, written out."""
        return self.first or [FactorRow(where=self.where, value=self.value)]
