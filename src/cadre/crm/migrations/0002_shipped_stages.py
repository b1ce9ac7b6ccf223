from django.db import migrations

STAGES = [("lead", 1, 10, "open"), ("needs", 2, 25, "open"), ("proposal", 3, 50, "open"), ("negotiation", 4, 75, "open"), ("won", 5, 100, "won"), ("lost", 6, 0, "lost")]
CRITERIA = [("needs", "budget", 1), ("needs", "need", 2), ("proposal", "decider", 1), ("proposal", "competitors", 2), ("negotiation", "price", 1), ("negotiation", "terms", 2)]


def ship(apps, schema_editor):
    stage_model, criterion_model = apps.get_model("crm", "PipelineStage"), apps.get_model("crm", "StageCriterion")
    made = {key: stage_model.objects.create(key=key, position=position, probability_percent=percent, kind=kind) for key, position, percent, kind in STAGES}
    for stage, key, position in CRITERIA:
        criterion_model.objects.create(stage=made[stage], key=key, position=position)


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop, elidable=False)]
