from django.db import migrations, models

from cadre.kernel.live import install as live
from cadre.kernel.search import install as search


def install(apps, schema_editor):
    search.install(schema_editor.connection)
    live.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    live.uninstall(schema_editor.connection)
    search.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.AlterField("searchbody", "fold", models.CharField(max_length=200)),
        migrations.AlterField("searchname", "fold", models.CharField(max_length=200)),
        migrations.AddIndex("searchname", models.Index(fields=["fold"], name="search_name_fold")),
        migrations.RunPython(install, uninstall),
    ]
