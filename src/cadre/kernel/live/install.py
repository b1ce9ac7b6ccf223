"""PostgreSQL wakes the live tails when an event is written; SQLite needs nothing. Called by the migrations."""

from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = """
CREATE OR REPLACE FUNCTION cadre_outbox_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('cadre_outbox', ''); RETURN NULL; END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER cadre_outbox_wake AFTER INSERT ON kernel_outboxevent
FOR EACH STATEMENT EXECUTE FUNCTION cadre_outbox_wake()
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the trigger that notifies. Safe to run again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FUNCTION)
            cursor.execute(TRIGGER)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS cadre_outbox_wake ON kernel_outboxevent")
            cursor.execute("DROP FUNCTION IF EXISTS cadre_outbox_wake")
