"""The activity monitor has a place for the satisfaction of customers; until anybody asks them, the tile says so."""

from typing import Any

from django.db import migrations

METRICS = ["satisfaction.score"]


def add(apps: Any, _schema_editor: Any) -> None:
    board = apps.get_model("cockpit", "Dashboard").objects.filter(shipped="activity").first()
    if board is not None:
        board.tiles.create(place=99, kind="number", metrics=METRICS, by=[], period="quarter", compare="previous", width=12)


def take_away(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("cockpit", "Tile").objects.filter(dashboard__shipped="activity", metrics=METRICS).delete()


class Migration(migrations.Migration):
    dependencies = [("cockpit", "0004_shipped_with_targets")]
    operations = [migrations.RunPython(add, take_away)]
