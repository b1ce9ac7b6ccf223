"""Deals and activities put straight into the tables: these tests are about reading them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from cadre.crm.models import Account, Activity, Opportunity, PipelineStage, Product, StageChange
from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.people.models import Employee
from tests.support.cast import Cast

JAN, FEB, MAR, MAY, JUN = (dt.date(2024, month, 10) for month in (1, 2, 3, 5, 6))


@dataclass
class Company:
    """The cast with a calendar of three years, two products and two accounts."""

    cast: Cast

    def __post_init__(self) -> None:
        rebuild(CompanyProfile.objects.get(), dt.date(2023, 1, 1), dt.date(2026, 1, 1))
        self.products = [Product.objects.create(name=name, series=name[:3]) for name in ("GTX Pro", "MG Special")]
        self.accounts = [
            Account.objects.create(name=name, industry=industry)
            for name, industry in (("Cancity", "retail"), ("Isdom", "medical"))
        ]
        self.stages = {stage.key: stage for stage in PipelineStage.objects.all()}

    def employee(self, name: str) -> Employee:
        return Cast.employee(getattr(self.cast, name))

    def actor(self, name: str) -> Any:
        return Cast.actor(getattr(self.cast, name))

    def deal(
        self, owner: str = "rep_lin", state: str = "open", *, amount: int = 100, stage: str = "lead", **fields: Any
    ) -> Opportunity:
        """A deal as a row; `account` and `product` are numbers, -1 for no account."""
        account, product = fields.pop("account", 0), fields.pop("product", 0)
        return Opportunity.objects.create(
            owner=self.employee(owner),
            state=state,
            stage=self.stages[stage if state == "open" else state],
            amount_minor=amount,
            base_minor=amount,
            account=None if account < 0 else self.accounts[account],
            product=self.products[product],
            **fields,
        )

    def won(
        self, owner: str = "rep_lin", amount: int = 100, on: dt.date = JAN, days: int | None = 10, **fields: Any
    ) -> Opportunity:
        engaged = None if days is None else on - dt.timedelta(days=days)
        return self.deal(owner, "won", amount=amount, closed_on=on, engaged_on=engaged, **fields)

    def lost(self, owner: str = "rep_lin", on: dt.date = JAN, **fields: Any) -> Opportunity:
        return self.deal(owner, "lost", amount=0, closed_on=on, **fields)

    def step(self, deal: Opportunity, start: str | None, to: str, on: dt.date, days: int = 0) -> StageChange:
        return StageChange.objects.create(
            opportunity=deal,
            from_stage=self.stages.get(start or ""),
            to_stage=self.stages[to],
            on=on,
            days_in_stage=days,
        )

    def activity(self, owner: str = "rep_lin", kind: str = "call", on: dt.date = JAN, state: str = "done") -> Activity:
        return Activity.objects.create(
            employee=self.employee(owner),
            kind=kind,
            on=on,
            state=state,
            at=clock.now(),
            subject="met",
            account=self.accounts[0],
        )


@pytest.fixture
def company(cast: Cast) -> Company:
    return Company(cast)
