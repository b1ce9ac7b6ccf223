"""The pictures of README and docs, taken from the demo company: `python -m tools.pictures [NAME …] [--all]`.

Starts the demo in a folder of its own, signs in as each role and shoots its pages. Without names: the six of the README.
`--all`: home, list, board, record, form and org chart in three languages, desk and phone, light and dark, into build/pictures.
`--at`: of a demo that is running already, instead of one set up for this.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import groupby, product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import launch_options

ROOT = Path(__file__).resolve().parent.parent
README, EVERYTHING = ROOT / "docs" / "pictures", ROOT / "build" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# The browser writes dates in fields its own way
LOCALES = {"zh-hant": "zh-TW", "zh-hans": "zh-CN", "en": "en-GB"}
LANGUAGES, THEMES = ("zh-hant", "zh-hans", "en"), ("light", "dark")
REP, MANAGER, DIRECTOR, HR = "moses.frase", "dustin.brinkmann", "director", "hr"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what, on which screen, in which language and theme. `open`: what is clicked first."""

    name: str
    person: str
    path: str
    language: str = "en"
    theme: str = "light"
    phone: bool = False
    open: str = ""


SIX = (
    Shot("home-director", DIRECTOR, "/"),
    Shot("list", MANAGER, "/crm/opportunities/", language="zh-hant"),
    Shot("board", REP, "/crm/opportunities/board/", language="zh-hans"),
    Shot("record", REP, "/crm/opportunities/board/", theme="dark", open="main a:has-text('Genco')"),
    Shot("org-chart", DIRECTOR, "/people/", language="zh-hant"),
    Shot("home-rep-phone", REP, "/", language="zh-hant", phone=True),
)
PATTERNS = (
    Shot("home-rep", REP, "/"),
    Shot("home-manager", MANAGER, "/"),
    Shot("home-director", DIRECTOR, "/"),
    Shot("home-hr", HR, "/"),
    Shot("list", MANAGER, "/crm/opportunities/"),
    Shot("board", REP, "/crm/opportunities/board/"),
    Shot("record", REP, "/crm/opportunities/board/", open="main a:has-text('Genco')"),
    Shot("form", REP, "/crm/opportunities/new/"),
    Shot("drawer", REP, "/crm/opportunities/", open="main a[href='/crm/opportunities/new/']"),
    Shot("org-chart", DIRECTOR, "/people/"),
)


def variants() -> list[Shot]:
    """Every pattern in every language, on both screens, in both themes."""
    return [
        replace(
            shot,
            name=f"{shot.name}.{language}.{theme}.{'phone' if phone else 'desk'}",
            language=language,
            theme=theme,
            phone=phone,
        )
        for shot, language, theme, phone in product(PATTERNS, LANGUAGES, THEMES, (False, True))
    ]


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that was set up for this; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="cadre-pictures-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [str(Path(sys.executable).parent / "cadre"), "demo", "--port", str(port)]
        with (Path(folder) / "log").open("w") as log:
            environment = {**os.environ, "CADRE_HOME": folder}
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise SystemExit("the demo did not start within a minute")


def signed_in(browser: Browser, address: str, shot: Shot) -> Page:
    """A page of that person, on that screen, in that language and theme."""
    context = browser.new_context(
        viewport=PHONE if shot.phone else DESK,  # type: ignore[arg-type]
        device_scale_factor=2 if shot.phone else 1,
        color_scheme=shot.theme,  # type: ignore[arg-type]
        locale=LOCALES[shot.language],
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("input[type=email], input[name=email]", f"{shot.person}@demo.example")
    page.fill("input[type=password]", "cadre-demo")
    page.press("input[type=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    for field, path in (("language", "/language/"), ("theme", "/theme/")):
        _post(page, address, path, field, getattr(shot, field))
    return page


def _post(page: Page, address: str, path: str, field: str, value: str) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if "csrf" in cookie["name"])
    headers = {"X-CSRFToken": token, "HX-Request": "true", "Referer": address}
    answer = page.request.post(f"{address}{path}", form={field: value}, headers=headers)
    if not answer.ok:
        raise SystemExit(f"{path} {field}={value}: {answer.status}")


def seat(shot: Shot) -> tuple[object, ...]:
    """What two pictures share that one signed-in page can take both of."""
    return shot.person, shot.language, shot.theme, shot.phone


def take(page: Page, address: str, shot: Shot, folder: Path) -> None:
    page.goto(f"{address}{shot.path}")
    if shot.open:
        page.locator(shot.open).first.click()
    page.wait_for_load_state("load")
    page.wait_for_timeout(700)  # fonts, charts and what the page fetches after itself
    page.screenshot(path=folder / f"{shot.name}.png")
    print(f"{shot.name}.png", flush=True)


def take_all(address: str, shots: list[Shot], folder: Path) -> None:
    """Every picture into the folder; signs in once for each person, screen, language and theme."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for _, seated in groupby(sorted(shots, key=seat), key=seat):
            pictures = list(seated)
            page = signed_in(browser, address, pictures[0])
            for shot in pictures:
                take(page, address, shot, folder)
            page.context.close()
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="beginnings of the names of those to take; all without one")
    parser.add_argument("--all", action="store_true", help="every pattern in every language, size and theme")
    parser.add_argument("--at", metavar="ADDRESS", help="a demo that is running, such as http://127.0.0.1:8000")
    options = parser.parse_args()
    shots, folder = (variants(), EVERYTHING) if options.all else (list(SIX), README)
    wanted = [shot for shot in shots if not options.names or shot.name.startswith(tuple(options.names))]
    with nullcontext(options.at) if options.at else demo() as address:
        take_all(address, wanted, folder)


if __name__ == "__main__":
    main()
