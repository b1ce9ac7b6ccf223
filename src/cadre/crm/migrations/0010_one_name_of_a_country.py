from django.db import migrations


def one_name(apps, schema_editor):  # noqa: ARG001 - Django passes it
    """What was written before countries had one name: else the same country would stand twice in filters and charts."""
    from cadre.crm.countries import country_of

    accounts = apps.get_model("crm", "Account").objects
    for written in set(accounts.exclude(country="").order_by().values_list("country", flat=True)):
        if (name := country_of(written)) not in {None, written}:
            accounts.filter(country=written).update(country=name)


class Migration(migrations.Migration):
    dependencies = [("crm", "0009_loss_reason_of_the_table")]
    operations = [migrations.RunPython(one_name, migrations.RunPython.noop, elidable=True)]
