"""Both ways in: the launcher of a clone, and the wheel that `./cadre build` makes, in a fresh environment."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools.lock import uv

START_WITHIN = 60.0


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copy_of_the_tree(folder: Path) -> Path:
    """What the build reads. The build clears its output first, and other tests are serving the tree's own at this moment."""
    without = shutil.ignore_patterns("dist", "__pycache__", "*.mo")
    shutil.copytree(ROOT / "src", folder / "src", ignore=without)
    for name in (
        "pyproject.toml",
        "hatch_build.py",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "README.md",
        "LICENSE",
        "NOTICE",
    ):
        shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that has the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [*uv(), "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable]
    run(*build, "--out-dir", folder / "dist", copy_of_the_tree(folder / "tree"))
    run(*uv(), "venv", "-q", "--python", sys.executable, folder / "venv")
    install = [*uv(), "pip", "install", "-q", "--python", folder / "venv" / "bin" / "python"]
    run(*install, "--require-hashes", "-r", "requirements-run.lock")
    run(*install, "--no-deps", *(folder / "dist").glob("*.whl"))
    return folder / "venv" / "bin"


def test_the_wheel_runs_the_demo_with_its_styles_and_translations(installed: Path, tmp_path: Path) -> None:
    home = {"CADRE_HOME": str(tmp_path / "home")}
    for name in ("CADRE_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        home[name] = ""
    environment = {name: value for name, value in {**os.environ, **home}.items() if value}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(installed / "cadre"), "demo", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        page = wait_for(f"http://127.0.0.1:{port}/sign-in/", tmp_path / "log")
        style = re.search(r'href="([^"]+/app-[0-9A-Z]{8}\.css)"', page)
        assert style, "the page names its style sheet"
        assert "--tblr" in fetch(f"http://127.0.0.1:{port}{style[1]}")
        assert "登入" in fetch(f"http://127.0.0.1:{port}/sign-in/", language="zh-hant")
    finally:
        server.terminate()
        server.wait(20)


def fetch(address: str, language: str = "en") -> str:
    request = urllib.request.Request(address, headers={"Accept-Language": language})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode()


def wait_for(address: str, log: Path) -> str:
    """The page, once the server answers; a demo from nothing is up within a minute."""
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        try:
            return fetch(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError(f"no answer within {START_WITHIN:.0f} s:\n{log.read_text()}")


def test_the_launcher_takes_no_time_of_its_own_once_set_up() -> None:
    run("./cadre", "version")  # sets up what has changed since it last did
    started = time.monotonic()
    run("./cadre", "version")
    assert time.monotonic() - started < 1.5  # 0.1 s on an idle machine


def test_files_are_named_from_where_the_launcher_is_called(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("plan: own\ncurrency: USD\ncomponents: [{id: share, pays: {rate: 10%}}]\n")
    command = [str(ROOT / "cadre"), "compensation", "validate", "plan.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("own, version 1"), done.stderr


def test_the_launcher_and_the_ci_script_are_plain_shell() -> None:
    run("sh", "-n", "cadre")
    run("bash", "-n", ".ci/run")
