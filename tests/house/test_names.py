"""Names say what a thing is about; a module that is called after nothing collects everything."""

from __future__ import annotations

import re

from tests.house.tree import ROOT, files, name_of

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "handler", "info"}
HELD = re.compile(r"\*\*Held by\b|^## (?:Rule|Held by)", re.MULTILINE)
SAID_OTHERWISE = {"src/cadre/settings/base.py"}  # Django's own custom, and short


def test_no_module_is_called_after_nothing() -> None:
    found = [name_of(path) for path in files(".py", under="src") if {*path.parts, path.stem} & FORBIDDEN]
    assert [name for name in found if name not in SAID_OTHERWISE] == []


def test_every_decision_names_the_rule_that_holds_it() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    silent = [name_of(path) for path in decisions if not HELD.search(path.read_text(encoding="utf-8"))]
    assert silent == [], "“**Held by** …” says which test or check keeps the decision, or that only a review does"
