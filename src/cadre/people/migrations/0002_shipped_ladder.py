from django.db import migrations

FAMILIES = ["sales", "presales", "success", "analysis", "expert"]
LEVELS = [("representative", 10), ("senior", 20), ("supervisor", 30), ("manager", 40), ("director", 50)]
POSITIONS = [("sales-representative", "representative"), ("senior-sales-representative", "senior"), ("sales-supervisor", "supervisor"), ("sales-manager", "manager"), ("sales-director", "director")]


def ship(apps, schema_editor):
    family_model, level_model, position_model = (apps.get_model("people", name) for name in ("JobFamily", "JobLevel", "Position"))
    families = {key: family_model.objects.create(key=key) for key in FAMILIES}
    levels = {key: level_model.objects.create(key=key, rank=rank) for key, rank in LEVELS}
    for key, level in POSITIONS:
        position_model.objects.create(key=key, family=families["sales"], level=levels[level])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop, elidable=False)]
