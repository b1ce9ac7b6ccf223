"""Payout curves: how a component turns credit or attainment into pay."""

from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from cadre.compensation.engine.plan.conditions import PRORATE, Gate, Part, Prorate, Reading
from cadre.compensation.engine.plan.deals import RateRow
from cadre.compensation.engine.plan.values import ADuration, ALevel, AMoney, ARate, AShare

FORMS = (
    "rate",
    "rates",
    "marginal",
    "retroactive",
    "interpolate",
    "steps",
    "milestones",
    "amount",
    "matrix",
    "contest",
    "pool",
    "tenure",
    "anniversaries",
)


class Tier(Part):
    """One tier. ``from`` may be left out: it is where the tier before ends."""

    from_: ALevel | None = Field(None, alias="from", description="where the tier begins (0 for the first)")
    to: ALevel | None = Field(None, description="where the tier ends; the last tier has none: open above")
    rate: ARate | None = Field(None, description="8% of the credit (of: target → of the target), or money per unit")
    amount: AMoney | None = Field(None, description="instead of a rate: this amount for the whole tier, pro rata")
    title: str | None = Field(None, description="a name for the tier")

    @model_validator(mode="after")
    def _rate_or_amount(self) -> "Tier":
        if (self.rate is None) == (self.amount is None):
            raise ValueError("give the tier a rate or an amount, one of them")
        return self


class Point(Part):
    """A point of the curve."""

    at: ALevel = Field(description="80% of quota, or 10000 in units")
    rate: ARate = Field(description="of: credit → the rate for the whole credit; of: target → the payout")


class Step(Part):
    """A row of a step table."""

    from_: ALevel = Field(alias="from")
    amount: AMoney | None = Field(None, description="pays this amount")
    pays: AShare | None = Field(None, description="pays this share of the target")

    @model_validator(mode="after")
    def _one(self) -> "Step":
        if (self.amount is None) == (self.pays is None):
            raise ValueError("give the step an amount or pays (a share of the target), one of them")
        return self


class Milestone(Part):
    """An amount paid once the level is reached; each milestone adds."""

    at: ALevel = Field(description="80% of quota, or 10000 in units")
    amount: AMoney | None = Field(None, description="pays this amount")
    pays: AShare | None = Field(None, description="pays this share of the target")

    @model_validator(mode="after")
    def _one(self) -> "Milestone":
        if (self.amount is None) == (self.pays is None):
            raise ValueError("give the milestone an amount or pays (a share of the target), one of them")
        return self


class Axis(Reading):
    """One side of a matrix: a reading and where each row or column begins."""

    from_: list[ALevel] = Field(
        alias="from", min_length=1, description="where each row or column begins, in rising order"
    )


class Matrix(Part):
    """A table of two readings."""

    rows: Axis = Field(description="the reading down the side")
    columns: Axis = Field(description="the reading across")
    gives: Literal["rate", "target", "amount"] = Field(description="what a cell means")
    cells: list[list[ARate]] = Field(description="one list per row")

    @model_validator(mode="after")
    def _fits(self) -> "Matrix":
        if len(self.cells) != len(self.rows.from_):
            raise ValueError(f"{len(self.rows.from_)} rows are named but {len(self.cells)} lists of cells are given")
        for number, row in enumerate(self.cells, 1):
            if len(row) != len(self.columns.from_):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns.from_)} columns")
        return self


class Contest(Part):
    """Prizes by rank."""

    prizes: list[AMoney] = Field(min_length=1, description="first, second, third …")
    best: AShare | None = Field(
        None, description="the prize for each of the best 10% instead: of those who take part, rounded, at least one"
    )
    rank_by: Literal["credit", "attainment", "increase", "growth"] | Reading = Field(
        "credit", description="a reading, or increase (credit less baseline) or growth (in % of the baseline)"
    )
    baseline: Reading | None = Field(None, description="increase, growth: what the credit is compared with")
    among: str = Field("everyone", description="everyone, team, role, or any column of the participants input")
    between: Literal["payees", "teams"] = Field("payees", description="teams: whole teams are ranked by their sum")
    members: Literal["each", "equal", "contribution"] = Field(
        "equal", description="between teams: each member gets the prize, or it is shared equally or by credit"
    )
    ties: Literal["share", "each", "earliest"] = Field(
        "share", description="share: the places' prizes are shared; each: all get the better prize; earliest: first"
    )
    minimum: ALevel | None = Field(None, description="who is below does not take part")
    qualify: list[Gate] = Field([], description="who fails one of these does not take part")

    @model_validator(mode="after")
    def _one_prize(self) -> "Contest":
        if self.best is not None and (len(self.prizes) != 1 or not 0 < self.best <= 1):
            raise ValueError("'best' is a share up to 100% and takes a single prize, which each of the best gets")
        return self

    @model_validator(mode="after")
    def _baseline(self) -> "Contest":
        if (self.rank_by in ("increase", "growth")) != (self.baseline is not None):
            raise ValueError("increase and growth need a 'baseline' reading, and only they do")
        return self


