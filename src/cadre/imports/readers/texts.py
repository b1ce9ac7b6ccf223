"""Plain text, with an eye on words that are nearly one that everybody uses."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from cadre.imports.findings import Doubt, Severity
from cadre.imports.problems import CONTROL_CHARACTER, NEARLY, NOT_MAIL, NOT_WEB, TOO_LONG
from cadre.imports.readers.reading import Asked, Cell, refused
from cadre.imports.similar import nearest
from cadre.kernel.search.fold import fold

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """Text of at most `longest` characters. A word that nearly is one of `vocabulary` is kept, with a warning that offers that one."""

    longest: int = 200
    vocabulary: tuple[str, ...] = ()

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        known = {fold(word) for word in self.vocabulary}
        return {text: self._cell(text, asked, known) for text in texts}

    def _cell(self, text: str, asked: Asked, known: Collection[str]) -> Cell:
        if len(text) > self.longest:
            return refused(TOO_LONG, length=len(text), limit=self.longest)
        if not text.isprintable() and _CONTROL.search(text):
            return refused(CONTROL_CHARACTER)
        if known and fold(text) not in known and (near := nearest(text, self.vocabulary)):
            params = {"label": asked.label, "value": text, "suggestion": near[0]}
            return Cell(text, Doubt(NEARLY, params, near, Severity.WARNING))
        return Cell(text)


@dataclass(frozen=True)
class Mail:
    """An e-mail address, without `mailto:` and the name around it."""

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        return {text: self._cell(text) for text in texts}

    def _cell(self, text: str) -> Cell:
        bare = text.removeprefix("mailto:")
        if found := re.fullmatch(r".*<([^<>]+)>", bare):
            bare = found.group(1)
        try:
            validate_email(bare)
        except ValidationError:
            return refused(NOT_MAIL, value=text)
        return Cell(bare)


@dataclass(frozen=True)
class Web:
    """A web address; one without https:// gets it."""

    longest: int = 200

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        return {text: self._cell(text) for text in texts}

    def _cell(self, text: str) -> Cell:
        address = text if _SCHEME.match(text) else f"https://{text}"
        try:
            _WEB(address)
        except ValidationError:
            return refused(NOT_WEB, value=text)
        return (
            Cell(address) if len(address) <= self.longest else refused(TOO_LONG, length=len(text), limit=self.longest)
        )


_WEB = URLValidator(schemes=["http", "https"])
