"""The service as it is run: gunicorn with two workers, on a database of its own."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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

    def start(self, log: IO[str]) -> None:
        """Returns once both workers are there. *log*: a file that is read and appended to, where they write."""
        command = [sys.executable, "-m", "gunicorn", "catalogue.wsgi", "--bind", "127.0.0.1:0", "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--threads", "2", "--no-control-socket"], cwd=ROOT, env=self.environment, stderr=log
        )
        self.port, self.served_by = self._port(log)

    def stop(self) -> None:
        """Let it finish what it does."""
        self.process.terminate()
        self.process.wait(timeout=30)

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

    def _port(self, log: IO[str]) -> tuple[int, list[int]]:
        said = ""
        while self.process.poll() is None:
            log.seek(0)
            said = log.read()
            port = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", said)
            workers = re.findall(r"Booting worker with pid: (\d+)", said)
            if port and len(workers) == 2:
                return int(port[1]), [int(worker) for worker in workers]
            time.sleep(0.05)
        raise AssertionError(f"gunicorn has ended: {said}")


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """*service*, started, until the end of the block."""
    # A file, because a pipe that nobody empties fills up, and then each worker waits for ever at its next line.
    # Appended to, because the place where they write must not move with the place where this process reads.
    with tempfile.TemporaryFile("a+", encoding="utf-8") as log:
        service.start(log)
        try:
            yield service
        finally:
            service.stop()
