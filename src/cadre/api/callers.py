"""Who calls: the bearer of a key, or a person signed in on the page beside it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import translation
from ninja.utils import check_csrf

from cadre.api.problems import BAD_TOKEN, CSRF_FAILED, SCOPE_MISSING, SIGN_IN_NEEDED
from cadre.kernel.access import actor_of
from cadre.kernel.tokens import token_behind

if TYPE_CHECKING:
    from cadre.kernel.models import User

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Caller:
    """The person behind a request, and the name under which his Idempotency-Keys are kept."""

    user: "User"
    name: str

    @property
    def has_key(self) -> bool:
        """Whether a key was sent, not a page's cookie."""
        return self.name.startswith("token")


def caller_of(request: HttpRequest, scope: str) -> Caller:
    """Put the caller's actor and language on the request.

    Raises SIGN_IN_NEEDED, BAD_TOKEN, SCOPE_MISSING (a key without `scope`) or CSRF_FAILED (a cookie alone does not write).
    """
    header = request.headers.get("Authorization", "")
    if header:
        return _bearer(request, header, scope)
    if not request.user.is_authenticated:
        raise SIGN_IN_NEEDED()
    if request.method not in SAFE and check_csrf(request) is not None:
        raise CSRF_FAILED()
    return Caller(request.user, f"user {request.user.pk}")  # type: ignore[arg-type]  # ActorMiddleware did the rest


def _bearer(request: HttpRequest, header: str, scope: str) -> Caller:
    kind, _, secret = header.partition(" ")
    token = token_behind(secret.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise BAD_TOKEN()
    speak(request, token.user.language)
    if scope and scope not in token.scopes:
        raise SCOPE_MISSING(scope=scope)
    request.user = token.user
    request.actor = actor_of(token.user)  # type: ignore[attr-defined]
    return Caller(token.user, f"token {token.pk}")


def speak(request: HttpRequest, language: str) -> None:
    """A script is answered in the language it accepts, and without a word on that in its owner's."""
    if not request.headers.get("Accept-Language"):
        translation.activate(language)
