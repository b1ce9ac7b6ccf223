"""A component: measure × crediting × target × curve × conditions × timing."""

from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from cadre.compensation.engine.plan.conditions import PRORATE, Gate, Multiplier, Part, Prorate, Reading, flat
from cadre.compensation.engine.plan.deals import Factor, FactorRow, Scalar, Where
from cadre.compensation.engine.plan.payouts import Pays
from cadre.compensation.engine.plan.values import ADuration, ALevel, AMoney, ANumber, ARate, AShare, Title

Per = Literal["period", "week", "month", "quarter", "half", "year"]


class Measure(Part):
    """What is counted: a column of the transactions with a filter, or a reading of the payee and period."""

    value: str | None = Field(
        None, description="amount, count, a numeric column of the transactions, or a calculated column of the plan"
    )
    unit: Literal["money", "number"] | None = Field(None, description="money (amount) or number (units, points)")
    where: dict[str, Scalar | list[Scalar] | Where] = Field(default={}, description="which transactions count")
    date: str = Field("date", description="the date column that decides the period: booked, invoiced, paid …")
    times: str | None = Field(None, description="a column of percentages the value is multiplied by first")
    reading: Reading | None = Field(None, description="instead: one number per payee and period")
    scores: dict[str, AShare] | None = Field(None, description="instead: measures and weights (objectives, MBO)")

    @model_validator(mode="after")
    def _one(self) -> "Measure":
        named = [n for n in ("value", "reading", "scores") if getattr(self, n) is not None]
        if len(named) != 1:
            raise ValueError("name exactly one of value, reading, scores")
        return self

    @cached_property
    def is_transactions(self) -> bool:
        """Whether the measure adds up transactions."""
        return self.value is not None

    @cached_property
    def is_money(self) -> bool:
        """Whether the measure is an amount of money."""
        if self.reading is not None:
            return self.reading.source in ("payout",)
        return self.is_transactions and (self.unit or ("money" if self.value == "amount" else "number")) == "money"


class RollUp(Part):
    """Who else is credited, over the reporting tree at the date."""

    levels: int | Literal["all"] = Field("all", description="how many levels up")
    from_level: int = Field(1, ge=1, description="the first level that counts: 2 leaves out the direct manager")
    relation: str = Field("manager", description="which lines of the tree input")
    own: bool = Field(False, description="whether the payee's own credits count too")
    share: AShare = Field(default="100%", validate_default=True, description="share of each credit")


class Credit(Part):
    """Who gets credit for a transaction, and how much."""

    by: list[str] | str | None = Field(
        None, description="columns matched with the assignments input: account, territory"
    )
    overlay: bool = Field(
        False,
        description="by: credit by the assignments alone, beside whoever owns the transaction; its payee and splits are "
        "not looked at",
    )
    roles: list[str] | None = Field(None, description="only splits and assignments in these roles")
    shares: dict[str, AShare] | None = Field(None, description="shares by role, for splits that name only the role")
    total: AShare | Literal["any"] = Field(
        default="100%", validate_default=True, description="what one transaction's shares must sum to"
    )
    roll_up: RollUp | None = Field(None, description="managers and overlays over the tree")
    team: bool = Field(False, description="every member of the team is credited with the whole team's credits")
    share: AShare = Field(default="100%", validate_default=True, description="share of the credit that counts")


class Quota(Part):
    """The target figure that attainment is measured against."""

    amount: AMoney | Literal["input"] = Field(description="a number, or input: from the quotas input")
    per: Per = Field("period", description="the span the number is for")
    weights: list[AShare] | None = Field(None, description="shares of the year's periods, first to last")
    prorate: Prorate = Field("none", description=PRORATE)
    leave: bool = Field(True, description="whether days of leave are taken off when prorating")
    ramp: list[AShare] | None = Field(None, description="shares in the payee's first periods; then 100%")
    round_to: ANumber | None = Field(None, description="round to a multiple, for instance 1 or 100")
    basis: Literal["whole", "to_date"] = Field("whole", description="accumulate: the whole run's quota, or so far")

    @cached_property
    def plain(self) -> bool:
        """Whether the number given is the quota, as it is."""
        return self.per == "period" and self.prorate == "none" and not self.ramp and not self.round_to


