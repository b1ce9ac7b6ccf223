"""Customers and deals for tests, made by the verbs where a rule matters."""

import datetime as dt
from typing import Any

from cadre.crm import services
from cadre.crm.models import Account, Opportunity, PipelineStage, Product, StageCriterion
from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.models import User
from tests.support.cast import Cast


def actor(user: User) -> Actor:
    return Cast.actor(user)


def product(name: str = "GTX Pro", price_minor: int = 482_100, **fields: Any) -> Product:
    return Product.objects.filter(name=name).first() or services.create_product(
        actor=SYSTEM, name=name, list_price_minor=price_minor, currency="USD", **fields
    )


def account(owner: User, name: str = "Cancity", **fields: Any) -> Account:
    return services.create_account(actor=actor(owner), name=name, **fields)


def deal(
    owner: User, *, where: Account | None = None, amount_minor: int | None = 100_000, **fields: Any
) -> Opportunity:
    where = where or account(owner)
    return services.create_opportunity(
        actor=actor(owner), product_id=product().pk, account_id=where.pk, amount_minor=amount_minor, **fields
    )


def won(owner: User, *, amount_minor: int, closed_on: dt.date, **fields: Any) -> Opportunity:
    made = deal(owner, amount_minor=amount_minor, engaged_on=closed_on - dt.timedelta(days=30), **fields)
    return services.win_opportunity(actor=actor(owner), opportunity_id=made.pk, closed_on=closed_on, met=criteria())


def criteria(*stages: str) -> list[int]:
    rows = StageCriterion.objects.all()
    return [row.pk for row in (rows.filter(stage__key__in=stages) if stages else rows)]


def stage(key: str) -> PipelineStage:
    return PipelineStage.objects.get(key=key)
