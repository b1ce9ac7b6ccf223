"""Tables and models agree, and each migration says in its name what it does."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from tests.house.tree import files, name_of


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_no_migration_is_called_after_the_day_it_was_made() -> None:
    names = [name_of(path) for path in files(".py", under="src") if "migrations" in path.parts]
    assert [name for name in names if re.search(r"_auto_|\d{8}_\d{4}", name)] == []
