"""A won deal moves the bars of every open browser within three seconds, through several web processes on SQLite."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.cli.test_serve import Served, home  # noqa: F401 - the fixture

pytestmark = pytest.mark.sqlite
SET_UP = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from tests.support.cast import assemble
cast = assemble()
day = clock.today()
rebuild(CompanyProfile.objects.get(), day.replace(year=day.year - 2, day=1), day.replace(year=day.year + 1, day=1))
keys = []
for user in (cast.director_shen, cast.rep_gao):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(*keys, Dashboard.objects.get(shipped="manager").pk)
"""
WIN = """
from cadre.kernel import clock
from cadre.kernel.models import User
from tests.support.deals import won
won(User.objects.get(email="rep_lin@test.example"), amount_minor=7_777_700, closed_on=clock.today())
import time
print(time.time())
"""


@pytest.fixture
def served(home: Path) -> Iterator[Served]:  # noqa: F811
    running = Served(home)
    yield running
    running.kill_all()


def opened(browser: Browser, served: Served, key: str, path: str) -> Page:
    context = browser.new_context()
    address = f"http://127.0.0.1:{served.port}"
    context.add_cookies([{"name": "cadre_session", "value": key, "url": address}])
    page = context.new_page()
    page.goto(address + path)
    return page


def test_a_won_deal_moves_every_open_page_within_three_seconds(browser: Browser, served: Served) -> None:
    director, gao, dashboard = served.manage(SET_UP).split()
    served.wait(served.answers, "answer")
    tiles = opened(browser, served, director, f"/dashboards/{dashboard}/")
    home_page = opened(browser, served, director, "/")
    others = opened(browser, served, gao, "/")
    tiles.locator("#tiles .c-strip").wait_for()
    tiles.wait_for_timeout(1000)  # until the stream is open
    won_at = float(served.manage(WIN))
    tiles.locator("#tiles", has_text="$77,777").wait_for(timeout=5000)
    assert time.time() - won_at < 3
    home_page.locator("#home", has_text="77,777").wait_for(timeout=3000)
    assert "Rep Lin" in tiles.locator("#tiles").inner_text() or "Lin Rep" in tiles.locator("#tiles").inner_text()
    assert "77,777" not in others.locator("main").inner_text()
