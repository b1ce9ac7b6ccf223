"""The language in which the demo's people have written their notes. What is written stays so, whoever reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import translation
from django.utils.functional import Promise

_spoken: ContextVar[str] = ContextVar("language of the demo", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Load the demo in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def written(text: str | Promise) -> str:
    """A text as the demo's people write it."""
    with translation.override(_spoken.get()):
        return str(text)
