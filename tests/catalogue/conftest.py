from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.store import store_catalogue
from tests.catalogue.files import FIXTURES


@pytest.fixture(scope="session")
def real() -> CatalogueRecord:
    """The real catalogue, as its files say it."""
    return read_catalogue(FIXTURES)


@pytest.fixture(scope="module")
def real_stored(real: CatalogueRecord, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real catalogue in the database, for all tests of a module; each test's own changes go with it as always."""
    with django_db_blocker.unblock(), transaction.atomic():
        store_catalogue(real)
        yield
        transaction.set_rollback(True)
