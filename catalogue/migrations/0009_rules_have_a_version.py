from typing import Any

import django.db.models.deletion
from django.db import migrations, models

NO_OVERLAP = """
ALTER TABLE catalogue_ruleversion ADD CONSTRAINT ruleversion_no_overlap
EXCLUDE USING gist (
    int8range(programme_id, programme_id, '[]') WITH &&,
    daterange("first", "last", '[]') WITH &&
) WHERE (state = 'published') DEFERRABLE INITIALLY DEFERRED
"""
"""A range of one number, because equality of numbers under gist would want an extension."""


def forbid_overlap(apps: Any, schema_editor: Any) -> None:
    """Two published versions of a programme never hold on one day. Only PostgreSQL can say so; elsewhere publishing checks it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_OVERLAP)


def allow_overlap(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE catalogue_ruleversion DROP CONSTRAINT ruleversion_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_rules_of_the_files")]

    operations = [
        migrations.RemoveConstraint(
            model_name="programme",
            name="programme_encoding_known",
        ),
        migrations.RemoveConstraint(
            model_name="programme",
            name="programme_open_to_all_is_encoded",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="encoding",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="open_to_all",
        ),
        migrations.AlterField(
            model_name="criterion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="criteria",
                to="catalogue.ruleversion",
                verbose_name="要件の版",
            ),
        ),
        migrations.AlterField(
            model_name="manualcheck",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checks",
                to="catalogue.ruleversion",
                verbose_name="要件の版",
            ),
        ),
        migrations.RunPython(forbid_overlap, allow_overlap),
    ]