class Pool(Part):
    """An amount shared out among a group; the shares always sum to the amount."""

    amount: AMoney | None = Field(None, description="the amount per period and group")
    rate: ARate | None = Field(None, description="instead: this share of the group's credit, or money per unit of it")
    reading: Reading | None = Field(None, description="instead: a reading, for instance {payout: pool, of: team}")
    among: str = Field("everyone", description="everyone, team, role, or any column of the participants input")
    by: Literal["equal", "credit"] | Reading = Field(
        "credit", description="shared out equally, by credit, or by a reading: {column: shares}, {measure: points}"
    )
    minimum: ALevel | None = Field(None, description="who is below gets no share")
    qualify: list[Gate] = Field([], description="who fails one of these gets no share")

    @model_validator(mode="after")
    def _one(self) -> "Pool":
        if sum(part is not None for part in (self.amount, self.rate, self.reading)) != 1:
            raise ValueError("give the pool one of amount, rate, reading")
        return self


class TenureStep(Part):
    """From this length of service on, this amount per plan period."""

    from_: ADuration = Field(alias="from")
    amount: AMoney
    title: str | None = Field(None, description="honorary title, for the statement")


class Anniversary(Part):
    """An award in the period in which the length of service is reached."""

    at: ADuration
    amount: AMoney
    title: str | None = Field(None, description="honorary title, for the statement")
    every: bool = Field(False, description="again after each further such length")


class Fixed(Part):
    """A fixed amount per period: base salary, allowance."""

    amount: AMoney | None = Field(None, description="the amount")
    column: str | None = Field(None, description="a column of the participants input instead")
    per: Literal["period", "week", "month", "quarter", "half", "year"] = Field(
        "period", description="the span the amount is for"
    )
    prorate: Prorate = Field("none", description=PRORATE)
    leave: bool = Field(False, description="whether days of leave are taken off when prorating")

    @model_validator(mode="after")
    def _one(self) -> "Fixed":
        if (self.amount is None) == (self.column is None):
            raise ValueError("give an amount or a column, one of them")
        return self


class Pays(Part):
    """The payout curve: exactly one form."""

    of: Literal["credit", "target"] = Field("credit", description="what rates are a share of")
    boundary: Literal["upper", "lower"] = Field(
        "upper", description="which tier or step owns its edge: upper = reached at exactly the edge; lower = only above"
    )
    rate: ARate | None = Field(None, description="one rate for everything")
    rates: list[RateRow] | None = Field(
        None, min_length=1, description="a rate by the transaction itself: the first row that fits; none: nothing"
    )
    marginal: list[Tier] | None = Field(None, min_length=1, description="each tier's rate for what lies in it")
    retroactive: list[Tier] | None = Field(
        None, min_length=1, description="the reached tier's rate from the first cent"
    )
    interpolate: list[Point] | None = Field(None, min_length=2, description="straight lines between points")
    steps: list[Step] | None = Field(None, min_length=1, description="the last step reached pays")
    milestones: list[Milestone] | None = Field(None, min_length=1, description="every milestone reached pays")
    amount: Fixed | AMoney | None = Field(None, description="a fixed amount per period")
    matrix: Matrix | None = Field(None, description="a table of two readings")
    contest: Contest | None = Field(None, description="prizes by rank")
    pool: Pool | None = Field(None, description="an amount shared out among a group")
    tenure: list[TenureStep] | None = Field(None, min_length=1, description="allowance by length of service")
    anniversaries: list[Anniversary] | None = Field(None, min_length=1, description="long-service awards")

    @model_validator(mode="after")
    def _one_form(self) -> "Pays":
        named = [name for name in FORMS if getattr(self, name) is not None]
        if len(named) != 1:
            raise ValueError(f"name exactly one of {', '.join(FORMS)} (found: {', '.join(named) or 'none'})")
        return self

    @cached_property
    def form(self) -> str:
        """The form this curve has."""
        return next(name for name in FORMS if getattr(self, name) is not None)

    @property
    def among_all(self) -> bool:
        """Whether what one payee gets depends on the others."""
        return self.contest is not None or self.pool is not None

    @cached_property
    def without_sales(self) -> bool:
        """Whether who has sold nothing may be paid: salaries, service awards, a table of two measures, a contest or pool by a reading."""
        if self.matrix is not None:
            axes = (self.matrix.rows, self.matrix.columns)
            return self.matrix.gives != "rate" and all(axis.component is None for axis in axes)
        if self.contest is not None:
            return isinstance(self.contest.rank_by, Reading)
        if self.pool is not None:
            return isinstance(self.pool.by, Reading)
        return self.form in ("amount", "tenure", "anniversaries")

    @cached_property
    def readings(self) -> list[Reading]:
        """What the curve reads besides credit."""
        found: list[Reading] = []
        if self.matrix is not None:
            found += [self.matrix.rows, self.matrix.columns]
        if self.contest is not None:
            found += self.contest.qualify
            found += [one for one in (self.contest.rank_by, self.contest.baseline) if isinstance(one, Reading)]
        if self.pool is not None:
            found += self.pool.qualify
            found += [one for one in (self.pool.reading, self.pool.by) if isinstance(one, Reading)]
        return found

    @cached_property
    def tiers(self) -> list[Tier]:
        """The tiers of a marginal or retroactive curve."""
        return self.marginal or self.retroactive or []

    @cached_property
    def bands(self) -> list[Any]:
        """The tiers with both their ends written out."""
        from cadre.compensation.engine.plan.tiers import bands

        return bands(self.tiers)
