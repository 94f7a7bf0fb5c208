import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.statistics import count_again
from catalogue.imports.store import store_catalogue
from tests.catalogue.files import FIXTURES
from tests.catalogue.stand_in import StandIn, Start, Steps

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
            count_again()
        else:
            store_catalogue(real)
            models = apps.get_app_config("catalogue").get_models()
            _rows.update((model, list(model._base_manager.all())) for model in models)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stand_in() -> Iterator[Start]:
    """Starts stand-ins; at the end they are gone, and so is every thread that asked them."""
    servers: list[StandIn] = []

    def start(*answers: Steps, by_path: Mapping[str, Sequence[Steps]] | None = None) -> StandIn:
        servers.append(StandIn(*answers, by_path=by_path))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return servers[-1]

    yield start
    for server in servers:
        server.over.set()
        server.shutdown()
        server.server_close()
    asking = [thread for thread in threading.enumerate() if thread.name in ("gbizinfo", "jgrants")]
    for thread in asking:
        thread.join(5)
    assert not any(thread.is_alive() for thread in asking)
