"""The published JSON Schema is the plan language, word for word."""

import json
from pathlib import Path
from typing import Any

from cadre.compensation.engine.plan.loading import json_schema, parse_plan

FILE = Path(__file__).parents[2] / "docs/guide/compensation/plan.schema.json"


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == json_schema(), "write it anew: cadre compensation schema"


def _words(schema: dict[str, Any]) -> list[tuple[str, str, Any]]:
    models = {"plan": schema, **schema["$defs"]}
    return [(name, word, found) for name, one in models.items() for word, found in one.get("properties", {}).items()]


def test_every_word_of_the_schema_says_what_it_means() -> None:
    schema = json_schema()
    silent = [f"{name}.{word}" for name, word, found in _words(schema) if not found.get("description")]
    assert silent == []


def test_an_error_points_at_line_and_column() -> None:
    import pytest

    from cadre.compensation.engine.plan.loading import PlanRefused

    with pytest.raises(PlanRefused) as refused:
        parse_plan("plan: p\ncurrency: USD\ncomponents:\n  - id: c\n    pays: {rate: 8}\n")
    finding = refused.value.findings[0]
    assert (finding.line, finding.column) == (5, 12)
