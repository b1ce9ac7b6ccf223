"""The kinds of messages that people get, each declared once by its room, and the sentences they make."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from cadre.kernel.models import Notification


@dataclass(frozen=True)
class NoticeKind:
    """A kind of message, declared once by a room. `text` has named places for the params.

    Params are kept for all languages: `named` puts a name in the reader's language in the place of a key.
    """

    code: str
    title: Promise | str
    text: Promise | str
    by_mail: bool = False
    named: Callable[[dict[str, Any]], dict[str, Any]] = dict

    def said(self, params: dict[str, Any]) -> str:
        """The sentence in the active language."""
        return str(self.text) % self.named(params)


KINDS: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known. ValueError when its code is taken by another."""
    if KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"notice {kind.code} is registered twice")
    return kind


def sentence(notification: Notification, language: str | None = None) -> str:
    """What the notification says, in the active language or the one given."""
    kind = KINDS.get(notification.code)
    if kind is None:  # its room was removed
        return notification.code
    with translation.override(language or translation.get_language()):
        return kind.said(notification.params)
