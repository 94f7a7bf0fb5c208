"""Two workers are one service: what they count is counted together, and a key that is revoked stops in both."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine

from tests.benchmarks.http import database

ROOT = Path(__file__).resolve().parents[2]
LIMIT, ASKED = 30, 80

_KEY = "from catalogue.models import ApiKey; print(ApiKey.objects.create_key(name='連携先', per_minute=100_000)[1])"
_REVOKE = "from catalogue.models import ApiKey; ApiKey.objects.update(revoked=True)"


class Service:
    """gunicorn with two workers on a database of its own."""

    def __init__(self, database: str) -> None:
        self.environment = os.environ | {
            "APP_ENV": "development",
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "catalogue.settings",
            "ANONYMOUS_PER_MINUTE": str(LIMIT),
        }
        self.environment.pop("TEST_DATABASE", None)
        self.manage("migrate", "--verbosity", "0")
        command = [sys.executable, "-m", "gunicorn", "catalogue.wsgi", "--bind", "127.0.0.1:0", "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--threads", "2", "--no-control-socket"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.port = self._port()

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def _port(self) -> int:
        """Once both workers are there."""
        assert self.process.stderr is not None
        port, booted = 0, 0
        for line in self.process.stderr:
            if "Listening at" in line:
                port = int(line.partition("http://127.0.0.1:")[2].split()[0])
            booted += "Booting worker" in line
            if booted == 2:
                return port
        raise AssertionError("gunicorn has ended")

    def ask(self, key: str = "") -> tuple[int, str | None]:
        """Status and what is left, over a connection of its own, so that either worker may take it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Authorization": f"Api-Key {key}"} if key else {}
            connection.request("GET", "/api/v1/prefectures/", headers=headers)
            response = connection.getresponse()
            response.read()
            return response.status, response.getheader("RateLimit")
        finally:
            connection.close()

    def many(self, count: int, key: str = "") -> list[tuple[int, str | None]]:
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda _one: self.ask(key), range(count)))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Service]:
    with ExitStack() as stack:
        if os.environ.get("TEST_DATABASE") == "postgres":
            url = stack.enter_context(database())
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('workers') / 'db.sqlite3'}"
        started = Service(url)
        try:
            yield started
        finally:
            started.process.terminate()
            started.process.communicate(timeout=30)


def test_two_workers_count_together(service: Service) -> None:
    while time_machine.escape_hatch.time.time() % 60 > 40:  # the whole of it within one minute of the clock
        time.sleep(1)
    found = service.many(ASKED)
    assert Counter(status for status, _left in found) == {200: LIMIT, 429: ASKED - LIMIT}
    left = sorted(int(header.split("r=")[1].split(";")[0]) for status, header in found if header and status == 200)
    assert left == list(range(LIMIT))  # no two were given the same place


def test_a_revoked_key_stops_in_both(service: Service) -> None:
    key = service.manage("shell", "--verbosity", "0", "-c", _KEY)
    assert {status for status, _left in service.many(20, key)} == {200}
    service.manage("shell", "--verbosity", "0", "-c", _REVOKE)
    assert {status for status, _left in service.many(20, key)} == {401}
