"""After many rows at once the database counts the tables that were written, and no other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadre.kernel import statistics
from cadre.kernel.models import User
from tests.support.cast import Cast


def counted(rows: int) -> str:
    with CaptureQueriesContext(connection) as asked:
        statistics.after_writing(rows)
    return " ".join(one["sql"] for one in asked if one["sql"].startswith("ANALYZE"))


@pytest.mark.django_db
def test_only_tables_that_took_many_rows_are_counted_anew_and_sqlite_counts_none(cast: Cast) -> None:
    table, postgresql = f'"{User._meta.db_table}"', connection.vendor == "postgresql"
    assert table not in counted(statistics.MANY)
    people = [User(email=f"person{n}@demo.example", name=f"Person {n}") for n in range(statistics.MANY)]
    User.objects.bulk_create(people)
    assert counted(statistics.MANY - 1) == ""
    told = counted(statistics.MANY)
    assert (table in told) == postgresql
    assert "crm_opportunity" not in told
