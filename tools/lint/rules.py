"""The rules, each with the reason it is there. A rule yields (node, message) for every breach in a file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.lint import Module

    Breaches = Iterator[tuple[ast.AST, str]]

WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "acreate"}
ON_ROWS = {"objects", "_default_manager", "_base_manager", "filter", "exclude", "all", "visible_to", "changeable_by"}
DOORS = {"views", "api", "tasks", "handlers", "forms", "lists", "filters", "boards", "web", "mcp"}
# Chances and forecasts are estimates; what is paid or shown as a figure is not
CHANCE = {"simulate", "chance", "forecast"}
GETTEXT = {f"{kind}gettext{lazy}" for kind in ("", "p", "n", "np") for lazy in ("", "_lazy", "_noop")} | {"_"}
EXACT = {"money", "services", "rules", "facts", "metrics", "engine"}


def _is_door(module: Module) -> bool:
    """The kernel and ui are what doors are made of; queries and services of any room are behind its doors."""
    place = set(module.place)
    return bool(DOORS & place) and not place & {"queries", "services"} and module.place[0] not in {"kernel", "ui"}


def _names(node: ast.AST) -> set[str]:
    """Every name along a chain of attributes and calls: `A.objects.filter(x)` → {A, objects, filter}."""
    found = set()
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return found | {node.id}
        else:
            return found


def _method_calls(module: Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def _is_write(call: ast.Call, method: ast.Attribute) -> bool:
    on_rows = bool(_names(method.value) & ON_ROWS)
    keywords = {keyword.arg for keyword in call.keywords}
    if method.attr == "save":
        return not call.args and (not keywords or bool(keywords & {"update_fields", "force_insert", "force_update"}))
    if method.attr == "delete":
        return not call.args and not keywords
    if method.attr == "update":
        return not call.args and bool(keywords)
    return on_rows and method.attr in WRITES


def only_writer(module: Module) -> Breaches:
    """Rows change through cadre.kernel.write inside a verb, so that no change misses validation, version and audit.

    The kernel is left out: it is what the verbs are made of, and its bookkeeping (outbox, tasks, search) is no one's record.
    """
    if module.place[0] == "kernel":
        return
    for call, method in _method_calls(module):
        if _is_write(call, method):
            yield call, f".{method.attr}() goes round the audit; use cadre.kernel.write inside a verb"


def visible_first(module: Module) -> Breaches:
    """A door asks a query of its room or starts at visible_to(actor): a forgotten filter shows a stranger's record."""
    if not _is_door(module):
        return
    inner = {id(method.value) for _, method in _method_calls(module) if method.attr in {"visible_to", "changeable_by"}}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"} and id(node) not in inner:
            yield node, "a door starts at visible_to(actor), or better at a query of the room"


def numbers_from_metrics(module: Module) -> Breaches:
    """A door computes no figure of its own: pages, API and command line would drift apart. They ask cadre.metrics."""
    if not _is_door(module):
        return
    for call, method in _method_calls(module):
        if method.attr == "aggregate":
            yield call, "a door asks cadre.metrics or a query of the room for a figure"


def exact_money(module: Module) -> Breaches:
    """Money, rates and metrics are integers, Decimal or Fraction: a float gives another cent on another machine."""
    if not EXACT & set(module.place) or CHANCE & set(module.place):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node, "float() is not exact; use int minor units, Decimal or Fraction"


def text_outside_pieces(module: Module) -> Breaches:
    """No text for translation stands inside an f-string: before Python 3.12 tools that collect texts see one string there, and a
    sentence glued from pieces cannot be put in another order by who translates it."""
    seen: set[int] = set()
    for glued in ast.walk(module.tree):
        for node in ast.walk(glued) if isinstance(glued, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and _names(node.func) & GETTEXT and id(node) not in seen:
                seen.add(id(node))
                yield node, "give the text a name first, or write one sentence with named placeholders"


RULES: dict[str, Callable[[Module], Breaches]] = {
    "write": only_writer,
    "visible": visible_first,
    "figure": numbers_from_metrics,
    "float": exact_money,
    "text": text_outside_pieces,
}
