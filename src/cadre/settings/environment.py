"""Reads the environment once, typed, with one clear sentence when a value is wrong."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name}={value!r}: say true or false.")


def number(name: str, default: int, *, least: int = 0) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal()) or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r}: give a whole number{f', {least} or more' if least else ''}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """Where the embedded database and uploaded files live: CADRE_HOME, else the platform's user data folder."""
    if chosen := text("CADRE_HOME"):
        return Path(chosen).expanduser().resolve()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cadre"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "cadre"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "cadre"


def kept_secret(folder: Path) -> str:
    """A secret made at the first start of an embedded installation and kept beside its data, readable by its owner only."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process was first; its secret is the one
            pass
    return path.read_text()


SQLITE_OPTIONS = {
    # One writer at a time: a large import holds the lock for some seconds, and whoever saves meanwhile waits rather than fails
    "timeout": 20,
    # A deferred transaction that reads and then writes fails at once when another writer came between; IMMEDIATE waits.
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768; "
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}

# Starting parallel workers costs a page 5 ms of two cores. The server's own price for it fits long reports; at this one
# a question over 100,000 rows is answered by one process and one over millions still by several.
POSTGRESQL_SESSION = "-c parallel_setup_cost=20000"


def database(folder: Path) -> dict[str, object]:
    """Django's database setting: CADRE_DATABASE_URL (postgresql://user:password@host:port/name), else SQLite in `folder`."""
    url = text("CADRE_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "cadre.sqlite3"),
            "OPTIONS": dict(SQLITE_OPTIONS),
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("CADRE_DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    options.setdefault("options", POSTGRESQL_SESSION)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "cadre",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
