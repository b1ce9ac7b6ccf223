"""Brings the database to where the demo can be shown: tables, data, nothing twice."""

import shutil
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cadre.cli.serve import waiting_migrations
from cadre.demo import loading
from cadre.kernel.models import CompanyProfile

Say = Callable[[str], None]


class Ownership(Enum):
    """Whose company the database holds."""

    NOBODY = "nobody"
    DEMO = "demo"
    REAL = "real"


def ownership() -> Ownership:
    """Whose company is in the database, tables or not."""
    if CompanyProfile._meta.db_table not in connection.introspection.table_names():
        return Ownership.NOBODY
    marks = list(CompanyProfile.objects.values_list("is_demo", flat=True))
    if not marks:
        return Ownership.NOBODY
    return Ownership.DEMO if all(marks) else Ownership.REAL


def prepare(*, as_is: bool, reset: bool, say: Say) -> bool:
    """Migrate and load the demo once. False, with nothing touched, if the database belongs to a real company."""
    _make_room()
    if ownership() is Ownership.REAL:
        return False
    if reset:
        say("deleting the old demo")
        _empty()
    if waiting_migrations():
        say("making the tables")
        call_command("migrate", verbosity=0, interactive=False)
    if loading.is_loaded():
        say("the demo company is there already" + (" and keeps its dates; --reset loads it anew" if as_is else ""))
    else:
        loading.load(as_is=as_is, say=say)
        say("done")
    return True


def _make_room() -> None:
    Path(settings.CADRE_HOME).mkdir(parents=True, exist_ok=True)


def _empty() -> None:
    """Drop every table. Only ever called for a demo's database, or an empty one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        connection.close()
        database = Path(str(connection.settings_dict["NAME"]))
        for ending in ("", "-wal", "-shm"):
            Path(f"{database}{ending}").unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
