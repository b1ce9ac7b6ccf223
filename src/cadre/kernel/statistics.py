"""What the database knows of its own tables, on which its plans rest."""

from django.db import connection

#: Rows written at once from which on the old knowledge misleads.
MANY = 1_000


def after_writing(rows: int) -> None:
    """Have PostgreSQL count its tables anew after many rows at once; by itself it does so minutes later.

    Until then it plans as for tables that are nearly empty: a question of milliseconds takes seconds. SQLite needs none of it.
    """
    if rows >= MANY and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
