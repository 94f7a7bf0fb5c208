"""Asking jGrants, over a real connection to a stand-in on this machine that misbehaves in every way."""

import gzip
import time
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from catalogue.imports.jgrants.client import JGrants, Patience, Unavailable
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import Call
from tests.catalogue.files import GOOD, write
from tests.catalogue.jgrants import IDS, body, recorded, rows
from tests.catalogue.stand_in import StandIn, Start, Steps, http, trickle

SHORT = Patience(connect=0.5, read=0.3, total=0.8, pause=0, waits=(0.0, 0.0))
DETAIL = recorded("detail_1")
HUGE = DETAIL.ljust(5 * 1024 * 1024)
PACKED = "Content-Encoding: gzip"


def asking(server: StandIn, most_bytes: int = 1024 * 1024) -> JGrants:
    address = f"http://127.0.0.1:{server.port}/subsidies"
    return JGrants(address, transport=httpx.HTTPTransport(trust_env=False), patience=SHORT, most_bytes=most_bytes)


def told(server: StandIn) -> str:
    """The reason for which there is no answer."""
    with asking(server) as client, pytest.raises(Unavailable) as unavailable:
        client.detail(IDS[1])
    return unavailable.value.reason


SLOW: dict[str, Steps] = {
    "silence": [20.0],
    "slow headers": [b"HTTP/1.1 200 OK\r\n", *trickle(b"X-Slow: 1\r\n")],
    "slow body": [http(b"{", length=1000), *trickle(b" ")],
    "stopped body": [http(b"{", length=1000), 20.0],
}
PASSING = {
    "500": (http(b"{}", status="500 Internal Server Error"), "failed"),
    "429": (http(b"", status="429 Too Many Requests"), "busy"),
    "hung up": (b"", "cut"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "cut"),
    "truncated body": (http(DETAIL[:100], length=len(DETAIL)), "cut"),
}
LASTING = {
    "truncated JSON": (http(DETAIL[:100]), "broken"),
    "truncated before it was packed": (http(gzip.compress(DETAIL[:100]), PACKED), "broken"),
    "truncated after it was packed": (http(gzip.compress(DETAIL)[:-300], PACKED), "broken"),
    "not packed": (http(DETAIL, PACKED), "broken"),
    "another packing": (http(DETAIL, "Content-Encoding: br"), "encoding"),
    "wrong encoding": (http(DETAIL.decode().encode("shift_jis")), "encoding"),
    "HTML": (http(b"<!DOCTYPE html>", kind="text/html"), "html"),
    "HTML that says it is JSON": (http(b"<!DOCTYPE html>"), "html"),
    "huge attachments": (http(HUGE), "too_large"),
    "huge attachments, packed": (http(gzip.compress(HUGE), PACKED), "too_large"),
    "a redirect": (http(b"", "Location: http://127.0.0.1:9/", status="302 Found"), "refused"),
}


@pytest.mark.parametrize("steps", SLOW.values(), ids=SLOW)
def test_a_slow_server_is_waited_for_so_long_three_times(stand_in: Start, steps: Steps) -> None:
    server = stand_in(steps)
    began = time.monotonic()
    assert told(server) == "timeout"
    assert time.monotonic() - began < 8
    assert len(server.asked) == 3


@pytest.mark.parametrize(("answer", "reason"), PASSING.values(), ids=PASSING)
def test_what_does_not_pass_is_given_up_after_three_attempts(stand_in: Start, answer: bytes, reason: str) -> None:
    server = stand_in([answer])
    assert told(server) == reason
    assert len(server.asked) == 3


@pytest.mark.parametrize(("answer", "reason"), PASSING.values(), ids=PASSING)
def test_what_passes_is_answered_in_the_end(stand_in: Start, answer: bytes, reason: str) -> None:
    server = stand_in([answer], [http(gzip.compress(DETAIL), PACKED)])
    with asking(server) as client:
        assert client.detail(IDS[1])["id"] == IDS[1]
    assert len(server.asked) == 2


@pytest.mark.parametrize(("answer", "reason"), LASTING.values(), ids=LASTING)
def test_a_server_that_answers_wrongly_is_not_asked_again(stand_in: Start, answer: bytes, reason: str) -> None:
    server = stand_in([answer])
    assert told(server) == reason
    assert len(server.asked) == 1


def test_nobody_listens(stand_in: Start) -> None:
    server = stand_in([b""])
    server.shutdown()
    server.server_close()
    assert told(server) == "unreachable"


OPEN = rows("detail_8")[0]
KIND = {
    number: OPEN | {"id": IDS[number], "title": f"架空市補助金その{number}"} for number in (1, 3, 4, 2, 5, 6, 9, 7, 8)
}
LIST = http(body(*KIND.values()))


def answer_of(number: int) -> bytes:
    return body(KIND[number])


MISBEHAVING: dict[str, list[Steps]] = {
    IDS[1]: [[http(answer_of(1))]],
    IDS[2]: [[http(b"", status="500 Internal Server Error")], [http(answer_of(2))]],
    IDS[3]: [[http(b"", status="500 Internal Server Error")]],
    IDS[4]: [[http(answer_of(4)[:200])]],
    IDS[5]: [[http(answer_of(5).decode().encode("shift_jis"))]],
    IDS[6]: [[http(b"<html>", kind="text/html")]],
    IDS[7]: [[http(answer_of(7).ljust(2 * 1024 * 1024))]],
    IDS[8]: [[20.0]],
    IDS[9]: [[http(gzip.compress(answer_of(9)), PACKED)]],
    "keyword=": [[LIST]],
}


@pytest.mark.django_db
def test_one_run_has_what_can_be_had_and_names_the_rest(
    stand_in: Start, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_catalogue(read_catalogue(write(tmp_path, GOOD)))
    server = stand_in(by_path=MISBEHAVING)
    settings.JGRANTS_URL = f"http://127.0.0.1:{server.port}/subsidies"
    hasty = partial(JGrants, patience=SHORT, most_bytes=1024 * 1024)
    monkeypatch.setattr("catalogue.management.commands.jgrants.JGrants", hasty)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="読めなかったものが 6 件あります"):
        call_command("jgrants", "sync", "--keyword", "補助金", stdout=out, stderr=err, no_color=True)
    assert list(Call.objects.order_by("jgrants_id").values_list("jgrants_id", flat=True)) == [IDS[1], IDS[2], IDS[9]]
    assert err.getvalue().splitlines() == [
        f"公募 {IDS[3]}「架空市補助金その3」: Jグランツの側で問題が起きています。",
        f"公募 {IDS[4]}「架空市補助金その4」: 返事がJSONとして読めません。途中で切れている可能性があります。",
        f"公募 {IDS[5]}「架空市補助金その5」: 返事の文字コードがUTF-8ではありません。",
        f"公募 {IDS[6]}「架空市補助金その6」: 返事がJSONではなく、ウェブページでした。",
        f"公募 {IDS[7]}「架空市補助金その7」: 返事が32MBを超えるため、読み取りませんでした。",
        f"公募 {IDS[8]}「架空市補助金その8」: 時間内に返事がありませんでした。",
    ]
