"""A caller of the API for tests: a key and the shortest way to say what is sent."""

import json
from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cadre.kernel.access import actor_of
from cadre.kernel.models import User
from cadre.kernel.tokens import SCOPES, create_token

ROOT = "/api/v1/"


class Upload(dict[str, Any]):
    """A body with a file in it, as a browser's form sends it."""

    def encoded(self) -> tuple[bytes, str]:
        """The bytes and their content type."""
        for part in self.values():
            if hasattr(part, "seek"):
                part.seek(0)
        return encode_multipart(BOUNDARY, self), MULTIPART_CONTENT


class Caller:
    """Calls as a user with a fresh key. What it sends and gets is JSON."""

    def __init__(self, user: User, scopes: Collection[str] = tuple(SCOPES)) -> None:
        self.user = user
        self.token, self.secret = create_token(actor=actor_of(user), label="test", scopes=scopes)
        self.client = Client()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """`headers` as Django names them in upper case with underscores: IDEMPOTENCY_KEY="k"."""
        kind = "application/json"
        if isinstance(body, Upload):
            content, kind = body.encoded()
        else:
            content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"AUTHORIZATION": f"Bearer {self.secret}"} | headers
        kind = sent.pop("CONTENT_TYPE", kind)
        return self.client.generic(
            method, ROOT + path, content, content_type=kind, **{f"HTTP_{name}": value for name, value in sent.items()}
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.call("DELETE", path, **headers)


def all_items(caller: Caller, path: str) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = caller.get(path + ("&" if "?" in path else "?") + "limit=3" + (f"&cursor={cursor}" if cursor else ""))
        assert page.status_code == 200, page.content
        items += page.json()["items"]
        cursor = page.json()["next_cursor"]
        if not cursor:
            return items
