"""What a Chinese text can get wrong that a machine can see: the other script's characters, half-width signs, 您, the wrong term."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "develop" / "glossary.csv"
HAN = "\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:!?(](?=\s*[{HAN}])|[{HAN}]\)(?=[{HAN}])|[{HAN}][,;:!?.](?=\s|$)")
# Written alike in both, though the table lists a rarer form
IN_BOTH = set("台群着床峰吃里面只才干后范征系制注采舍斗谷表冲")


@cache
def _only_in(script: str) -> frozenset[str]:
    """Characters that are never written in the other script, from OpenCC's tables."""
    import opencc

    table = "TSCharacters.txt" if script == "zh_Hant" else "STCharacters.txt"
    found = set()
    for line in (Path(opencc.__file__).parent / "dictionary" / table).read_text(encoding="utf-8").splitlines():
        character, _, others = line.partition("\t")
        if len(character) == 1 and character not in others.split():
            found.add(character)
    return frozenset(found - IN_BOTH)


def wrong_script(text: str, language: str) -> str:
    """The characters of `text` that belong to the other Chinese script only."""
    other = "zh_Hans" if language == "zh_Hant" else "zh_Hant"
    return "".join(sorted(set(text) & _only_in(other)))


def half_width(text: str) -> str:
    """The first half-width sign beside Chinese characters, with its neighbour; empty when there is none."""
    match = HALF_WIDTH.search(text)
    return match.group() if match else ""


def too_polite(text: str) -> bool:
    """Whether the reader is addressed with 您, which the product does not use."""
    return "您" in text


def _choices(cell: str) -> list[str]:
    plain = re.sub(r"[（(].*?[）)]", "", cell)
    return [part.strip() for part in re.split(r"[/／]", plain) if part.strip()]


@cache
def glossary() -> dict[str, dict[str, list[str]]]:
    """English term in lower case → language → the accepted Chinese terms."""
    with GLOSSARY.open(encoding="utf-8") as source:
        terms: dict[str, dict[str, list[str]]] = {}
        for row in csv.DictReader(source):
            for term in _choices(row["en"]):
                entry = terms.setdefault(term.lower(), {"zh_Hant": [], "zh_Hans": []})
                for language, accepted in entry.items():
                    accepted.extend(_choices(row[language]))
        return terms


def other_term(english: str, text: str, language: str) -> list[str]:
    """The accepted terms where `english` as a whole is a glossary term and `text` has none of them."""
    accepted = glossary().get(english.lower(), {}).get(language, [])
    return [] if any(term in text for term in accepted) else accepted
