"""The kinds of messages that people get, each declared once by its room, and the sentences they make."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise

from cadre.kernel.models import Notification


@dataclass(frozen=True)
class NoticeKind:
    """A kind of message, declared once by a room. `text` has named places for the params."""

    code: str
    title: Promise | str
    text: Promise | str
    by_mail: bool = False


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
        text: str = str(kind.text) % notification.params
    return text
