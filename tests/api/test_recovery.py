"""Workers killed in the middle, the database gone for a moment: what was answered is right, what was kept is whole, and it goes on by itself."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine

from tests import postgres
from tests.companies import COMPANIES
from tests.service import Service, running

pytestmark = pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") != "postgres", reason="this one needs a database server that can be stopped"
)

JSON = {"Content-Type": "application/json"}
V1 = "/api/v1/"
_KEY = """
from catalogue.models import ApiKey
print(ApiKey.objects.create_key(name="連携先", per_minute=1_000_000, per_day=10_000_000, scope_keep=True)[1])
"""
WITHIN = 30
"""Seconds in which the service has to be back."""

_clock = time_machine.escape_hatch.time.time


@pytest.fixture(scope="module")
def database(django_db_setup: None) -> postgres.Server:
    return postgres.Server()


@pytest.fixture(scope="module")
def service(database: postgres.Server) -> Iterator[Service]:
    made = Service(database.url, ANONYMOUS_PER_MINUTE="1000000", ANONYMOUS_PER_DAY="10000000")
    made.manage("catalogue", "load")
    with running(made):
        yield made


@pytest.fixture(scope="module")
def key(service: Service) -> str:
    return service.shell(_KEY)


def ask(service: Service, method: str, path: str, body: object = None, key: str = "") -> tuple[int, Any]:
    """Status and answer; status 0 when the connection broke."""
    connection = service.connection()
    headers = JSON | ({"Authorization": f"Api-Key {key}"} if key else {})
    try:
        connection.request(method, V1 + path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"null")
    except (OSError, http.client.HTTPException):
        return 0, None
    finally:
        connection.close()


def back_again(service: Service) -> None:
    _wait_for(lambda: ask(service, "POST", "matches/", {"profile": {}})[0] == 200)


def test_workers_killed_within_a_bulk_request(service: Service, request: pytest.FixtureRequest) -> None:
    companies = list(COMPANIES.values())
    asked = [{"profile": companies[number % len(companies)]} for number in range(10_000)]
    lines = "\n".join(map(json.dumps, asked)).encode()
    connection = service.connection()
    request.addfinalizer(connection.close)
    connection.request("POST", f"{V1}matches/bulk/", lines, {"Content-Type": "application/x-ndjson"})
    response = connection.getresponse()
    request.addfinalizer(response.close)
    assert response.status == 200
    received = b"".join(response.readline() for _ in range(50))
    for worker in service.served_by:
        os.kill(worker, signal.SIGKILL)
    with pytest.raises(http.client.IncompleteRead) as cut:  # whoever reads on is told that it is not all
        response.read()
    received += cut.value.partial

    back_again(service)
    whole = received.splitlines(keepends=True)
    if not whole[-1].endswith(b"\n"):
        whole.pop()
    assert 50 <= len(whole) < len(asked)
    for number, line in list(enumerate(whole, start=1))[:: len(whole) // 20]:
        answer = json.loads(line)
        status, again = ask(service, "POST", "matches/", asked[number - 1])
        del again["next_questions"]
        assert (status, answer) == (200, {"line": number, **again})


@contextmanager
def load(run: Callable[[], None], threads: int) -> Iterator[None]:
    """*run* again and again in *threads* until the end of the block."""
    ended = threading.Event()

    def repeat() -> None:
        while not ended.is_set():
            run()

    started = [threading.Thread(target=repeat) for _ in range(threads)]
    for thread in started:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in started:
            thread.join()


def test_a_database_that_goes_and_comes_under_load(database: postgres.Server, service: Service, key: str) -> None:
    seen: list[tuple[int, Any]] = []
    profile = COMPANIES["a food maker in Nagano"]

    def keep() -> None:
        seen.append(ask(service, "POST", "matches/", {"profile": profile, "keep": True, "limit": 3}, key))

    with load(keep, threads=4):
        _wait_for(lambda: len(seen) >= 20)
        database.crash()
        gone = len(seen)
        _wait_for(lambda: len(seen) >= gone + 200)
        database.recover()
        _wait_for(lambda: [status for status, _answer in seen[-8:]] == [200] * 8)

    statuses = {status for status, _answer in seen}
    assert statuses == {200, 503}
    assert {answer["type"] for status, answer in seen if status == 503} == {"urn:problem:unavailable"}
    receipts = [answer["decision"] for status, answer in seen if status == 200]
    for receipt in receipts:
        status, record = ask(service, "GET", f"decisions/{receipt['id']}/", key=key)
        assert (status, record["sha256"]) == (200, receipt["sha256"])
    for receipt in receipts[:3] + receipts[-3:]:
        status, verified = ask(service, "POST", f"decisions/{receipt['id']}/verify/", {}, key=key)
        assert (status, verified["intact"], verified["today"]["differs"]) == (200, True, False)


def _wait_for(reached: Callable[[], bool]) -> None:
    until = _clock() + WITHIN
    while not reached():
        assert _clock() < until, "it takes too long"
        time.sleep(0.05)
