"""The words for size that people write behind a number: 3.5 萬, 1.2k, 2億, 3bn."""

import re

_POWERS = {"k": 3, "千": 3, "萬": 4, "万": 4, "m": 6, "億": 8, "亿": 8, "bn": 9, "b": 9}
_WORD = re.compile(r"\s*(bn|[kmb千萬万億亿])$", re.IGNORECASE)


def without_magnitude(text: str) -> tuple[str, int]:
    """A number without its word for size, and the power of ten that the word stands for: "3.5 萬" gives ("3.5", 4)."""
    word = _WORD.search(text)
    return (text[: word.start()], _POWERS[word.group(1).lower()]) if word else (text, 0)
