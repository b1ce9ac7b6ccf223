"""A won deal moves the bars of every open browser within three seconds, through several web processes on SQLite.

Seen up to three times: a machine busy with other things is late now and then, pages late by themselves are late each time.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.test_serve import Served, home  # noqa: F401 - the fixture

pytestmark = pytest.mark.sqlite
SET_UP = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile, User
from tests.support.cast import assemble
User.objects.filter(email="rep_lin@test.example").exists() or assemble()
day = clock.today()
rebuild(CompanyProfile.objects.get(), day.replace(year=day.year - 2, day=1), day.replace(year=day.year + 1, day=1))
keys = []
for name in ("director_shen", "rep_gao"):
    user = User.objects.get(email=f"{name}@test.example")
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
    page.goto(address + path)  # its stream need not be open yet: it begins with what happened just before
    return page


def test_a_won_deal_moves_every_open_page_within_three_seconds(browser: Browser, served: Served) -> None:
    director, gao, dashboard = served.manage(SET_UP).split()
    served.wait(served.answers, "answer")
    tiles = opened(browser, served, director, f"/dashboards/{dashboard}/")
    home_page = opened(browser, served, director, "/")
    others = opened(browser, served, gao, "/")
    tiles.locator("#tiles .c-strip").wait_for()
    took = []
    for total in ("77,777", "155,554", "233,331"):
        won_at = float(served.manage(WIN))
        tiles.locator("#tiles", has_text=f"${total}").wait_for()
        took.append(time.time() - won_at)
        home_page.locator("#home", has_text=total).wait_for()
        assert total not in others.locator("main").inner_text()
        if took[-1] < 3:
            break
    assert min(took) < 3
    assert "Rep Lin" in tiles.locator("#tiles").inner_text() or "Lin Rep" in tiles.locator("#tiles").inner_text()


HAND_OVER = """
from cadre.crm import services
from cadre.crm.models import Opportunity
from cadre.kernel.models import User
from tests.support.cast import Cast
from tests.support.deals import actor, deal
lin, gao, shen = (User.objects.get(email=f"{name}@test.example") for name in ("rep_lin", "rep_gao", "director_shen"))
"""


def test_a_deal_that_changes_hands_leaves_the_open_page_of_the_one_and_comes_to_that_of_the_other(
    browser: Browser, served: Served
) -> None:
    keys = served.manage(SET_UP.replace("director_shen", "rep_lin").replace('"manager"', '"pipeline"'))
    lin_key, gao_key, dashboard = keys.split()
    served.manage(HAND_OVER + "deal(lin, amount_minor=7_777_700)")
    served.wait(served.answers, "answer")
    lin = opened(browser, served, lin_key, f"/dashboards/{dashboard}/")
    gao = opened(browser, served, gao_key, f"/dashboards/{dashboard}/")
    lin.locator("#tiles", has_text="77.8K").wait_for()
    assert "77.8K" not in gao.locator("#tiles").inner_text()
    give = "found = Opportunity.objects.get(state='open')\n"
    give += "services.reassign_opportunities(actor=actor(shen), opportunity_ids=[found.pk], owner_id=Cast.employee({}).pk)\n"
    took = []
    for of, to, name in ((lin, gao, "gao"), (gao, lin, "lin"), (lin, gao, "gao")):
        given_at = float(served.manage(HAND_OVER + give.format(name) + "import time\nprint(time.time())"))
        to.locator("#tiles", has_text="77.8K").wait_for()
        expect(of.locator("#tiles")).not_to_contain_text("77.8K", timeout=30_000)
        took.append(time.time() - given_at)
        if took[-1] < 3:
            break
    assert min(took) < 3


def test_a_page_whose_stream_was_refused_or_that_slept_hears_again_what_it_missed(
    browser: Browser, served: Served
) -> None:
    key, _other, dashboard = served.manage(SET_UP).split()
    served.wait(served.answers, "answer")
    refused: list[str] = []
    page = browser.new_context().new_page()
    page.clock.install()

    def refuse(route: Any) -> None:
        refused.append(route.request.url)
        route.fulfill(status=503)

    page.route("**/live/", refuse)
    page.context.add_cookies([{"name": "cadre_session", "value": key, "url": f"http://127.0.0.1:{served.port}"}])
    page.goto(f"http://127.0.0.1:{served.port}/dashboards/{dashboard}/")
    page.locator("#tiles .c-strip").wait_for()
    for _attempt in range(3):  # every pause is longer than the one before
        page.clock.run_for(20_000)
    assert len(refused) >= 2
    served.manage(WIN)
    page.unroute("**/live/")
    for _attempt in range(30):
        page.clock.run_for(5_000)
        if "$77,777" in page.locator("#tiles").inner_text():
            break
    expect(page.locator("#tiles")).to_contain_text("$77,777")
    opened: list[str] = []
    page.on("request", lambda request: request.url.endswith("/live/") and opened.append(request.url))
    page.clock.fast_forward(600_000)  # asleep: nothing ran meanwhile
    page.clock.run_for(11_000)
    page.wait_for_timeout(500)
    assert len(opened) == 1
