"""Whether Spark can run here: it wants Java 17 or newer from the system, and the extra `spark`."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

JAVA = 17


@cache
def java_version() -> int:
    """The major version of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not program or not Path(program).exists():
        return 0
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def missing_part() -> str:
    """What to install so that the Spark tests run; empty when nothing is missing."""
    if java_version() < JAVA:
        return f"Java {JAVA} or newer for Spark (Debian: apt install openjdk-17-jre-headless)"
    if importlib.util.find_spec("pyspark") is None:
        return "the extra spark (uv pip install --require-hashes -r requirements-spark.lock)"
    return ""
