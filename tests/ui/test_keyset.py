import datetime as dt
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.crm.models import Account
from cadre.ui import keyset

pytestmark = pytest.mark.django_db
ORDERS = [
    keyset.Order(path, down) for path in ("employees", "name", "owner__name", "created_at") for down in (False, True)
]


def make(values):
    Account.objects.all().delete()
    Account.objects.bulk_create(Account(name=f"A{i % 3}", employees=value) for i, value in enumerate(values))


def expected(order):
    rows = list(Account.objects.all())
    key = {
        "employees": lambda a: a.employees,
        "name": lambda a: a.name,
        "owner__name": lambda _a: None,
        "created_at": lambda a: a.created_at,
    }[order.path]
    known = sorted((a for a in rows if key(a) is not None), key=lambda a: (key(a), a.pk), reverse=order.descending)
    return [
        a.pk for a in known + sorted((a for a in rows if key(a) is None), key=lambda a: a.pk, reverse=order.descending)
    ]


def walk(order, size, direction="after"):
    seen, cursor, pages = [], {}, 0
    while True:
        page = keyset.page_of(Account.objects.all(), order, size, **cursor)
        seen.append([row.pk for row in page.rows])
        token = getattr(page, direction)
        pages += 1
        if not token or pages > 50:
            return seen, page
        cursor = {direction: token}


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_walking_the_pages_shows_every_row_once_in_order(order):
    make([5, None, 3, 5, None, 1, 5])
    assert list(chain.from_iterable(walk(order, 2)[0])) == expected(order)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=9), st.integers(1, 4), st.booleans())
def test_no_page_size_loses_or_repeats_a_row(db, values, size, down):
    make(values)
    order = keyset.Order("employees", down)
    assert list(chain.from_iterable(walk(order, size)[0])) == expected(order)


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_going_back_from_the_last_page_shows_the_same_rows(order):
    make([5, None, 3, 5, None, 1, 5])
    _, last = walk(order, 3)
    back, page = [[row.pk for row in last.rows]], last
    while page.before:
        page = keyset.page_of(Account.objects.all(), order, 3, before=page.before)
        back.insert(0, [row.pk for row in page.rows])
    assert list(chain.from_iterable(back)) == expected(order)


def test_an_old_or_forged_cursor_shows_the_first_page():
    make([1, 2])
    for text in ("x", "eyJhIjoxfQ", "WyJkYXRlIiwibm8iLDFd"):
        assert len(keyset.page_of(Account.objects.all(), keyset.Order("employees"), 5, after=text).rows) == 2


def test_a_cursor_survives_its_address():
    for value in (None, 7, "名稱", dt.date(2017, 12, 1), dt.datetime(2017, 12, 1, tzinfo=dt.UTC)):
        assert keyset.decode(keyset.encode(keyset.Cursor(value, 3))) == keyset.Cursor(value, 3)


def test_a_page_costs_one_query_where_the_sort_value_is_always_there(django_assert_num_queries):
    make([1, 2, 3])
    with django_assert_num_queries(1):
        keyset.page_of(Account.objects.all(), keyset.Order("name"), 2)