class Target(Part):
    """The incentive paid at 100 %."""

    amount: AMoney | Literal["input"] | None = Field(
        None, description="a number, or input: the participants column target"
    )
    column: str | None = Field(None, description="instead: a column of the participants input, for instance salary")
    share: AShare = Field(default="100%", validate_default=True, description="share of it: 20% of the salary")
    per: Per = Field("period", description="the span the number is for")
    weights: list[AShare] | None = Field(None, description="shares of the year's periods, first to last")
    prorate: Prorate = Field("none", description=PRORATE)
    leave: bool = Field(False, description="whether days of leave are taken off when prorating")

    @model_validator(mode="after")
    def _one(self) -> "Target":
        if (self.amount is None) == (self.column is None):
            raise ValueError("give the target an amount or a column, one of them")
        return self


class Cap(Part):
    """Upper limits."""

    payout: AMoney | None = Field(None, description="the most this component pays one payee per period (or run)")
    per: Literal["run", "quarter", "half", "year", "ever"] = Field(
        "run", description="payout: over what it is reached; run is the period, or what credit accumulates over"
    )
    per_transaction: AMoney | None = Field(None, description="the most one credit pays")
    budget: AMoney | None = Field(
        None, description="the most the component pays all payees together over the whole run, first come first served"
    )
    rate: ARate | None = Field(None, description="the highest rate applied")
    attainment: ALevel | None = Field(None, description="what lies above is not paid")
    of_target: AShare | None = Field(None, description="the most, as a share of the target")


class PayPart(Part):
    """When a share of what was earned is paid."""

    share: AShare = Field(description="share of what was earned; the shares of all parts sum to 100%")
    on: str | None = Field(None, description="a date column of the transactions; empty there: not due yet")
    after: ADuration | None = Field(None, description="this long after the earning date")
    at_end_of: Literal["quarter", "half", "year"] | None = Field(
        None, description="in the last plan period of the quarter, half or year it was earned in"
    )
    while_in_plan: bool = Field(False, description="forfeited by who is no longer in the plan when it is due")
    receipts: bool = Field(False, description="pro rata as the customer's money arrives (receipts input)")
    instalments: int = Field(1, ge=1, le=120, description="in so many equal parts, one per plan period")


