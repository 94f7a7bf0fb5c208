from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.store import store_catalogue
from tests.catalogue.files import FIXTURES

_rows: dict[type[Model], list[Model]] = {}


@pytest.fixture(scope="session")
def real() -> CatalogueRecord:
    """The real catalogue, as its files say it."""
    return read_catalogue(FIXTURES)


@pytest.fixture(scope="module")
def real_stored(real: CatalogueRecord, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real catalogue in the database, for all tests of a module; each test's own changes go with it as always.

    Stored once by its own means; after that its rows are laid back as they were, which takes a tenth of the time.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        if _rows:
            for model, rows in _rows.items():
                model._base_manager.bulk_create(rows)
        else:
            store_catalogue(real)
            models = apps.get_app_config("catalogue").get_models()
            _rows.update((model, list(model._base_manager.all())) for model in models)
        yield
        transaction.set_rollback(True)
