"""A command that asks one number loads what names rows and numbers, and nothing that acts: ten more rooms must fit into a second."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ACTING = {
    "api", "exports", "forms", "handlers", "housekeeping", "importing", "lists", "pictures", "services", "tasks", "views",
}  # fmt: skip
NEEDED = {
    "cadre.api",
    "cadre.api.apps",
    "cadre.kernel.models.tasks",
    "cadre.kernel.tasks",
}  # the room's name; what a task is made of
HEAVY = {
    "a2wsgi", "cryptography", "duckdb", "ninja", "numpy", "openpyxl", "PIL", "polars", "psycopg", "pyarrow", "pydantic",
    "sklearn", "uvicorn",
}  # fmt: skip
ASKING = "import django, sys; django.setup(); from cadre.metrics import cli, printing, queries; print(*sys.modules)"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules in a process that is about to ask for a number."""
    home: Path = tmp_path_factory.mktemp("home")
    surroundings = {name: value for name, value in os.environ.items() if name != "CADRE_DATABASE_URL"}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "cadre.settings.demo", "CADRE_HOME": str(home)}
    ran = subprocess.run([sys.executable, "-c", ASKING], env=surroundings, check=True, capture_output=True, text=True)
    return set(ran.stdout.split())


def test_asking_for_a_number_loads_no_verb_no_page_and_no_task(loaded: set[str]) -> None:
    acting = {name for name in loaded if name.startswith("cadre.") and ACTING & set(name.split("."))}
    assert acting - NEEDED == set()


def test_asking_for_a_number_loads_no_package_that_only_others_need(loaded: set[str]) -> None:
    assert loaded & HEAVY == set()


def test_the_numbers_themselves_are_there(loaded: set[str]) -> None:
    assert {"cadre.crm.facts", "cadre.crm.metrics", "cadre.people.dimensions", "cadre.targets.facts"} <= loaded
