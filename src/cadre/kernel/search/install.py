"""What search needs from the database beyond its two tables. Safe to run again; called by the migrations."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = {"kernel_searchname": "1 2 3", "kernel_searchbody": "2 3"}
"""Each table with the lengths of the prefixes that SQLite indexes."""

SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS {table}_fts USING fts5(toks, content='', tokenize='ascii', prefix='{prefix}');
CREATE TRIGGER IF NOT EXISTS {table}_put AFTER INSERT ON {table} BEGIN
  INSERT INTO {table}_fts(rowid, toks) VALUES (new.id, new.tokens);
END;
CREATE TRIGGER IF NOT EXISTS {table}_drop AFTER DELETE ON {table} BEGIN
  INSERT INTO {table}_fts({table}_fts, rowid, toks) VALUES ('delete', old.id, old.tokens);
END;
CREATE TRIGGER IF NOT EXISTS {table}_change AFTER UPDATE OF id, tokens ON {table}
  WHEN old.tokens IS NOT new.tokens OR old.id <> new.id BEGIN
  INSERT INTO {table}_fts({table}_fts, rowid, toks) VALUES ('delete', old.id, old.tokens);
  INSERT INTO {table}_fts(rowid, toks) VALUES (new.id, new.tokens);
END
"""
POSTGRES = """
ALTER TABLE {table} ALTER COLUMN fold TYPE varchar(200) COLLATE "C";
ALTER TABLE {table} ALTER COLUMN tokens SET STATISTICS 400;
CREATE INDEX IF NOT EXISTS {table}_tokens ON {table} USING gin (tokens)
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the full-text indexes and what keeps them in step with the tables."""
    with connection.cursor() as cursor:
        for table, prefix in TABLES.items():
            if connection.vendor == "postgresql":
                for statement in POSTGRES.format(table=table).split(";\n"):
                    cursor.execute(statement)
            else:
                for statement in _sqlite_statements(table, prefix):
                    cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP INDEX IF EXISTS {table}_tokens")
            else:
                for trigger in ("put", "drop", "change"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
                cursor.execute(f"DROP TABLE IF EXISTS {table}_fts")


def optimise(connection: BaseDatabaseWrapper) -> None:
    """After many writes: merge the index and refresh what the planner knows."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {table}")
            else:
                cursor.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('optimize')")


def _sqlite_statements(table: str, prefix: str) -> list[str]:
    parts = SQLITE.format(table=table, prefix=prefix).split("CREATE ")[1:]
    return ["CREATE " + part.strip().rstrip(";") for part in parts]
