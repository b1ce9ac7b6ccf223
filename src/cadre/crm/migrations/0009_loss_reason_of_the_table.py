import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was chosen stays chosen: the column keeps its name and its keys, and now points into the company's own list."""

    dependencies = [
        ('crm', '0008_loss_reasons'),
    ]

    operations = [
        migrations.AlterField(
            model_name='opportunity',
            name='loss_reason',
            field=models.ForeignKey(blank=True, db_column='loss_reason', db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.lossreason', to_field='key', verbose_name='reason for the loss'),
        ),
    ]
