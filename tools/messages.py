"""Finds the translatable texts of a room in its Python files and templates, without GNU gettext installed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.messages.extract import extract_python

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.extract import _Keyword

SINGULAR, PLURAL = (1,), (1, 2)
WITH_CONTEXT, PLURAL_WITH_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, _Keyword] = {
    "_": SINGULAR,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), SINGULAR),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), WITH_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), PLURAL_WITH_CONTEXT),
}
LEFT_OUT = {"migrations", "static", "__pycache__"}
NAMED = re.compile(r"%\((\w+)\)[sd]")
# A format sign that is neither named nor doubled: translators could not tell what stands there, nor change the order
UNNAMED = re.compile(r"(?<!%)(?:%%)*%(?![%(])[sdrif]")


class Key(NamedTuple):
    """What a translation is found by."""

    context: str | None
    singular: str
    plural: str | None


def placeholders(text: str) -> set[str]:
    """The names in `%(name)s`."""
    return set(NAMED.findall(text))


def _python_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    from django.utils.translation.template import templatize

    # Every line starts at the margin: what is left of the page's own words would not pass as indented Python
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def _messages_in(path: Path) -> Iterator[Key]:
    found: Iterator[Any] = extract_python(io.BytesIO(_python_of(path).encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in found:
        texts = [arguments] if isinstance(arguments, str) else list(arguments)
        shape = KEYWORDS[function]
        context = texts.pop(0) if shape in (WITH_CONTEXT, PLURAL_WITH_CONTEXT) and texts else None
        singular = texts[0] if texts else None
        plural = texts[1] if shape in (PLURAL, PLURAL_WITH_CONTEXT) and len(texts) > 1 else None
        if singular:
            yield Key(context, singular, plural)


def texts_of(folders: list[Path]) -> dict[Key, list[Path]]:
    """Every translatable text below the folders (or single files), with the files it stands in."""
    found: dict[Key, list[Path]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix not in {".py", ".html", ".txt"} or LEFT_OUT & set(path.parts):
                continue
            if path.suffix == ".txt" and "templates" not in path.parts:
                continue
            for key in _messages_in(path):
                files = found.setdefault(key, [])
                if path not in files:
                    files.append(path)
    return found
