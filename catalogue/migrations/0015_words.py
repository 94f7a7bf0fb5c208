"""Nothing any more. It gave 44 fields their Japanese names, which no database keeps and which took half the time of all migrations;
the migrations that make these fields give them now. An installation may have recorded it, and the next one follows it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0014_link_checks"),
    ]

    operations = []
