"""Over a real connection: what a client sees that is still sending when it is refused, and one that says no type."""

import http.client
import json

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.api.asking import MATCHES

TYPE = {"Content-Type": "application/json"}


def sent(live_server: LiveServer, body: bytes, headers: dict[str, str]) -> tuple[int, str | None, int]:
    """Status, type of the answer, and the status that its body tells."""
    connection = http.client.HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=30)
    try:
        connection.request("POST", MATCHES, body, headers)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), json.loads(response.read())["status"]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"profile": {}}'.ljust(10 * 1024 * 1024), TYPE, 413),
        (b'{"profile": {}}', {}, 415),
        (b"[" * 100_000, TYPE, 400),
        (b"", TYPE, 400),
        (b'{"profile": {}}', TYPE, 503),
    ],
    ids=["10 MB", "no type", "nested", "empty", "no catalogue"],
)
def test_a_refusal_reaches_the_client(
    live_server: LiveServer, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert sent(live_server, body, headers) == (status, "application/problem+json", status)
