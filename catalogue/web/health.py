"""Is the service able to answer? The one place that says so, for probes and for the start page."""

from typing import Literal, TypedDict

from django.db import Error, connection

from catalogue.models import CatalogueState, Measure


class CatalogueHealth(TypedDict):
    measures: int
    version: str


class Health(TypedDict):
    status: Literal["ok", "unavailable"]
    database: bool
    catalogue: CatalogueHealth


def status() -> Health:
    """Return "ok" if the database answers and holds a loaded catalogue. Never raises for a database that does not."""
    database = _database_answers()
    catalogue = _catalogue() if database else CatalogueHealth(measures=0, version="")
    loaded = bool(catalogue["measures"] and catalogue["version"])
    return Health(status="ok" if loaded else "unavailable", database=database, catalogue=catalogue)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _catalogue() -> CatalogueHealth:
    try:
        return CatalogueHealth(measures=Measure.objects.count(), version=CatalogueState.current_version())
    except Error:  # no tables yet: before the first migration
        return CatalogueHealth(measures=0, version="")
