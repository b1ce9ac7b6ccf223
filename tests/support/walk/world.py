"""The records that the walk opens: one of each kind, all of them rep_lin's, each with a word that is found nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from cadre.crm import services as crm
from cadre.kernel import clock
from cadre.people.models import Assignment
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, deal, product
from tests.support.walk import EVERYONE, LINS_TO_SEE, MARKETING, SERVICE, Secret

SECRETS = {
    "account": Secret("Quincunx", LINS_TO_SEE | MARKETING | SERVICE),
    "contact": Secret("Zephyrine", LINS_TO_SEE | MARKETING | SERVICE),
    "opportunity": Secret("Xanthic", LINS_TO_SEE),
    "activity": Secret("Yarborough", LINS_TO_SEE),
    "product": Secret("Wobbegong", EVERYONE),
}


def build(cast: Cast) -> dict[str, Any]:
    """Name → key of the record, for `keys`, `query` and `body`."""
    lin = actor(cast.rep_lin)
    article = product("Wobbegong 3000", 1_000_00)
    customer = account(cast.rep_lin, "Quincunx Works")
    person = crm.create_contact(actor=lin, account_id=customer.pk, name="Zephyrine Obelisk")
    chance = crm.create_opportunity(
        actor=lin, product_id=article.pk, account_id=customer.pk, amount_minor=77_777_00, next_step="Xanthic letter"
    )
    call = crm.record_activity(actor=lin, kind="call", subject="Yarborough call", opportunity_id=chance.pk)
    won = deal(cast.rep_lin, where=customer, amount_minor=50_000_00, engaged_on=clock.today() - dt.timedelta(days=40))
    crm.win_opportunity(actor=lin, opportunity_id=won.pk, closed_on=clock.today(), met=criteria())
    employee = Cast.employee(cast.rep_lin)
    records = {
        "account": customer,
        "contact": person,
        "opportunity": chance,
        "won": won,
        "activity": call,
        "product": article,
    }
    for record in records.values():
        record.refresh_from_db()
    return {
        **{name: record.pk for name, record in records.items()},
        **{f"{name}_version": record.version for name, record in records.items()},
        "stage": chance.stage_id,
        "criterion": criteria()[0],
        "employee": employee.pk,
        "other_employee": Cast.employee(cast.rep_gao).pk,
        "team": Assignment.objects.get(employee=employee).team_id,
        "today": clock.today().isoformat(),
        "metric": "bookings.amount",
        "demo_user": cast.rep_lin.pk,
        "nothing": 987_654_321,
        "uuid": UUID(int=7),
    }
