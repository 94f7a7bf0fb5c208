from typing import Any

from django.db import migrations
from django.utils.timezone import now


def make_first_versions(apps: Any, schema_editor: Any) -> None:
    """What stood with a programme until now is the first version of its rules, in force since always."""
    version = apps.get_model("catalogue", "RuleVersion")
    at = now()
    for programme in apps.get_model("catalogue", "Programme").objects.all():
        made = version.objects.create(
            programme=programme,
            number=1,
            state="published",
            encoding=programme.encoding,
            open_to_all=programme.open_to_all,
            published_at=at,
        )
        for model in ("Criterion", "ManualCheck"):
            apps.get_model("catalogue", model).objects.filter(programme=programme).update(version=made)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_rule_versions")]

    operations = [migrations.RunPython(make_first_versions, migrations.RunPython.noop)]
