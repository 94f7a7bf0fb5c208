"""Two workers are one service: what they count is counted together, and a key that is revoked stops in both."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import time_machine

from tests.benchmarks.http import database
from tests.service import Service, running

LIMIT, ASKED = 30, 80

_KEY = "from catalogue.models import ApiKey; print(ApiKey.objects.create_key(name='連携先', per_minute=100_000)[1])"
_REVOKE = "from catalogue.models import ApiKey; ApiKey.objects.update(revoked=True)"


def ask(service: Service, key: str = "") -> tuple[int, str | None]:
    """Status and what is left."""
    connection = service.connection()
    try:
        headers = {"Authorization": f"Api-Key {key}"} if key else {}
        connection.request("GET", "/api/v1/prefectures/", headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("RateLimit")
    finally:
        connection.close()


def many(service: Service, count: int, key: str = "") -> list[tuple[int, str | None]]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _one: ask(service, key), range(count)))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Service]:
    with ExitStack() as stack:
        if os.environ.get("TEST_DATABASE") == "postgres":
            url = stack.enter_context(database())
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('workers') / 'db.sqlite3'}"
        yield stack.enter_context(running(Service(url, ANONYMOUS_PER_MINUTE=str(LIMIT))))


def test_two_workers_count_together(service: Service) -> None:
    while time_machine.escape_hatch.time.time() % 60 > 40:  # the whole of it within one minute of the clock
        time.sleep(1)
    found = many(service, ASKED)
    assert Counter(status for status, _left in found) == {200: LIMIT, 429: ASKED - LIMIT}
    left = sorted(int(header.split("r=")[1].split(";")[0]) for status, header in found if header and status == 200)
    assert left == list(range(LIMIT))  # no two were given the same place


def test_a_revoked_key_stops_in_both(service: Service) -> None:
    key = service.shell(_KEY)
    assert {status for status, _left in many(service, 20, key)} == {200}
    service.shell(_REVOKE)
    assert {status for status, _left in many(service, 20, key)} == {401}
