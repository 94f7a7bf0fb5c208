"""What the database takes the sizes of its tables to be; by that it chooses the way of each query."""

from __future__ import annotations

from django.db import connection

from catalogue.models import (
    AvailabilityPeriod,
    Budget,
    CatalogueChange,
    Charge,
    Criterion,
    Event,
    Funding,
    Listing,
    ManualCheck,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    RuleVersion,
    Support,
)

_LOADED = (
    AvailabilityPeriod,
    Budget,
    CatalogueChange,
    Charge,
    Criterion,
    Event,
    Funding,
    Listing,
    ManualCheck,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    RuleVersion,
    Support,
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
