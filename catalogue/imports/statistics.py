"""What the database takes the sizes of its tables to be; by that it chooses the way of each query."""

from __future__ import annotations

from django.db import connection

from catalogue import models

_LOADED = (
    models.AvailabilityPeriod,
    models.Budget,
    models.CatalogueChange,
    models.Charge,
    models.Criterion,
    models.Event,
    models.Funding,
    models.Listing,
    models.ManualCheck,
    models.Measure,
    models.Ministry,
    models.Note,
    models.Programme,
    models.Reading,
    models.Result,
    models.RuleVersion,
    models.Support,
)


def count_again() -> None:
    """Have PostgreSQL look at the tables of the catalogue again, as its manual asks of whoever has just written many rows.

    It does so by itself, but only minutes later, and until then it may take tables for empty: a search among the results took
    a minute then. SQLite keeps no such numbers here.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in _LOADED)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")
