"""docs/guide/api-examples.md holds a command for every operation, made of what the walk sends; the walk proves that each works.

After a new operation: `CADRE_WRITE_OPENAPI=1 pytest tests/api/test_examples.py`.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cadre.api.root import openapi
from tests.support.walk import Operation
from tests.support.walk.visits import OPERATIONS

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "api-examples.md"
AREAS = {
    "crm": "Customers and deals",
    "people": "Organisation",
    "targets": "Targets",
    "metrics": "Numbers",
    "cockpit": "Dashboards and alerts",
    "voice": "What customers say",
}
HEAD = """# An example of every operation

`$CADRE` and `$KEY` are those of [the API](api.md), which also tells what versions, cursors and refusals are. The ids, days and
`expected_version` stand for your own; lists take more filters than shown, and bodies more fields: see `/api/v1/docs`.
"""
# What the walk calls by a name of its world, as a reader would write it
SAID = {
    "@today": "2026-03-31",
    "@tomorrow": "2026-04-01",
    "x": "as you like",
    "@lins_forecast": "person-1",
    "@quarter": "2026-Q2",
}


def said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: said(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [said(inner) for inner in value]
    if isinstance(value, str) and value.startswith("@"):
        return SAID.get(value, 1)
    return SAID.get(value, value) if isinstance(value, str) else value


def command(method: str, path: str, operation: Operation) -> str:
    where = "$CADRE" + re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1"))
    if "metric" in operation.keys.values():
        where = where.replace("/1", "/bookings.amount")
    if operation.query:
        where = f'"{where}?{urlencode(said(operation.query))}"'
    body = json.dumps(said(operation.body), ensure_ascii=False).replace("'", "’")
    sent = f" -H \"Content-Type: application/json\" -d '{body}'" if operation.body else ""
    return f'curl{"" if method == "GET" else f" -X {method}"} -H "Authorization: Bearer $KEY"{sent} {where}'


def page() -> str:
    parts: dict[str, list[str]] = {area: [] for area in AREAS}
    for path, methods in openapi()["paths"].items():
        for method, described in methods.items():
            name = described["operationId"]
            if (area := name.split(".")[0]) in AREAS:
                sentence = described.get("description", "").split("\n\n")[0].replace("\n", " ").strip()
                parts[area].append(
                    f"`{name}`: {sentence}\n\n```sh\n{command(method.upper(), path, OPERATIONS[name])}\n```\n"
                )
    return "\n".join([HEAD, *(f"## {AREAS[area]}\n\n" + "\n".join(lines) for area, lines in parts.items())])


def test_every_operation_has_an_example_that_the_walk_proves() -> None:
    now = page()
    if os.environ.get("CADRE_WRITE_OPENAPI"):
        PAGE.write_text(now)
    assert now == PAGE.read_text()
