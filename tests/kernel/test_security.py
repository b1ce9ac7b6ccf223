"""Every answer carries the headers that keep a page to its own scripts; too much is refused before it is read."""

import io
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cadre.kernel.security import SecurityHeadersMiddleware, address_behind_proxy

PAGE = SecurityHeadersMiddleware(lambda request: HttpResponse(request.csp_nonce))


def test_the_page_may_run_its_own_scripts_only() -> None:
    answer = PAGE(RequestFactory().get("/"))
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    nonce = answer.content.decode()
    assert policy["script-src"] == policy["style-src"] == f"'self' 'nonce-{nonce}'"
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"


def test_no_two_answers_share_a_nonce() -> None:
    nonces = {PAGE(RequestFactory().get("/")).content for _ in range(50)}
    assert len(nonces) == 50
    assert all(re.fullmatch(rb"[\w-]{22}", nonce) for nonce in nonces)


def test_a_view_may_set_its_own_policy() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox", "Cache-Control": "no-store"})

    answer = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == ("sandbox", "no-store")


@pytest.mark.parametrize(("path", "kind"), [("/imports/", "text/plain"), ("/api/v1/x", "application/problem+json")])
def test_too_much_is_swallowed_and_refused_with_what_to_do(path: str, kind: str, settings: object) -> None:
    settings.CADRE_UPLOAD_LIMIT = 3 * 1024 * 1024  # type: ignore[attr-defined]

    def never(_request: HttpRequest) -> HttpResponse:
        raise AssertionError("the body must not reach a view")

    request = RequestFactory().generic("POST", path, CONTENT_LENGTH=str(3 * 1024 * 1024 + 1))
    request._stream = sent = io.BytesIO(b"x" * (3 * 1024 * 1024 + 1))  # type: ignore[attr-defined]
    answer = SecurityHeadersMiddleware(never)(request)
    assert answer.status_code == 413
    assert sent.read() == b"", "who sends to the end before he reads would see a broken connection"
    assert answer["Content-Type"].startswith(kind)
    assert "3 MB" in answer.content.decode()
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.9.9.9, 2001:db8::1", "2001:db8::1"),
        ("nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_address_behind_a_proxy_is_the_one_our_own_proxy_wrote(told: str, address: str) -> None:
    assert address_behind_proxy(RequestFactory().get("/", headers={"X-Forwarded-For": told})) == address


def test_a_length_that_is_no_number_is_the_servers_business() -> None:
    assert PAGE(RequestFactory().generic("POST", "/", CONTENT_LENGTH="many")).status_code == 200
