from django.db import migrations, models
from django.db.models.functions import Lower


def part_twins(apps, schema_editor):  # noqa: ARG001 - Django passes it
    """Who has the sign-in keeps the address, else who came first; a name on the ladder is told apart by its number."""
    people = apps.get_model("people", "Employee").objects.exclude(email="")
    held = set()
    for person in people.order_by(models.F("user_id").asc(nulls_last=True), "id"):
        if (address := person.email.lower()) in held:
            people.filter(pk=person.pk).update(email="")
        held.add(address)
    for name in ("JobFamily", "JobLevel", "Position"):
        rows = apps.get_model("people", name).objects.exclude(own_name="")
        taken = set()
        for row in rows.order_by("id"):
            if row.own_name.lower() in taken:
                rows.filter(pk=row.pk).update(own_name=f"{row.own_name[:68]} ({row.pk})")
            taken.add(row.own_name.lower())


def once(model, field, words):
    name = f"{model}_{field}_once"
    constraint = models.UniqueConstraint(
        Lower(field), condition=~models.Q(**{field: ""}), name=name, violation_error_message=words
    )
    return migrations.AddConstraint(model, constraint)


LADDER = "This name is already on the ladder. Choose another one."


class Migration(migrations.Migration):
    dependencies = [("people", "0005_ladder_and_offices")]
    operations = [
        migrations.RunPython(part_twins, migrations.RunPython.noop, elidable=False),
        once("employee", "email", "Another person already has this e-mail. Enter another address."),
        *[once(model, "own_name", LADDER) for model in ("jobfamily", "joblevel", "position")],
    ]
