"""Every page in a real browser: nothing serious for axe, no script error, nothing that the content policy refuses."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Error, Page

from cadre.kernel.models import User
from tests.support.browser import accessibility_faults, sign_in
from tests.support.cast import Cast
from tests.support.serving import served
from tests.support.walk.visits import ADDRESSES, World

# The first of them who gets through looks at the page
LOOKERS = ("rep_lin", "director_shen", "ops_tsai", "admin_root")
SCREENS = [
    pytest.param("zh-hant", "light", 1440, id="traditional-light-desk"),
    pytest.param("zh-hans", "dark", 390, id="simplified-dark-phone"),
]

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


def pages(world: World) -> dict[str, list[str]]:
    """Who looks at which addresses; parts of a page are looked at where they stand."""
    found: dict[str, list[str]] = {person: [] for person in LOOKERS}
    for name, address in ADDRESSES.items():
        looker = next((person for person in LOOKERS if person in (address.get or ())), None)
        if looker and not name.endswith(("-options", ":health", ":openapi", ":live")) and name != "people:audit-record":
            path = reverse(name, kwargs=world.keys(address.keys))
            found[looker].append(f"{path}?{urlencode(world.filled(address.query))}")
    return found


@pytest.mark.parametrize(("language", "theme", "width"), SCREENS)
def test_no_page_has_a_serious_fault(browser: Browser, cast: Cast, language: str, theme: str, width: int) -> None:
    world = World(cast)
    User.objects.update(language=language, theme=theme)
    faults: list[str] = []
    with served() as address:
        for person, paths in pages(world).items():
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
            )
            sign_in(context, address, getattr(cast, person))
            page = context.new_page()
            said: list[str] = []
            page.on("pageerror", lambda error, said=said: said.append(f"script error: {error}"))
            page.on("console", lambda line, said=said: said.append(line.text) if line.type == "error" else None)
            for path in paths:
                faults += [f"{path} as {person}: {fault}" for fault in _look(page, address + path, said)]
            context.close()
    assert faults == [], "\n".join(faults)


def _look(page: Page, address: str, said: list[str]) -> list[str]:
    said.clear()
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):  # a file, or nothing new
            return []
        return [str(error)]
    if answer is None or "html" not in answer.headers.get("content-type", "") or "<html" not in answer.text():
        return []
    page.wait_for_load_state("networkidle" if "data-live" not in page.content() else "load")
    return accessibility_faults(page) + [*said] + ([f"status {answer.status}"] if answer.status >= 400 else [])
