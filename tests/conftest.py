import os
from collections.abc import Iterator

import hypothesis
import pytest
import time_machine
from django.utils import translation

from catalogue.api.remembered import remembered

# No deadline: on a busy machine a slow example is no mistake.
hypothesis.settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suite")


_DATABASE = frozenset(
    ["db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client", "real_stored"]
)


_LONG = (
    "tests/browser/",
    "tests/console/test_permissions.py",
    "tests/api/test_fuzz.py",
    "tests/matcher/",
    "tests/publishing/",
)
"""Begun first, so that no worker is left with a long file at the end while the other waits."""


@pytest.hookimpl(trylast=True)  # after the shuffle
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first. What asks no database has been tried on SQLite already, and is not tried again on PostgreSQL."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
    if os.environ.get("TEST_DATABASE") != "postgres" or os.environ.get("TEST_EVERYTHING"):
        return
    asking = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = asking


def _asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not _DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    """It is ten in the morning of 23 November 2026 in Japan, in every test."""
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Every test begins in Japanese: a request in English leaves its thread in English."""
    with translation.override("ja"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Tests change rows behind the catalogue's version, by which answers are remembered."""
    remembered.forget()
