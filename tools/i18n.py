"""Translations: `python tools/i18n.py update|missing|check|compile [ROOM …]`.

update   takes up new texts into src/cadre/ROOM/locale/…/django.po and drops those that are gone
missing  prints what has no translation yet
check    fails on anything missing, fuzzy, left over, or wrong in a way that a machine can see
compile  writes the .mo files (the build does it too)
Rooms are folders of src/cadre; without one, all of them.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.chinese import half_width, other_term, too_polite, wrong_script
from tools.messages import UNNAMED, Key, placeholders, texts_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cadre"
LANGUAGES = ("zh_Hant", "zh_Hans")
# Texts of the tree that belong to no room are translated in the kernel
BESIDE_ROOMS = {"kernel": ["settings", "cli", "asgi.py", "wsgi.py"]}
NO_ROOM = {"settings", "cli", "__pycache__"}
# One word without a context has one Chinese word for every use; these mean one thing only
PLAIN_WORDS = re.compile(r"[A-Z0-9]{2,}s?|Cadre")


def rooms() -> list[str]:
    return sorted(path.name for path in SOURCE.iterdir() if path.is_dir() and path.name not in NO_ROOM)


def wanted(room: str) -> dict[Key, list[Path]]:
    """The texts that the room's catalogues must hold."""
    beside = [SOURCE / name for name in BESIDE_ROOMS.get(room, [])]
    return texts_of([SOURCE / room, *(path for path in beside if path.exists())])


