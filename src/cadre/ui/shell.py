"""The frame around every page: theme, languages, unread notices. `web` registers what only it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from cadre.kernel.access import Actor
from cadre.ui import addresses

LANGUAGES = (
    ("zh-hant", "zh-Hant", "繁", "繁體中文"),
    ("zh-hans", "zh-Hans", "简", "简体中文"),
    ("en", "en", "EN", "English"),
)
_TAGS = {code: tag for code, tag, _, _ in LANGUAGES}


def _none_unread(_actor: Actor) -> int:
    return 0


_unread: Callable[[Actor], int] = _none_unread


def register_unread(count: Callable[[Actor], int]) -> None:
    """`web` counts a reader's unread notices; the frame only shows the number."""
    global _unread  # noqa: PLW0603 - set once at start-up
    _unread = count


def language_tag(code: str | None = None) -> str:
    """The BCP 47 tag for the lang attribute: zh-hant -> zh-Hant."""
    return _TAGS.get((code or translation.get_language() or "en").lower(), "en")


def optional_url(name: str, *args: object) -> str:
    """The address of a page of a higher room, empty where that room is absent."""
    try:
        return reverse(name, args=args) if args else addresses.page(name)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Shell:
    """What the layout asks about the reader."""

    request: HttpRequest

    @property
    def actor(self) -> Actor | None:
        return getattr(self.request, "actor", None)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.actor.roles) if self.actor else frozenset()

    @property
    def language(self) -> str:
        return (translation.get_language() or "en").lower()

    @property
    def tag(self) -> str:
        return language_tag(self.language)

    @property
    def theme(self) -> str:
        """auto, light or dark: the person's choice, else that of this browser."""
        user = getattr(self.request, "user", None)
        chosen = getattr(user, "theme", "") or self.request.COOKIES.get("cadre_theme", "")
        return chosen if chosen in {"light", "dark"} else "auto"

    @cached_property
    def unread(self) -> int:
        return _unread(self.actor) if self.actor else 0
