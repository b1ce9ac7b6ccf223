"""The bell tells of what is unread until it has been looked at."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cadre.kernel.models import Notification
from tests.support.browser import sign_in
from tests.support.serving import served

pytestmark = pytest.mark.django_db
MARK = '<span class="c-dot">'
DRAWER = {"HX-Request": "true", "HX-Target": "drawer-content"}


@pytest.fixture
def visitor(cast, client):
    client.force_login(cast.rep_lin)
    Notification.objects.bulk_create(
        Notification(recipient=person, code="gone.gone") for person in (cast.rep_lin, cast.rep_lin, cast.director_shen)
    )
    return client


def test_the_bell_of_every_page_bears_a_mark_and_the_number_of_ones_own_unread_notices(visitor):
    for path in (reverse("web:home"), f"{reverse('web:notifications')}?part=bell"):
        page = visitor.get(path).text
        assert MARK in page
        assert "Notifications, 2 unread" in page


def test_the_mark_goes_with_the_drawer_that_shows_the_notices(visitor):
    drawer = visitor.get(reverse("web:notifications"), headers=DRAWER).text
    assert 'hx-swap-oob="innerHTML:#bell"' in drawer
    assert "Notifications, 0 unread" in drawer
    assert MARK not in drawer
    assert MARK not in visitor.get(reverse("web:home")).text


def test_when_the_drawer_closes_the_focus_is_on_the_bell_again(visitor, page, cast):
    with served() as address:
        sign_in(page.context, address, cast.rep_lin)
        page.goto(address)
        expect(page.locator("#bell .c-dot")).to_have_count(1)
        page.locator("#bell").click()
        expect(page.locator("#bell .c-dot")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator("#bell")).to_be_focused()
        page.goto("about:blank")
