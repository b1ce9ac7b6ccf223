"""Renews the lock files: `python -m tools.lock` (add `--upgrade` to move to newer versions).

Locks name packages and hashes and no address, since companies install from mirrors of their own:
requirements-run.lock is what the product needs, requirements-build.lock has what a clone is built with besides,
requirements.lock the test tools too, requirements-spark.lock the extra `spark`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORM = ["--generate-hashes", "--no-emit-index-url", "--no-header"]
# One version of a package for every Python, as far as there is one: what is tested on one runs on all
OPTIONS = ["--universal", "--python-version=3.11", "--fork-strategy=fewest", "--quiet", *FORM]
KEPT = "--constraint=requirements.lock"
LOCKS = {
    "requirements.lock": ["--group=test"],
    "requirements-run.lock": [KEPT],
    "requirements-build.lock": [KEPT, "--group=build"],
    "requirements-spark.lock": [KEPT, "--extra=spark"],
}


def uv() -> list[str]:
    """The command that runs uv: the person's own where there is one, as in the launcher, else that of .venv."""
    own = shutil.which("uv")
    return [own] if own else [sys.executable, "-m", "uv"]


def main() -> None:
    """Writes every lock file anew; versions that are locked stay unless `--upgrade` is given."""
    for name, options in LOCKS.items():
        command = [*uv(), "pip", "compile", "pyproject.toml", *OPTIONS, *options, *sys.argv[1:]]
        subprocess.run([*command, "--output-file", name], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(f"{name}: {(ROOT / name).read_text().count('==')} packages")


if __name__ == "__main__":
    main()
