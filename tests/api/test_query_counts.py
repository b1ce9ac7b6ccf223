"""An operation costs the same number of queries however many rows it answers with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadre.crm import services
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, product


def _fill(cast: Cast, count: int) -> None:
    for n in range(count):
        where = account(cast.rep_lin, f"Account {n} of {count}")
        made = deal(cast.rep_lin, where=where)
        services.create_contact(actor=actor(cast.rep_lin), account_id=where.pk, name=f"Ms {n}")
        services.record_activity(actor=actor(cast.rep_lin), kind="call", subject="Called", opportunity_id=made.pk)
        product(f"Product {n} of {count}")


def _queries(caller: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert caller.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("accounts", 7),
        ("contacts", 7),
        ("opportunities", 6),
        ("opportunities?sort=-amount&state=open", 7),
        ("opportunities?q=account", 7),
        ("activities", 6),
        ("products", 4),
        ("stages", 5),
        ("employees", 5),
        ("teams", 5),
        ("org-chart", 12),
        ("search?q=account&kind=crm.account", 10),
        ("metrics/query?metric=bookings.amount&metric=win_rate&by=employee", 12),
        ("notifications", 4),
    ],
)
def test_a_list_costs_a_fixed_number_of_queries(cast: Cast, path: str, most: int) -> None:
    caller = Caller(cast.manager_chen)
    caller.get("me")
    _fill(cast, 2)
    few = _queries(caller, path)
    _fill(cast, 6)
    assert _queries(caller, path) == few
    assert few <= most


def test_a_creation_costs_few_queries(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    where, what = account(cast.rep_lin), product()
    caller.get("me")
    with CaptureQueriesContext(connection) as caught:
        made = caller.post("opportunities", {"product_id": what.pk, "account_id": where.pk}, IDEMPOTENCY_KEY="k")
    assert made.status_code == 201
    assert len(caught) <= 20
