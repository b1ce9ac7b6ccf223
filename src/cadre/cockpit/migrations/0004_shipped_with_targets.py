"""The shipped figures, bars and rankings show targets where there are any."""

from typing import Any

from django.db import migrations

KINDS = ("number", "bar", "ranking")


def show(apps: Any, _schema_editor: Any) -> None:
    tiles = apps.get_model("cockpit", "Tile").objects
    tiles.filter(dashboard__shipped__in=("director", "manager"), kind__in=KINDS).update(with_target=True)


class Migration(migrations.Migration):
    dependencies = [("cockpit", "0003_targets_beside_numbers")]
    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
