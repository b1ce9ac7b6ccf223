"""The order by expected close among all opportunities, open or not, is read off an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0010_one_name_of_a_country")]
    operations = [
        migrations.AddIndex(
            "opportunity", models.Index(fields=["expected_close_on", "id"], name="opportunity_expected")
        )
    ]
