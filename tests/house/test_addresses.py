"""Companies install from mirrors of their own: nothing that is committed names the host of a package registry."""

from __future__ import annotations

import re

from tests.house.tree import name_of, tracked

# Put together here, so that this file does not name them either
HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("deb.debian", "org"),
    ("crates", "io"),
    ("jsdelivr", "net"),
    ("unpkg", "com"),
    ("cdnjs.cloudflare", "com"),
    ("fonts.googleapis", "com"),
    ("fonts.gstatic", "com"),
]
ADDRESS = re.compile("|".join(re.escape(".".join(host)) for host in HOSTS))
BINARY = {".png", ".jpg", ".woff2", ".xlsx", ".parquet", ".ico", ".gz", ".webp"}


def test_no_tracked_file_names_a_package_registry() -> None:
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in tracked() if path.suffix not in BINARY}
    assert [
        f"{name_of(path)}: {found.group()}" for path, text in texts.items() if (found := ADDRESS.search(text))
    ] == []


def test_lock_files_hold_a_hash_for_every_package() -> None:
    for lock in (path for path in tracked() if re.fullmatch(r"requirements.*\.lock", path.name)):
        entries = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8"))
        bare = [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
        assert bare == [], lock.name
