"""The OpenAPI document as a page shows it."""

from dataclasses import dataclass
from typing import Any

_AREAS = ("crm", "people", "metrics", "me")


@dataclass(frozen=True)
class Parameter:
    """A value in the address, the query string, the headers or the body."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Shown:
    """One operation."""

    name: str
    method: str
    path: str
    description: str
    scope: str
    parameters: list[Parameter]
    answers: list[str]


def sections(document: dict[str, Any]) -> list[tuple[str, list[Shown]]]:
    """All operations by area, in the order of their addresses."""
    found: dict[str, list[Shown]] = {area: [] for area in _AREAS}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_shown(document, path, method, operation))
    return [(area, operations) for area, operations in found.items() if operations]


def _shown(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Shown:
    given = [
        Parameter(
            one["name"],
            one["in"],
            kind_of(one["schema"]),
            one.get("required", False),
            one.get("description") or one["schema"].get("description", ""),
        )
        for one in operation["parameters"]
    ]
    given += _body(document, operation)
    answers = [kind_of(_schema_of(said)) for code, said in operation["responses"].items() if code != "default"]
    return Shown(
        operation["operationId"],
        method.upper(),
        path,
        operation.get("description", ""),
        operation.get("x-scope", ""),
        given,
        [answer for answer in answers if answer],
    )


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[Parameter]:
    schema = _schema_of(operation.get("requestBody", {}))
    names = [one["$ref"] for one in [schema, *schema.get("anyOf", [])] if "$ref" in one]
    if not names and "properties" not in schema:
        return []
    body = document["components"]["schemas"][names[0].rsplit("/", 1)[-1]] if names else schema
    needed = body.get("required", [])
    return [
        Parameter(name, "body", kind_of(one), name in needed, one.get("description", ""))
        for name, one in body.get("properties", {}).items()
    ]


def _schema_of(said: dict[str, Any]) -> dict[str, Any]:
    content = said.get("content", {})
    found = content.get("application/json") or content.get("multipart/form-data") or {}
    schema: dict[str, Any] = found.get("schema", {})
    return schema


def kind_of(schema: dict[str, Any]) -> str:
    """A type in a few words: `integer | null`, `won | lost`, `list of Opportunity`."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(kind_of(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return " | ".join(str(one) or "“”" for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", ""))
