"""Where the bundled front end lies: its names carry a digest of the content, `{% static 'ui/dist/app.js' %}` finds the one of today."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

FOLDER = "ui/dist"
MANIFEST = Path(__file__).resolve().parent / "static" / FOLDER / "manifest.json"


@cache
def _read(_changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return {f"{FOLDER}/{plain}": f"{FOLDER}/{digested}" for plain, digested in names.items()}


def built_names() -> dict[str, str]:
    """Plain name → name with digest, read anew after each build; empty where nothing has been built."""
    try:
        return _read(MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


class BuiltFilesStorage(StaticFilesStorage):
    """Static files served as installed; those of the front-end build under the names that the build gave them."""

    def url(self, name: str | None) -> str:
        return super().url(built_names().get(name, name) if name else name)
