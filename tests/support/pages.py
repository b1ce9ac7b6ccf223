"""A person of the cast at the pages: reads and sends forms as the browser does, with HTMX or without script."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cadre.kernel.models import User

HTMX = {"HTTP_HX_REQUEST": "true"}


class Reader:
    """Somebody who is signed in, with the language he reads in."""

    def __init__(self, user: User, language: str = "en") -> None:
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        self.client = Client()
        self.client.force_login(user)

    def get(self, name: str, /, *args: Any, query: dict[str, Any] | None = None, **options: Any) -> HttpResponse:
        return self.client.get(reverse(name, args=args), query or {}, **options)

    def drawer(self, name: str, /, *args: Any, query: dict[str, Any] | None = None) -> HttpResponse:
        """A form as it opens in the drawer."""
        return self.get(name, *args, query=query, **HTMX)

    def send(self, name: str, /, *args: Any, query: str = "", **fields: Any) -> HttpResponse:
        """A form or a button sent with HTMX."""
        return self.client.post(f"{reverse(name, args=args)}{query}", fields, **HTMX)

    def send_plainly(self, name: str, /, *args: Any, **fields: Any) -> HttpResponse:
        """The same without script."""
        return self.client.post(reverse(name, args=args), fields)


def once_of(response: HttpResponse) -> str:
    """The token that lets a form be taken in once."""
    return re.findall(r'name="_once" value="([^"]+)"', response.content.decode())[0]


def signals(response: HttpResponse) -> dict[str, Any]:
    """What the answer tells the page to do."""
    return json.loads(response.get("HX-Trigger", "{}"))


def text_of(response: HttpResponse) -> str:
    """The words of a page, without its marks."""
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(plain))
