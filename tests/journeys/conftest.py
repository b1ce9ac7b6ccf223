"""A browser at the product itself: a server over the test's own database, people signed in, nothing serious for axe at any stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from cadre.kernel.models import User
from tests.support.browser import accessibility_faults, sign_in
from tests.support.serving import served

DESK, PHONE = 1440, 390


class Stop:
    """One person's window. `stop()` is called wherever the journey rests: it looks for faults."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda answer: self._note(answer.status, answer.url))

    def _note(self, status: int, address: str) -> None:
        """A refused form (409, 422) is an answer, not an error."""
        if status >= 400 and status not in {409, 422}:
            self.errors.append(f"{status} {address}")

    def open(self, name: str, *args: int) -> Page:
        self.page.goto(self.address + reverse(name, args=args))
        return self.page

    def rest(self) -> None:
        """Nothing serious for axe, no sideways scrolling, no error of the server or of a script."""
        assert accessibility_faults(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert self.errors == []


@pytest.fixture
def window(browser: Browser, db: None) -> Iterator[Callable[..., Stop]]:
    """window(user, language="zh-hant", width=1440) opens the product as somebody."""
    contexts: list[Any] = []
    with served() as address:

        def open_as(user: User, language: str = "zh-hant", width: int = DESK) -> Stop:
            User.objects.filter(pk=user.pk).update(language=language)
            size = {"width": width, "height": 900}
            context = browser.new_context(viewport=size, reduced_motion="reduce", has_touch=width == PHONE)
            contexts.append(context)
            sign_in(context, address, user)
            return Stop(context.new_page(), address)

        yield open_as
        for context in contexts:
            for page in context.pages:
                page.goto("about:blank")
            context.close()
