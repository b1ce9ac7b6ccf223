"""What the database knows of its own tables, on which its plans rest."""

from django.db import connection

#: Rows written at once from which on the old knowledge misleads.
MANY = 1_000


def after_writing(rows: int) -> None:
    """Have PostgreSQL count anew the tables that this transaction wrote many rows to; by itself it does so minutes later.

    Until then it plans as for tables that are nearly empty: a question of milliseconds takes seconds. SQLite needs none of it.
    """
    if rows >= MANY and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN, [MANY // 10])
            if tables := ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall()):
                cursor.execute(f"ANALYZE {tables}")


_WRITTEN = (
    "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del >= %s AND pg_table_is_visible(relid)"
    " ORDER BY relname"
)
