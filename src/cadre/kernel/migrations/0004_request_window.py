from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_stored_reply")]
    operations = [
        migrations.CreateModel(
            "RequestWindow",
            [
                ("bucket", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("window", models.BigIntegerField()),
                ("used", models.PositiveIntegerField()),
            ],
            {"verbose_name": "request window"},
        )
    ]
