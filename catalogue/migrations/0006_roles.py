from typing import Any

from django.db import migrations

NAMES = ("閲覧者", "相談員", "編集者", "承認者", "管理者")


def make_groups(apps: Any, schema_editor: Any) -> None:
    """The groups; what each may do is given to it after every migrate, from ``catalogue.roles``."""
    group = apps.get_model("auth", "Group")
    for name in NAMES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_people_and_clients"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
