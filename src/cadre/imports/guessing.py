"""Guesses which column fills which field: by the heading, else by what the column holds."""

import re
from collections.abc import Collection

from django.conf import settings
from django.utils import translation

from cadre.imports.kinds import ImportField, ImportKind
from cadre.imports.mapping import FileMapping
from cadre.imports.readers import Asked, Mail, Reference
from cadre.imports.reading import Sheet
from cadre.imports.similar import squeezed

_ASIDE = re.compile(r"[（(\[【].*?[)）\]】]|^\*+|\*+$")
_SAMPLE = 200
_ENOUGH = 0.8
_SCALES = [
    (re.compile(r"(?i)\b(k|thousands?|tsd)\b|千元|[（(]千[)）]"), "1000"),
    (re.compile(r"(?i)\b(m|mio|millions?|musd|meur)\b|百萬|百万"), "1000000"),
    (re.compile(r"[萬万](元|美元|$|[)）])"), "10000"),
    (re.compile(r"[億亿]"), "100000000"),
]


def guess(kind: ImportKind, sheet: Sheet) -> FileMapping:
    """The most likely mapping. A heading that says the field's name wins over one that is only near it, and over content."""
    scored = sorted(
        (
            (score, -place, -order, one.key, heading)
            for place, heading in enumerate(sheet.headings)
            for order, one in enumerate(kind.fields)
            if (score := _by_heading(one, heading))
        ),
        reverse=True,
    )
    columns: dict[str, str] = {}
    for _score, _place, _order, key, heading in scored:
        if key not in columns and heading not in columns.values():
            columns[key] = heading
    columns |= _by_content(kind, sheet, columns)
    return FileMapping(columns=columns, scales=_scales(columns))


def _by_heading(one: ImportField, heading: str) -> int:
    forms = {squeezed(heading), squeezed(_ASIDE.sub("", heading))} - {""}
    if squeezed(one.key) in forms:
        return 4
    if forms & {squeezed(name) for name in names_of(one)}:
        return 3
    if forms & {squeezed(alias) for alias in one.aliases}:
        return 2
    tail = squeezed(re.split(r"\s[-–]\s|[/:：]", heading)[-1])  # “Deal - Title”, “Company / Account”
    return 1 if tail and tail in {squeezed(name) for name in (one.key, *names_of(one), *one.aliases)} else 0


def names_of(one: ImportField) -> Collection[str]:
    """The field's label in every language the product speaks."""
    names = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.add(str(one.label))
    return names


def _by_content(kind: ImportKind, sheet: Sheet, taken: dict[str, str]) -> dict[str, str]:
    """Columns whose texts nearly all name a known record, or are e-mail addresses: that cannot be chance."""
    found: dict[str, str] = {}
    for one in kind.fields:
        if one.key in taken or not isinstance(one.reader, Reference | Mail):
            continue
        for place, heading in enumerate(sheet.headings):
            if heading in taken.values() or heading in found.values():
                continue
            texts = list(dict.fromkeys(text for text in sheet.columns[place][: _SAMPLE * 5] if text))[:_SAMPLE]
            cells = one.reader.read(texts, Asked(str(one.label))) if texts else {}
            if texts and sum(cell.doubt is None for cell in cells.values()) >= _ENOUGH * len(texts):
                found[one.key] = heading
                break
    return found


def _scales(columns: dict[str, str]) -> dict[str, str]:
    """The unit that a heading names in an aside: “revenue (MUSD)”, 營業額（萬元）."""
    asides = {key: " ".join(re.findall(r"[（(\[].*?[)）\]]", heading)) for key, heading in columns.items()}
    return {
        key: scale
        for key, aside in asides.items()
        for pattern, scale in _SCALES
        if aside and pattern.search(aside.strip("（()）[]"))
    }
