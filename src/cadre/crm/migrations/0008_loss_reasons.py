import cadre.kernel.clock
from django.db import migrations, models

REASONS = ["price", "competitor", "no_budget", "no_decision", "no_fit", "timing", "other"]


def ship(apps, schema_editor):
    reason = apps.get_model("crm", "LossReason")
    reason.objects.bulk_create(reason(key=key, position=place) for place, key in enumerate(REASONS, start=1))


def none_is_null(apps, schema_editor):
    apps.get_model("crm", "Opportunity").objects.filter(loss_reason="").update(loss_reason=None)


def none_is_empty(apps, schema_editor):
    apps.get_model("crm", "Opportunity").objects.filter(loss_reason=None).update(loss_reason="")


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0007_standing_and_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='LossReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=cadre.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=cadre.kernel.clock.now, editable=False)),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name in Traditional Chinese')),
                ('name_zh_hans', models.CharField(blank=True, max_length=60, verbose_name='name in Simplified Chinese')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='place in the list')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason for the loss',
                'verbose_name_plural': 'reasons for the loss',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('name_en', ''), _negated=True), fields=('name_en',), name='loss_reason_name_en_once', violation_error_message='There is a reason of this name already.'), models.UniqueConstraint(condition=models.Q(('name_zh_hant', ''), _negated=True), fields=('name_zh_hant',), name='loss_reason_name_zh_hant_once', violation_error_message='There is a reason of this name already.'), models.UniqueConstraint(condition=models.Q(('name_zh_hans', ''), _negated=True), fields=('name_zh_hans',), name='loss_reason_name_zh_hans_once', violation_error_message='There is a reason of this name already.'), models.CheckConstraint(condition=models.Q(('key__in', ['competitor', 'no_budget', 'no_decision', 'no_fit', 'other', 'price', 'timing']), models.Q(('name_en', ''), ('name_zh_hans', ''), ('name_zh_hant', ''), _negated=True), _connector='OR'), name='loss_reason_has_a_name')],
            },
        ),
        migrations.RunPython(ship, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name='opportunity',
            name='loss_reason',
            field=models.CharField(blank=True, max_length=40, null=True, verbose_name='reason for the loss'),
        ),
        migrations.RunPython(none_is_null, none_is_empty, elidable=False),
    ]
