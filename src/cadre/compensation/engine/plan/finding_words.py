"""What is wrong with a plan and what to do, in zh-Hant and zh-Hans: ``findings.tsv``.

The English text is the key: the checks write it, ``§`` stands for what it names, and a test sees to it that none is
missing.
"""

import re
from functools import cache
from pathlib import Path

from cadre.compensation.engine.words import LANGUAGES

TEXTS = Path(__file__).with_name("findings.tsv")


@cache
def rows(texts: Path = TEXTS) -> list[list[str]]:
    """English, zh-Hant and zh-Hans of every text of a catalogue."""
    return [line.split("\t") for line in texts.read_text(encoding="utf-8").splitlines()[1:]]


@cache
def _patterns(texts: Path) -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    """The texts as patterns, the most exact ones first."""
    known = sorted(rows(texts), key=lambda row: (row[0].count("§"), -len(row[0])))
    return [
        (re.compile("(.*?)".join(re.escape(part) for part in english.split("§")), re.DOTALL), (hant, hans))
        for english, hant, hans in known
    ]


def translated(text: str, language: str, texts: Path = TEXTS) -> str:
    """A message or advice in a language; what is not in the catalogue stays as it is."""
    if language == "en" or not text:
        return text
    for pattern, said in _patterns(texts):
        match = pattern.fullmatch(text)
        if match:
            found = said[LANGUAGES.index(language) - 1]
            for value in match.groups():
                found = found.replace("§", value.replace("§", ""), 1)
            return found
    return text
