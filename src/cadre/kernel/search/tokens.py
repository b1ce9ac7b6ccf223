"""Cut folded text into the tokens that both databases store and match, and queries likewise.

Runs of Han, Kana or Hangul become overlapping pairs plus the last character alone; words of
other scripts stay whole and are matched by their beginning. The databases add no rules of
their own, so they answer alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cadre.kernel.search.fold import fold

TOKENISER_VERSION = 1
"""Raised when the same text yields other tokens; the index is then rebuilt."""

MOST_TOKENS = 15_000
LONGEST_TOKEN = 60
LONGEST_QUERY = 200
MOST_TERMS = 12
SHORTEST_SUFFIX = 3

PAIRED = (
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\uac00-\ud7af\U00020000-\U0003ffff"
)
WORD = rf"[^\W_{PAIRED}]+"
JOINER = r"[-_./'’&]"
CHUNK = re.compile(
    rf"(?P<run>[{PAIRED}]+)"
    r"|(?P<phone>\+?\(?[0-9][0-9 ()./-]{5,28}[0-9](?![^\W_]))"
    rf"|(?P<word>{WORD}(?:{JOINER}{WORD})*)"
)
WORDS = re.compile(WORD)
LATER_PART = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
NOT_DIGIT = re.compile(r"[^0-9]")
FEWEST_PHONE_DIGITS = 7


@dataclass(frozen=True)
class Term:
    """One condition of a query: neighbouring tokens (`phrase`), or the beginning of one token."""

    tokens: tuple[str, ...]
    phrase: bool


def tokens_of(folded: str) -> list[str]:
    """Return the tokens of a folded text in the order of the text, at most `MOST_TOKENS`."""
    found: list[str] = []
    for match in CHUNK.finditer(folded):
        if run := match["run"]:
            found.extend(run[i : i + 2] for i in range(len(run)))
        else:
            found.extend(_word_tokens(match[0], phone=match["phone"] is not None))
        if len(found) >= MOST_TOKENS:
            return found[:MOST_TOKENS]
    return found


def terms_of(query: str) -> list[Term]:
    """Return the conditions that all must hold for `query`; none when it holds no letter or digit."""
    terms: dict[Term, None] = {}
    for match in CHUNK.finditer(fold(query[:LONGEST_QUERY])):
        run = match["run"]
        if run and len(run) > 1:
            terms[Term(tuple(run[i : i + 2] for i in range(len(run) - 1)), phrase=True)] = None
        elif run:
            terms[Term((run,), phrase=False)] = None
        else:
            for word in WORDS.findall(match[0]):
                terms[Term((word[:LONGEST_TOKEN],), phrase=False)] = None
    return list(terms)[:MOST_TERMS]


def _word_tokens(chunk: str, *, phone: bool) -> Iterator[str]:
    words = WORDS.findall(chunk)
    for word in words:
        yield word[:LONGEST_TOKEN]
        for boundary in LATER_PART.finditer(word):
            yield word[boundary.start() :][:LONGEST_TOKEN]
    if len(words) > 1:
        yield "".join(words)[:LONGEST_TOKEN]
    digits = NOT_DIGIT.sub("", chunk)
    if phone and len(digits) >= FEWEST_PHONE_DIGITS:
        for start in range(1, len(digits) - SHORTEST_SUFFIX + 1):
            yield digits[start:]
