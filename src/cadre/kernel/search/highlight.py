"""Show where a query was found: the original text, cut into marked and unmarked pieces."""

import re
from dataclasses import dataclass

from cadre.kernel.search.fold import fold_with_offsets
from cadre.kernel.search.tokens import PAIRED, Term, terms_of

BEFORE_FIRST_HIT = 30


@dataclass(frozen=True)
class Piece:
    """A piece of shown text; `hit` pieces belong into `<mark>`."""

    text: str
    hit: bool


def highlight(text: str, query: str) -> list[Piece]:
    """Return the whole `text` as pieces."""
    return _pieces(text, _spans(text, terms_of(query)), 0, len(text))


def snippet(text: str, query: str, width: int = 120) -> list[Piece]:
    """Return about `width` characters of `text` around the first place where `query` is found."""
    terms = terms_of(query)
    text = " ".join(text.split())
    spans = _spans(text[: width * 40], terms)
    start = max(0, spans[0][0] - BEFORE_FIRST_HIT) if spans else 0
    end = min(len(text), start + width)
    pieces = _pieces(text, spans, start, end)
    if start > 0:
        pieces.insert(0, Piece("… ", hit=False))
    if end < len(text):
        pieces.append(Piece(" …", hit=False))
    return pieces


def _spans(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    if not terms:
        return []
    folded, offsets = fold_with_offsets(text)
    found = []
    for match in re.finditer("|".join(_pattern(term) for term in terms), folded):
        end = match.end()
        while end < len(folded) and offsets[end] == offsets[end - 1]:
            end += 1
        found.append((offsets[match.start()], offsets[end]))
    return found


def _pattern(term: Term) -> str:
    if term.phrase:
        return re.escape(term.tokens[0] + "".join(pair[1] for pair in term.tokens[1:]))
    word = term.tokens[0]
    if re.match(f"[{PAIRED}]", word):
        return re.escape(word)
    before = r"(?<!\d)" if word[0].isdigit() and len(word) < 3 else r"(?<![^\W\d_])"
    return ("" if word.isdigit() and len(word) >= 3 else before) + re.escape(word)


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span[0], at), min(span[1], end)
        if first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first], hit=False))
        pieces.append(Piece(text[first:last], hit=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end], hit=False))
    return pieces
