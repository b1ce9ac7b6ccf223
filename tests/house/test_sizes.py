"""Files and functions stay small enough to be read at once; the tail is what makes a codebase unpleasant."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.house.ratchet import compare
from tests.house.tree import ROOT, files, name_of

if TYPE_CHECKING:
    from pathlib import Path

FILE, FILE_AT_MOST, FUNCTION, TEMPLATE, TEST_FILE = 300, 500, 40, 120, 400


def _python() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.parts]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _is_test(path: Path) -> bool:
    return path.is_relative_to(ROOT / "tests")


def test_no_file_is_longer_than_it_was_and_no_new_one_is_long() -> None:
    limit = {True: TEST_FILE, False: FILE}
    found = {name_of(path): _lines(path) for path in _python() if _lines(path) > limit[_is_test(path)]}
    worse = compare("long files", found)
    assert worse == [], "\n".join(worse)


def test_no_file_is_ever_longer_than_the_hard_limit() -> None:
    assert [name_of(path) for path in _python() if _lines(path) > FILE_AT_MOST] == []


def test_functions_fit_on_a_screen() -> None:
    found = {}
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION:
                    found[f"{name_of(path)}:{node.name}"] = size
    worse = compare("long functions", found)
    assert worse == [], "\n".join(worse)


def test_templates_fit_on_two_screens() -> None:
    found = {name_of(path): _lines(path) for path in files(".html", under="src") if _lines(path) > TEMPLATE}
    worse = compare("long templates", found)
    assert worse == [], "\n".join(worse)
