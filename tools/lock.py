"""Renews the lock files: `python -m tools.lock` (add `--upgrade` to move to newer versions).

Locks name packages and hashes and no address, since companies install from mirrors of their own:
requirements-run.lock is what the product needs, requirements.lock has the test tools besides, requirements-spark.lock the
extra `spark`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
KEPT = "--constraint=requirements.lock"
LOCKS = {
    "requirements.lock": ["--group=test"],
    "requirements-run.lock": [KEPT],
    "requirements-spark.lock": [KEPT, "--extra=spark"],
}


def main() -> None:
    """Writes every lock file anew; versions that are locked stay unless `--upgrade` is given."""
    for name, options in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS, *options, *sys.argv[1:]]
        subprocess.run([*command, "--output-file", name], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(f"{name}: {(ROOT / name).read_text().count('==')} packages")


if __name__ == "__main__":
    main()
