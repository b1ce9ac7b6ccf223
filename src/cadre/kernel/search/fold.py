"""Fold text so that scripts, widths, cases and accents of one word compare equal.

`fold` works on characters, never on phrases: a part of a text folds to a part of the folded
text, which is what substring search needs. Folded text is for matching; it is never shown.
"""

import importlib.util
import unicodedata
from functools import cache
from pathlib import Path

KANA_VOICING = "\u3099\u309a"  # a different consonant, not an accent


@cache
def simplified_characters() -> dict[int, str]:
    """The table traditional → simplified character of OpenCC, for `str.translate`.

    Read from the installed package's data file without importing the package.
    """
    spec = importlib.util.find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("opencc-python-reimplemented is needed to fold Chinese text")
    table: dict[int, str] = {}
    path = Path(spec.submodule_search_locations[0], "dictionary", "TSCharacters.txt")
    for line in path.read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    return table


def fold(text: str) -> str:
    """Return `text` in the one form in which search compares: 銷售 = 销售, Ｃafé = cafe."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.translate(simplified_characters())
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c) or c in KANA_VOICING)
    return unicodedata.normalize("NFKC", text)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold `text`, and tell for each folded character where its original begins.

    The list has one more entry than the folded text: the length of the original.
    """
    folded: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        part = fold(text[start:end])
        folded.append(part)
        offsets.extend([start] * len(part))
        start = end
    offsets.append(len(text))
    return "".join(folded), offsets
