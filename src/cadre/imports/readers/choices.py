"""One of a few fixed values, by any of the words that mean it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cadre.imports.problems import NEARLY, NOT_A_CHOICE
from cadre.imports.readers.reading import Asked, Cell, refused
from cadre.imports.similar import nearest, squeezed


@dataclass(frozen=True)
class Choice:
    """`words` gives every value and what people call it, in all languages; the value itself counts too."""

    words: Mapping[str, Collection[str]]

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        known = {squeezed(word): value for value, words in self.words.items() for word in (value, *words)}
        return {text: self._cell(text, asked, known) for text in texts}

    def _cell(self, text: str, asked: Asked, known: Mapping[str, str]) -> Cell:
        if (form := squeezed(text)) in known:
            return Cell(known[form])
        shown = [next(iter(words), value) for value, words in self.words.items()]
        if near := nearest(text, [word for words in self.words.values() for word in words]):
            return refused(NEARLY, suggestions=near, label=asked.label, value=text, suggestion=near[0])
        return refused(NOT_A_CHOICE, label=asked.label, value=text, choices=", ".join(shown))
