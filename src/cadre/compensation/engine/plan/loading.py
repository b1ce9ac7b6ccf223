"""Reads a plan from YAML or JSON; what is wrong is told with its line and with what to do."""

import difflib
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from cadre.compensation.engine.plan import checks, finding_words
from cadre.compensation.engine.plan.model import Plan

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Finding:
    """Something about a plan that must (error) or should (warning) be changed."""

    severity: str
    path: str
    line: int
    message: str
    advice: str
    column: int = 1

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """Where it is, what is wrong and what to do, in a language."""
        message, advice = (finding_words.translated(text, language) for text in (self.message, self.advice))
        if language == "en":
            return f"line {self.line}: {self.path}: {message}. {advice}".rstrip()
        return f"第 {self.line} 行 {self.path}：{message}。{advice}"

    def in_language(self, language: str) -> dict[str, Any]:
        """The finding as plain values, message and advice in a language."""
        said = {name: finding_words.translated(getattr(self, name), language) for name in ("message", "advice")}
        return {**vars(self), **said}


class PlanRefused(ValueError):
    """The plan cannot be calculated; ``findings`` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class _Exact(_LOADER):  # type: ignore[misc, valid-type]
    """YAML whose decimals stay decimals, whose dates stay dates, and whose keys may not repeat."""


def _decimal(loader: Any, node: Any) -> Any:
    text = loader.construct_scalar(node)
    try:
        return Decimal(text.replace("_", ""))
    except ArithmeticError:
        return text


def _day(loader: Any, node: Any) -> Any:
    """A date as written; a day that no calendar has stays a text, so that it is found where it stands."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is given twice", key.start_mark)
        seen.add(key.value)
    loader.flatten_mapping(node)
    return dict(loader.construct_pairs(node, deep=True))


# YAML 1.1 reads on, off, yes and no as booleans; in a plan they are words. Only true and false are booleans.
_Exact.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in _LOADER.yaml_implicit_resolvers.items()
}
_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)
_Exact.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Exact.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_plan(path: str | Path) -> tuple[Plan, list[Finding]]:
    """The plan in a file and its warnings. Raises :class:`PlanRefused`, ``OSError``."""
    return parse_plan(Path(path).read_text(encoding="utf-8-sig"))


def parse_plan(text: str) -> tuple[Plan, list[Finding]]:
    """The plan in a YAML or JSON text and its warnings. Raises :class:`PlanRefused`."""
    node, content = _parse(text)
    if not isinstance(content, dict):
        raise PlanRefused([Finding("error", "plan", 1, "this is not a plan", "Begin with 'plan: a-short-name'.")])
    try:
        plan = Plan.model_validate(content)
    except ValidationError as error:
        raise PlanRefused(_translated(error, node)) from None
    findings = [
        Finding(found.severity, _path_text(found.path), line, found.message, found.advice, column)
        for found in checks.check(plan)
        for line, column in [_place(node, found.path)]
    ]
    if any(finding.severity == "error" for finding in findings):
        raise PlanRefused(findings)
    return plan, findings


def _parse(text: str) -> tuple[Any, Any]:
    try:
        if text.lstrip().startswith("{"):
            content = json.loads(text, parse_float=Decimal)
            return yaml.compose(text.replace("\t", "  "), Loader=_LOADER), content
        loader = _Exact(text)
        try:
            node = loader.get_single_node()
            return node, loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        found = Finding("error", "plan", line, str(error.problem), "Correct the text here.", column)
        raise PlanRefused([found]) from None
    except json.JSONDecodeError as error:
        found = Finding("error", "plan", error.lineno, error.msg, "Correct the text here.", error.colno)
        raise PlanRefused([found]) from None


def _place(node: Any, path: tuple[Any, ...]) -> tuple[int, int]:
    """Line and column of the deepest part of ``path`` that stands in the file."""
    mark = node.start_mark if node is not None else None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                continue
            mark, node = found[0].start_mark, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _path_text(path: tuple[Any, ...]) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "plan"


def _known_words(path: tuple[Any, ...]) -> list[str]:
    """The words allowed at a place, for 'did you mean'."""
    model: Any = Plan
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        field = next(
            (f for n, f in getattr(model, "model_fields", {}).items() if step in (f.alias or n, n)),
            None,
        )
        found = _model_in(field.annotation) if field is not None else None
        if found is not None:
            model = found
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _translated(error: ValidationError, node: Any) -> list[Finding]:
    found: dict[tuple[Any, ...], Finding] = {}
    for detail in error.errors(include_url=False):
        path = tuple(step for step in detail["loc"] if not _is_branch(step))
        message, advice = _words(detail, path)
        line, column = _place(node, path)
        finding = Finding("error", _path_text(path), line, message, advice, column)
        if path not in found or len(message) > len(found[path].message):
            found[path] = finding
    deepest = [path for path in found if not any(p != path and p[: len(path)] == path for p in found)]
    return sorted((found[path] for path in deepest), key=lambda f: (f.line, f.path))


def _is_branch(step: Any) -> bool:
    """Pydantic names the branch of a union in the path; people do not write it."""
    return isinstance(step, str) and (
        step[:1].isupper() or "[" in step or step in ("str", "int", "bool") or step.startswith("function-")
    )


def _words(detail: Any, path: tuple[Any, ...]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_words(path)
        close = difflib.get_close_matches(str(path[-1]), known, 1)
        advice = f"Did you mean '{close[0]}'?" if close else f"Known here: {', '.join(known)}."
        return f"the word '{path[-1]}' is not known here", advice
    if kind == "missing":
        return f"'{path[-1]}' is missing", f"Add '{path[-1]}: …' here."
    if kind == "value_error":
        return str(context.get("error", detail["msg"])).rstrip("."), ""
    if kind == "literal_error":
        return f"{detail['input']!r} is not one of the choices", f"Write {context.get('expected')}."
    return _wrong_kind(detail, path)


def _wrong_kind(detail: Any, path: tuple[Any, ...]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("model_type", "model_attributes_type"):
        known = _known_words((*path, ""))
        return "a value alone is not enough", f"Write it with the words known here: {', '.join(known)}."
    if kind in _VALUES:
        message, advice = _VALUES[kind]
        limit = next((context[name] for name in ("ge", "le", "min_length") if name in context), "")
        return message.replace("§", repr(detail["input"])), advice.replace("§", str(limit))
    return detail["msg"].rstrip("."), f"Found {detail['input']!r}." if detail.get("input") is not None else ""


_WHOLE = ("§ is not a whole number", "Write a whole number, for instance 3.")
_DAY = ("§ is not a day", "Write it as 2026-03-15.")
#: What a value should be, by the kind of error.
_VALUES: dict[str, tuple[str, str]] = {
    "list_type": ("a list is needed here", "Begin each entry on its own line with '- ', or write [first, second]."),
    "dict_type": ("names and values are needed here", "Write them as {name: value}."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": ("§ is neither true nor false", "Write true or false."),
    "bool_parsing": ("§ is neither true nor false", "Write true or false."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "string_type": ("§ is not a text", "Put it in quotes."),
    "string_pattern_mismatch": (
        "§ cannot be a name here",
        "Use small letters, digits, '-', '_' and '.', and begin with a letter or digit.",
    ),
    "too_short": ("there are too few entries", "Give at least §."),
    "greater_than_equal": ("§ is too small", "Write at least §."),
    "less_than_equal": ("§ is too large", "Write at most §."),
}


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of the plan language."""
    schema = Plan.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Cadre compensation plan"}