def catalogue_path(room: str, language: str) -> Path:
    return SOURCE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(room: str, language: str) -> polib.POFile:
    """The room's catalogue; an empty one where there is none yet."""
    path = catalogue_path(room, language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "cadre-sales",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return new


def key_of(entry: polib.POEntry) -> Key:
    return Key(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def known(language: str) -> dict[Key, polib.POEntry]:
    """What any room has translated already: the same text need not be thought about twice."""
    found: dict[Key, polib.POEntry] = {}
    for room in rooms():
        for entry in catalogue(room, language):
            if all(translations(entry)) and not entry.obsolete:
                found.setdefault(key_of(entry), entry)
    return found


def _entry(key: Key, files: list[Path], old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=key.context,
        msgid=key.singular,
        msgid_plural=key.plural or "",
        occurrences=[(str(path.relative_to(ROOT)), "") for path in files],
        flags=["python-format"] if placeholders(key.singular) or placeholders(key.plural or "") else [],
    )
    if key.plural:
        entry.msgstr_plural = dict(old.msgstr_plural) if old else {0: ""}
    elif old:
        entry.msgstr = old.msgstr
    if old and old.tcomment:
        entry.tcomment = old.tcomment
    return entry


def update(names: list[str]) -> int:
    """Rewrites the catalogues so that they hold just the texts of the tree, in order of file and text."""
    for language in LANGUAGES:
        elsewhere = known(language)
        for room in names:
            texts = wanted(room)
            path = catalogue_path(room, language)
            if not texts and not path.exists():
                continue
            book = catalogue(room, language)
            before = {key_of(entry): entry for entry in book if not entry.obsolete}
            book[:] = [
                _entry(key, files, before.get(key) or elsewhere.get(key))
                for key, files in sorted(texts.items(), key=lambda item: (str(item[1][0]), str(item[0])))
            ]
            path.parent.mkdir(parents=True, exist_ok=True)
            book.save(str(path))
            empty = sum(not all(translations(entry)) for entry in book)
            print(f"{room} {language}: {len(book)} texts, {empty} to translate")
    return 0


def missing(names: list[str]) -> int:
    for language in LANGUAGES:
        for room in names:
            for entry in catalogue(room, language):
                if not all(translations(entry)):
                    print(f"{room} {language}: {f'[{entry.msgctxt}] ' if entry.msgctxt else ''}{entry.msgid}")
    return 0


def _faults_of_source(key: Key) -> list[str]:
    faults = []
    if any(UNNAMED.search(text) for text in (key.singular, key.plural or "")):
        faults.append("has a placeholder without a name; write %(name)s")
    if key.context is None and re.fullmatch(r"\w+", key.singular) and not PLAIN_WORDS.fullmatch(key.singular):
        faults.append("is one word without a context; write pgettext(…)")
    return faults


def _faults_of_words(entry: polib.POEntry, text: str, language: str) -> list[str]:
    faults = []
    if wrong := wrong_script(text, language):
        faults.append(f"has characters of the other script ({wrong}): {text}")
    if sign := half_width(text):
        faults.append(f"has a half-width sign ({sign}): {text}")
    if too_polite(text):
        faults.append(f"says 您; address nobody, or say 你: {text}")
    if accepted := other_term(entry.msgid, text, language):
        faults.append(f"has {text} where the glossary has {' or '.join(accepted)}")
    return faults


def _faults_of_translation(entry: polib.POEntry, language: str) -> list[str]:
    faults = []
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for text in translations(entry):
        if not text:
            faults.append("has no translation")
            continue
        # A plural's singular may say "one" in words, so a translation may use any name that either form has
        if placeholders(text) - allowed or (not entry.msgid_plural and placeholders(text) != allowed):
            faults.append(f"has other placeholders: {text}")
        faults += _faults_of_words(entry, text, language)
    if entry.fuzzy:
        faults.append("is marked fuzzy, so it is not shown")
    return faults


def _faults_of_room(room: str, language: str, texts: dict[Key, list[Path]]) -> list[str]:
    entries = {key_of(entry): entry for entry in catalogue(room, language) if not entry.obsolete}
    gone = [key.singular for key in entries if key not in texts]
    new = [key.singular for key in texts if key not in entries]
    late = [f"{len(gone)} texts are gone from the tree: run update ({gone[0]!r} …)"] if gone else []
    late += [f"{len(new)} texts are not in the catalogue: run update ({new[0]!r} …)"] if new else []
    wrong = [
        f"{key.singular!r} {fault}"
        for key, entry in entries.items()
        if key in texts
        for fault in _faults_of_translation(entry, language)
    ]
    return [f"{room} {language}: {fault}" for fault in late + wrong]


def _differences(language: str) -> list[str]:
    """The same text translated in two ways: which one a page shows would depend on the order of the rooms."""
    seen: dict[Key, tuple[str, list[str]]] = {}
    found = []
    for room in rooms():
        for entry in catalogue(room, language):
            first, texts = seen.setdefault(key_of(entry), (room, translations(entry)))
            if all(translations(entry)) and all(texts) and texts != translations(entry):
                found.append(f"{room} {language}: {entry.msgid!r} is {translations(entry)} here and {texts} in {first}")
    return found


def faults(names: list[str] | None = None) -> list[str]:
    """All that is wrong with the rooms' translations, one sentence each."""
    found = []
    for room in names or rooms():
        texts = wanted(room)
        for key, files in texts.items():
            place = files[0].relative_to(ROOT)
            found += [f"{place}: {key.singular!r} {fault}" for fault in _faults_of_source(key)]
        for language in LANGUAGES:
            found += _faults_of_room(room, language, texts)
    return found + [fault for language in LANGUAGES for fault in _differences(language)]


def check(names: list[str]) -> int:
    found = faults(names)
    print("\n".join(found) or "translations: nothing missing")
    return 1 if found else 0


def compile_all(_names: list[str]) -> int:
    from hatch_build import compile_translations

    print(f"{compile_translations(ROOT)} translations compiled")
    return 0


def main() -> int:
    commands = {"update": update, "missing": missing, "check": check, "compile": compile_all}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=commands)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="folders of src/cadre; all without one")
    chosen = parser.parse_args()
    if unknown := set(chosen.rooms) - set(rooms()):
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    return commands[chosen.command](chosen.rooms or rooms())


if __name__ == "__main__":
    sys.exit(main())
