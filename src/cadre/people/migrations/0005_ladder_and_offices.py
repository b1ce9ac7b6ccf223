from django.db import migrations, models

ORDER = {"sales": 10, "presales": 20, "success": 30, "analysis": 40, "expert": 50}
POSITIONS = [
    ("presales-consultant", "presales", "representative"),
    ("customer-success-manager", "success", "representative"),
    ("sales-analyst", "analysis", "representative"),
    ("industry-expert", "expert", "senior"),
]


def ship(apps, schema_editor):  # noqa: ARG001 - Django passes it
    family_model, level_model, position_model = (
        apps.get_model("people", name) for name in ("JobFamily", "JobLevel", "Position")
    )
    for place, family in enumerate(family_model.objects.order_by("key"), 6):
        family_model.objects.filter(pk=family.pk).update(rank=ORDER.get(family.key, 10 * place))
    for key, family, level in POSITIONS:
        parts = family_model.objects.filter(key=family).first(), level_model.objects.filter(key=level).first()
        if all(parts) and not position_model.objects.filter(key=key).exists():
            position_model.objects.create(key=key, family=parts[0], level=parts[1])


class Migration(migrations.Migration):
    dependencies = [("people", "0004_leave")]
    operations = [
        *[
            migrations.AddField(model, "retired_on", models.DateField("retired on", blank=True, null=True))
            for model in ("jobfamily", "joblevel", "position")
        ],
        migrations.AddField("jobfamily", "rank", models.PositiveSmallIntegerField("rank", default=0)),
        migrations.AlterModelOptions("jobfamily", {"ordering": ["rank", "key"], "verbose_name": "job family"}),
        migrations.AddField("office", "closed_on", models.DateField("closed on", blank=True, null=True)),
        migrations.RunPython(ship, migrations.RunPython.noop, elidable=False),
    ]
