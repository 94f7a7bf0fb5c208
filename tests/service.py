"""The service as it is run: gunicorn with two workers, on a database of its own."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Service:
    """A running service. *port*: where it answers."""

    def __init__(self, database: str, **environment: str) -> None:
        self.environment = os.environ | {
            "APP_ENV": "development",
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "catalogue.settings",
            **environment,
        }
        self.environment.pop("TEST_DATABASE", None)
        self.manage("migrate", "--verbosity", "0")

    def start(self) -> None:
        """Returns once both workers are there."""
        command = [sys.executable, "-m", "gunicorn", "catalogue.wsgi", "--bind", "127.0.0.1:0", "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--threads", "2", "--no-control-socket"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.port, self.served_by = self._port()

    def stop(self) -> None:
        """Let it finish what it does."""
        self.process.terminate()
        self.process.communicate(timeout=30)

    def manage(self, *words: str) -> str:
        """What a command prints."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def shell(self, code: str) -> str:
        """What code prints that runs within the project."""
        return self.manage("shell", "--verbosity", "0", "-c", code)

    def connection(self) -> http.client.HTTPConnection:
        """A connection of its own, so that either worker may take it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def _port(self) -> tuple[int, list[int]]:
        assert self.process.stderr is not None
        port, workers = 0, []
        for line in self.process.stderr:
            if "Listening at" in line:
                port = int(line.partition("http://127.0.0.1:")[2].split()[0])
            if "Booting worker with pid" in line:
                workers.append(int(line.rpartition(":")[2]))
            if len(workers) == 2:
                return port, workers
        raise AssertionError("gunicorn has ended")


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """*service*, started, until the end of the block."""
    service.start()
    try:
        yield service
    finally:
        service.stop()
