"""Which known word somebody may have meant."""

import difflib
import re
from collections.abc import Iterable

from cadre.kernel.search.fold import fold

_BETWEEN = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """A text without spaces, signs, case, width and accents: “GTX Pro” and “gtx-pro” are one."""
    return _BETWEEN.sub("", fold(text))


def nearest(text: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Up to `most` known texts that differ in spaces or signs only, or else by a slip of the pen. The nearest first."""
    by_form: dict[str, str] = {}
    for word in known:
        by_form.setdefault(squeezed(word), word)
    wanted = squeezed(text)
    if not wanted:
        return ()
    if wanted in by_form:
        return (by_form[wanted],)
    if len(by_form) > 20_000:  # a slip of the pen is looked for only where the search stays cheap
        return ()
    close = difflib.get_close_matches(wanted, by_form, n=most, cutoff=0.8)
    return tuple(by_form[form] for form in close)
