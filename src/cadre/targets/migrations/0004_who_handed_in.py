from django.db import migrations


def name_who_handed_in(apps, schema_editor):  # noqa: ARG001 - Django passes it
    """Versions handed in before that was kept: else whoever did it could approve them alone. The audit trail knows who it was."""
    entries = apps.get_model("kernel", "AuditEntry").objects
    waiting = apps.get_model("targets", "TargetPlan").objects.filter(state="submitted", submitted_by=None)
    for plan in waiting:
        steps = entries.filter(model="targets.targetplan", object_id=plan.pk, verb="targets.plan.submit")
        last = steps.order_by("-id").first()
        if last is not None and last.user_id is not None:
            waiting.filter(pk=plan.pk).update(submitted_by=last.user_id)


class Migration(migrations.Migration):
    dependencies = [("targets", "0003_approval_rule"), ("kernel", "0001_initial")]
    operations = [migrations.RunPython(name_who_handed_in, migrations.RunPython.noop, elidable=True)]
