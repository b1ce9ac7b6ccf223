from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_shipped_stages")]
    operations = [
        migrations.AlterField(
            model_name="pipelinestage",
            name="position",
            field=models.PositiveSmallIntegerField(unique=True, verbose_name="position in the process"),
        ),
        migrations.AlterField(
            model_name="stagecriterion",
            name="position",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="position in the process"),
        ),
    ]