class Component(Part):
    """One way of earning in a plan."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", description="short name, used in lines and references")
    title: Title | None = Field(None, description="how it is called in sentences and statements")
    measure: Measure | str = Field("amount", description="what is counted; a bare word is a transactions column")
    period: Per | None = Field(None, description="when it is measured and paid; the plan's period unless said")
    credit: Credit = Field(default_factory=Credit, description="who is credited for a transaction, and how much")
    quota: Quota | AMoney | Literal["input"] | None = Field(
        None,
        description="what attainment is measured against: an amount, input (the quotas input), or a quota with terms",
    )
    target: Target | AMoney | Literal["input"] | None = Field(
        None, description="the incentive paid at 100%: an amount, input (the participants column target), or with terms"
    )
    weight: AShare | None = Field(None, description="share of the plan; the weights of a plan sum to 100 %")
    accumulate: Literal["period", "quarter", "half", "year", "service_year", "ever", "transaction"] = Field(
        "period",
        description="over what the credit adds up before the curve is read; service_year: each payee's own year, from "
        "one anniversary of hired_on to the next",
    )
    pays: Pays = Field(description="the payout curve: exactly one form")
    threshold: ALevel | None = Field(
        None, description="below this level nothing is paid; from it on, from the first cent"
    )
    gates: list[Gate] = Field([], description="conditions; one that fails pays its otherwise (nothing)")
    multipliers: list[Multiplier] = Field([], description="factors on the payout of a payee and period; all multiply")
    factors: list[Factor] = Field([], description="factors on what single transactions pay; all multiply")
    cap: Cap = Field(default_factory=Cap, description="upper limits")
    minimum: AMoney | None = Field(None, description="the least paid per period once anything is credited")
    minimum_per_transaction: AMoney | None = Field(None, description="the least one credit pays")
    deduct: bool = Field(False, description="what it pays is taken off: a penalty, a deduction")
    roles: list[str] | None = Field(None, description="which participants of the plan have this component")
    pay: list[PayPart] = Field(default=[], description="when it is paid; at once, unless said")
    informational: bool = Field(
        False, description="calculated and shown, and may be read by others, but not paid: an amount on the way"
    )

    @cached_property
    def measured(self) -> Measure:
        """The measure, written out."""
        return Measure(value=self.measure) if isinstance(self.measure, str) else self.measure

    @cached_property
    def quota_terms(self) -> Quota | None:
        """The quota, written out."""
        if self.quota is None or isinstance(self.quota, Quota):
            return self.quota
        return Quota(amount=self.quota)

    @cached_property
    def target_terms(self) -> Target | None:
        """The target incentive, written out."""
        if self.target is None or isinstance(self.target, Target):
            return self.target
        return Target(amount=self.target, per="year" if self.target == "input" else "period")

    @property
    def by_columns(self) -> list[str]:
        """The columns matched with the assignments input."""
        by = self.credit.by
        return [] if by is None else [by] if isinstance(by, str) else by

    @cached_property
    def readings(self) -> list[Reading]:
        """Everything this component reads besides its own credit, parts of combined readings included."""
        found: list[Reading] = [*self.gates, *self.multipliers]
        if self.measured.reading is not None:
            found.append(self.measured.reading)
        return [one for reading in [*found, *self.pays.readings] for one in flat(reading)]

    @cached_property
    def reckoned_on(self) -> list[Reading]:
        """Pay of other components that this one's own pay is reckoned on; gates and multipliers are none of it."""
        if self.line_form or self.pays.among_all or self.accumulate not in ("period", "transaction"):
            return []
        asked = [*([self.measured.reading] if self.measured.reading else []), *self.pays.readings]
        return [one for reading in asked for one in flat(reading) if one.source == "payout" and one.payout != "self"]

    @cached_property
    def row_tables(self) -> list[list[FactorRow]]:
        """What single transactions are looked up in: the rates by row, then each factor. The first row that fits."""
        tables = [[FactorRow(where=row.where, value=row.rate.value) for row in self.pays.rates or []]]
        return [*(table for table in tables if table), *(factor.rows for factor in self.factors)]

    @property
    def banded(self) -> bool:
        """Whether what a credit pays depends on its own transaction besides the curve."""
        return bool(self.pays.rates or self.factors)

    @cached_property
    def line_form(self) -> bool:
        """Whether pay is proportional to credit within a period, so that every credit is its own line."""
        if not self.measured.is_transactions or self.minimum is not None:
            return False
        if self.pays.form in ("rate", "rates", "marginal", "retroactive"):
            return True
        if self.pays.form == "interpolate":
            return self.pays.of == "credit"
        return self.pays.matrix is not None and self.pays.matrix.gives == "rate"

    @property
    def conditional(self) -> bool:
        """Whether what the curve gives has a factor: gates, multipliers, a weight, a day of hire that may be unknown."""
        own_year = self.accumulate == "service_year"
        return bool(self.gates or self.multipliers or own_year) or self.weight is not None


def run_kind(component: Component, kind: str) -> str:
    """Over which kind of calendar period the credit accumulates; a year of service is no calendar's, so it is all time."""
    if component.accumulate in ("period", "transaction"):
        return kind
    return "once" if component.accumulate in ("ever", "service_year") else component.accumulate
