"""Asking gBizINFO, over a real connection to a stand-in on this machine that misbehaves in every way."""

import gzip
import logging
import time

import httpx
import pytest

from catalogue.imports.gbizinfo.client import PATIENCE, Patience, Unavailable, fetch
from tests.catalogue.gbizinfo import entry, recorded
from tests.catalogue.stand_in import StandIn, Start, Steps, http, trickle

NUMBER, TOKEN = "7999901000001", "s3cret-t0ken"
SHORT = Patience(connect=0.5, read=0.3, total=0.8)


class ToStandIn(httpx.BaseTransport):
    """A real connection, to the stand-in in place of gBizINFO."""

    def __init__(self, server: StandIn) -> None:
        self.port, self.inner = server.port, httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()


def told(server: StandIn, patience: Patience = PATIENCE) -> str:
    """The reason for which there is no answer."""
    with pytest.raises(Unavailable) as unavailable:
        fetch(NUMBER, TOKEN, transport=ToStandIn(server), patience=patience)
    return unavailable.value.reason


FULL, CERTIFIED = recorded("full"), recorded("full_certification")
FIVE_MEGABYTES = FULL.ljust(5 * 1024 * 1024)
PACKED = "Content-Encoding: gzip"

SLOW: dict[str, Steps] = {
    "silence": [20.0],
    "slow headers": [b"HTTP/1.1 200 OK\r\n", *trickle(b"X-Slow: 1\r\n")],
    "stopped headers": [b"HTTP/1.1 200 OK\r\n", 20.0],
    "slow body": [http(b"{", length=1000), *trickle(b" ")],
    "stopped body": [http(b"{", length=1000), 20.0],
}
WRONG = {
    "500": (http(b"{}", status="500 Internal Server Error"), "failed"),
    "429": (http(b"", "Retry-After: 600", status="429 Too Many Requests"), "busy"),
    "hung up": (b"", "unreachable"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "unreachable"),
    "endless headers": (b"HTTP/1.1 200 OK\r\n" + b"X-Long: 1\r\n" * 100_000, "unreachable"),
    "truncated body": (http(FULL[:100], length=len(FULL)), "unreachable"),
    "truncated before it was packed": (http(gzip.compress(FULL[:100]), PACKED), "unreadable"),
    "truncated after it was packed": (http(gzip.compress(FULL)[:-300], PACKED), "unreadable"),
    "not packed": (http(FULL, PACKED), "unreadable"),
    "another packing": (http(FULL, "Content-Encoding: br"), "unreadable"),
    "wrong encoding": (http(FULL.decode().encode("shift_jis")), "unreadable"),
    "HTML": (http(b"<!DOCTYPE html>", kind="text/html"), "unreadable"),
    "HTML that says it is JSON": (http(b"<!DOCTYPE html>"), "unreadable"),
    "5 MB": (http(FIVE_MEGABYTES), "too_large"),
    "5 MB in 5 kB": (http(gzip.compress(FIVE_MEGABYTES), PACKED), "too_large"),
}


@pytest.mark.parametrize("steps", SLOW.values(), ids=SLOW)
def test_a_slow_server_is_waited_for_so_long_and_no_longer(stand_in: Start, steps: Steps) -> None:
    server = stand_in(steps)
    began = time.monotonic()
    assert told(server, SHORT) == "timeout"
    assert time.monotonic() - began < 5
    assert len(server.asked) == 1


@pytest.mark.parametrize(("answer", "reason"), WRONG.values(), ids=WRONG)
def test_a_server_that_answers_wrongly_is_not_asked_again(stand_in: Start, answer: bytes, reason: str) -> None:
    server = stand_in([answer])
    assert told(server) == reason
    assert len(server.asked) == 1


def test_nobody_listens(stand_in: Start) -> None:
    server = stand_in([b""])
    server.shutdown()
    server.server_close()
    assert told(server) == "unreachable"
    assert server.asked == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_takes_the_token_nowhere(stand_in: Start, status: str) -> None:
    elsewhere = stand_in([http(FULL)])
    server = stand_in([http(b"", f"Location: http://127.0.0.1:{elsewhere.port}/hojin", status=status)])
    assert told(server) == "unreadable"
    assert (len(server.asked), elsewhere.asked) == (1, [])


def test_a_server_that_behaves(stand_in: Start) -> None:
    server = stand_in([http(gzip.compress(FULL), PACKED)], [http(CERTIFIED)])
    answer = fetch(NUMBER, TOKEN, transport=ToStandIn(server))
    assert answer == {**entry("full"), "certification": entry("full_certification")["certification"]}
    first, second = (request.decode().split("\r\n") for request in server.asked)
    assert first[0] == f"GET /hojin/v2/hojin/{NUMBER}?metadata_flg=true HTTP/1.1"
    assert second[0] == f"GET /hojin/v2/hojin/{NUMBER}/certification HTTP/1.1"
    for line in (f"X-hojinInfo-api-token: {TOKEN}", "Accept: application/json", "Host: api.info.gbiz.go.jp"):
        assert line in first
        assert line in second


def test_neither_token_nor_answer_comes_into_the_log(stand_in: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(NUMBER, TOKEN, transport=ToStandIn(stand_in([http(FULL)], [http(CERTIFIED)])))
    assert [record for record in caplog.records if record.name == "httpx"]
    assert TOKEN not in caplog.text
    assert "架空" not in caplog.text
