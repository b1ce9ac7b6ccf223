"""What `./cadre test` and `./cadre lint` run: the checkers, then every test on PostgreSQL and on SQLite.

`./cadre test PATH -k WORD …` hands its arguments to pytest and runs nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support.spark import JAVA, java_version, missing_part
from tools.lock import uv

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = [sys.executable, "-m"]

# The slow one first: two run at a time
CHECKERS = {
    "types": [*PYTHON, "mypy"],
    "style": [*PYTHON, "ruff", "check", "--quiet", "--output-format=concise", "."],
    "format": [*PYTHON, "ruff", "format", "--quiet", "--check", "."],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
    "templates": [*PYTHON, "djlint", "src/cadre", "--lint", "--quiet"],
    "rules": [*PYTHON, "tools.lint"],
}
# The whole suite comes last, so that its count is the closing line
SUITES = {"PostgreSQL": "postgres", "SQLite": "sqlite"}


def check(name: str) -> bool:
    """Runs one checker; what it found is printed in one piece."""
    started = time.monotonic()
    done = subprocess.run(CHECKERS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print((done.stdout + done.stderr).strip(), flush=True)
    return passed


def lint(names: list[str]) -> bool:
    """Every checker (or those named), two at a time; true when none found anything."""
    with ThreadPoolExecutor(2) as pool:
        return all(list(pool.map(check, names or CHECKERS)))


def add_spark() -> None:
    """Brings the Spark extra where its tests can run: half a gigabyte that no one needs who has no Java."""
    if java_version() >= JAVA and missing_part():
        print("installing the Spark extra", flush=True)
        install = [*uv(), "pip", "install", "-q", "--python", sys.executable, "--require-hashes"]
        subprocess.run([*install, "-r", "requirements-spark.lock"], cwd=ROOT, check=False)


def suite(database: str, arguments: list[str]) -> bool:
    """The tests on one database; the worker processes share the two cores of a small machine."""
    environment = {**os.environ, "CADRE_TEST_DB": database, "PYTHONHASHSEED": "0"}
    command = [*PYTHON, "pytest", "-q", "--numprocesses=2", "--dist=worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def test(arguments: list[str]) -> bool:
    """All checks and both suites; every stage runs even where an earlier one failed."""
    if arguments:
        return subprocess.run([*PYTHON, "pytest", *arguments], cwd=ROOT, check=False).returncode == 0
    passed = {"checks": lint([])}
    add_spark()
    for name, database in SUITES.items():
        failed = [stage for stage, good in passed.items() if not good]
        print(f"\n── tests on {name}" + (f" (failed so far: {', '.join(failed)})" if failed else ""), flush=True)
        passed[name] = suite(database, [])
    return all(passed.values())


def main() -> int:
    verb, *arguments = sys.argv[1:] or ["test"]
    return 0 if (lint(arguments) if verb == "lint" else test(arguments)) else 1


if __name__ == "__main__":
    sys.exit(main())
