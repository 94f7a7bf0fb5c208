"""No log ever has the key that stands in an address."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from catalogue.logs import AccessLog, WithoutKeys, without_keys
from catalogue.settings import BASE_DIR

KEY = "sEcReT-kEy_0123456789"

PATHS = [
    (f"/feed/{KEY}.ics", "/feed/…"),
    (f"/shared/{KEY}/", "/shared/…/"),
    (f"GET /feed/{KEY}.ics HTTP/1.1", "GET /feed/… HTTP/1.1"),
    (f"http://example.jp/feed/{KEY}.ics", "http://example.jp/feed/…"),
    ("/feed/", "/feed/"),
    ("/console/feed/new/", "/console/feed/new/"),
    ("/measures/1-05/", "/measures/1-05/"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "left"), PATHS)
def test_a_key_is_left_out_and_nothing_else(text: str, left: str) -> None:
    assert without_keys(text) == left


def test_the_addresses_with_keys_are_these() -> None:
    assert reverse("feed", args=[KEY]) == f"/feed/{KEY}.ics"
    assert reverse("shared", args=[KEY]) == f"/shared/{KEY}/"


@pytest.mark.parametrize("arguments", [("Not Found", f"/feed/{KEY}.ics"), ()])
def test_what_is_logged_of_a_request_has_no_key(arguments: tuple[Any, ...]) -> None:
    message = "%s: %s" if arguments else f"Not Found: /feed/{KEY}.ics"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert WithoutKeys().filter(record)
    assert record.getMessage() == "Not Found: /feed/…"


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """What the project's own logging prints."""
    found = [one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler]
    (handler,) = found  # the others are the test runner's
    before = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(before)


@pytest.mark.django_db
def test_a_wrong_key_is_not_printed(client: Client, printed: io.StringIO) -> None:
    assert client.get(f"/feed/{KEY}.ics").status_code == 404
    assert "Not Found: /feed/…" in printed.getvalue()
    assert KEY not in printed.getvalue()


class _Answer:
    status, headers, sent = "200 OK", (), 1


def test_the_servers_log_has_no_key() -> None:
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": f"/feed/{KEY}.ics", "PATH_INFO": f"/feed/{KEY}.ics"}
    environ |= {"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": f"http://example.jp/shared/{KEY}/"}
    log = AccessLog(Config())
    atoms = log.atoms(_Answer(), (("referer", f"/feed/{KEY}.ics"),), environ, timedelta(milliseconds=3))
    assert (atoms["U"], atoms["r"], atoms["m"], atoms["M"]) == ("/feed/…", "GET /feed/… HTTP/1.1", "GET", 3)
    assert [name for name, value in atoms.items() if KEY in str(value)] == []
    assert any(isinstance(one, WithoutKeys) for one in log.error_log.filters)


def test_the_server_is_started_with_that_log() -> None:
    assert "--logger-class catalogue.logs.AccessLog" in (BASE_DIR / "Makefile").read_text(encoding="utf-8")
