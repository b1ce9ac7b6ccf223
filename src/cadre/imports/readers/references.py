"""A record that must be there already, by its name, number or address. The whole table is read once per check."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cadre.imports.problems import NEARLY, NOT_FOUND_HERE, SEVERAL
from cadre.imports.readers.reading import Asked, Cell, refused
from cadre.imports.similar import nearest, squeezed
from cadre.kernel.search.fold import fold


@dataclass(frozen=True)
class Reference:
    """`entries` gives (text, value) of everything that can be meant; the first text of a value is its name.

    Case, width and accents do not matter; anything more is only suggested, never taken for granted. `hints` are words of
    other systems and what they mean here.
    """

    entries: Callable[[], Iterable[tuple[str, Any]]]
    hints: Mapping[str, str] = field(default_factory=dict)

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        known: dict[str, dict[Any, str]] = {}
        names: dict[Any, str] = {}
        for text, value in self.entries():
            if text:
                known.setdefault(fold(text), {}).setdefault(value, text)
                names.setdefault(value, text)
        return {text: self._cell(text, asked, known, names) for text in texts}

    def _cell(self, text: str, asked: Asked, known: Mapping[str, dict[Any, str]], names: Mapping[Any, str]) -> Cell:
        values = known.get(fold(text), {})
        if len(values) == 1:
            return Cell(next(iter(values)))
        if values:
            exact = [value for value, name in values.items() if name == text]
            return Cell(exact[0]) if len(exact) == 1 else refused(SEVERAL, label=asked.label, value=text)
        near = self._meant(text, known, names)
        if near:
            return refused(NEARLY, suggestions=near, label=asked.label, value=text, suggestion=near[0])
        return refused(NOT_FOUND_HERE, label=asked.label, value=text)

    def _meant(self, text: str, known: Mapping[str, dict[Any, str]], names: Mapping[Any, str]) -> tuple[str, ...]:
        """The names of the records that may be meant: what other systems call them first, then what is written alike."""
        hint = self.hints.get(squeezed(text), "")
        forms = [hint] if hint else nearest(text, [word for values in known.values() for word in values.values()])
        meant = [value for form in forms for value in known.get(fold(form), {})]
        return tuple(dict.fromkeys(names[value] for value in meant))
