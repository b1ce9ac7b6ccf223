"""The files that git tracks, or all of them where there is no git (a test run from an archive)."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = {".git", ".venv", "node_modules", "dist", "__pycache__"}


@cache
def tracked() -> tuple[Path, ...]:
    """Tracked files that are still there, and new ones that nobody told git to ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        found = (ROOT / name for name in set(listed.split("\0")) if name)
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in found if path.is_file()))


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Tracked files with one of the suffixes below a folder of the root."""
    return [path for path in tracked() if path.suffix in suffixes and path.is_relative_to(ROOT / under)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
