"""What a process remembers is the same for every reader (docs/decisions/0082)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT

CACHES = {"cache", "lru_cache"}
OF_A_READER = {"Actor", "HttpRequest", "User"}
IN_A_LANGUAGE = {"gettext", "pgettext", "ngettext", "npgettext", "_", "get_language"}


def name_of(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def remembered(folder: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function whose answers are kept, with the place it stands at."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and CACHES & {name_of(one) for one in node.decorator_list}:
                yield f"{path.relative_to(folder)}:{node.name}", node


def faults(function: ast.FunctionDef) -> list[str]:
    """Why its answer could be somebody else's: it is asked by a reader, or is in the language of who came first."""
    told = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    names = {
        name.id for one in told if one.annotation for name in ast.walk(one.annotation) if isinstance(name, ast.Name)
    }
    called = {name_of(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
    return sorted((names & OF_A_READER) | (called & IN_A_LANGUAGE))


def test_nothing_that_a_process_keeps_was_asked_by_a_reader_or_in_his_language() -> None:
    kept = dict(remembered(ROOT / "src" / "cadre"))
    assert "cockpit/links.py:_page" in kept
    assert {place: faults(function) for place, function in kept.items() if faults(function)} == {}


def test_an_answer_kept_for_a_reader_would_be_found() -> None:
    bad = "@cache\ndef names(actor: Actor | None) -> str:\n    return gettext('Total')"
    (function,) = ast.parse(bad).body
    assert isinstance(function, ast.FunctionDef)
    assert faults(function) == ["Actor", "gettext"]
