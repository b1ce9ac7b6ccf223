"""The description of the API is kept in the repository: a change of the contract is seen in review.

After a wanted change: `CADRE_WRITE_OPENAPI=1 pytest tests/api/test_description.py`.
"""

import json
import os
from pathlib import Path

from django.test import Client

from cadre.api.root import openapi

KEPT = Path(__file__).parents[2] / "docs" / "develop" / "openapi.json"


def test_the_description_is_the_one_in_the_repository() -> None:
    now = json.dumps(openapi(), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("CADRE_WRITE_OPENAPI"):
        KEPT.write_text(now)
    assert now == KEPT.read_text()


def test_the_description_is_served_to_everybody(db: None) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.json() == json.loads(json.dumps(openapi()))
    assert response.json()["openapi"].startswith("3.1")


def test_every_reference_inside_it_leads_somewhere() -> None:
    document = openapi()
    names = set(document["components"]["schemas"])
    text = json.dumps(document)
    used = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert used <= names
    assert {name for name in names if name not in used} == set()


def test_no_body_takes_what_it_does_not_know() -> None:
    schemas = openapi()["components"]["schemas"]
    for methods in openapi()["paths"].values():
        for operation in methods.values():
            body = json.dumps(operation.get("requestBody", {}))
            for name in schemas:
                if f'/{name}"' in body:
                    assert schemas[name].get("additionalProperties") is False, name
