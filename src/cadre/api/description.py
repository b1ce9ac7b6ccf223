"""The OpenAPI document: ninja's, with what is the same for every operation said once."""

import json
import re
from typing import TYPE_CHECKING, Any

from cadre.kernel.tokens import SCOPES

if TYPE_CHECKING:
    from cadre.api.root import CadreApi

PROBLEM = {
    "title": "Problem",
    "description": "A refusal (RFC 9457), in the caller's language.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable, for programs: kernel.changed_meanwhile."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": ["string", "null"]},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "params": {"type": "object"},
                },
            },
        },
    },
}
_REFUSED = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent twice within 24 hours, it creates once and answers alike.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag you read, instead of `expected_version`.",
    "schema": {"type": "string"},
}


def described(api: "CadreApi") -> dict[str, Any]:
    """The whole document, in a fixed order, so that it can be compared."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    components = found.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "Scopes: " + ", ".join(SCOPES)},
        "session": {"type": "apiKey", "in": "cookie", "name": "cadre_session"},
    }
    found["paths"] = {path.replace("{int:", "{"): found["paths"][path] for path in sorted(found["paths"])}
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    components["schemas"] = _used(found["paths"], components["schemas"])
    return found


def _used(paths: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that something refers to, by name: those of query strings are spelt out where they are used."""
    used: set[str] = set()
    waiting = _references(paths)
    while waiting:
        used |= waiting
        waiting = {name for found in waiting for name in _references(schemas[found])} - used
    return {name: schemas[name] for name in sorted(used)}


def _references(part: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part)))


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["responses"] = {str(code): said for code, said in operation["responses"].items()}
    operation["responses"]["default"] = _REFUSED
    parameters = operation.setdefault("parameters", [])
    if "201" in operation["responses"]:
        parameters.append(_IDEMPOTENCY)
    if method in {"patch", "post"} and _takes_version(operation):
        parameters.append(_IF_MATCH)


def _takes_version(operation: dict[str, Any]) -> bool:
    path_names = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
    return bool(path_names) and "requestBody" in operation
