"""Asking gBizINFO, without a network: recorded answers, and everything that is no answer."""

import json
import threading
import time
from typing import cast

import httpx
import pytest

from catalogue.imports.gbizinfo.client import ADDRESS, MOST_BYTES, REASONS, Patience, Unavailable, fetch
from matcher import ProfileError
from tests.catalogue.gbizinfo import entry, recorded

NUMBER, TOKEN = "7999901000001", "s3cret-t0ken"
BASICS, CERTIFIED = f"{ADDRESS}{NUMBER}?metadata_flg=true", f"{ADDRESS}{NUMBER}/certification"


class Recorded(httpx.MockTransport):
    """Answers given one after another; an exception is raised. *asked* are the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.asked: list[httpx.Request] = []
        self.answers = iter(answers)
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ok(body: bytes, kind: str = "application/json;charset=UTF-8") -> httpx.Response:
    return httpx.Response(200, content=body, headers={"Content-Type": kind})


def told(transport: httpx.BaseTransport) -> str:
    """The reason for which there is no answer."""
    with pytest.raises(Unavailable) as unavailable:
        fetch(NUMBER, TOKEN, transport=transport)
    assert TOKEN not in f"{unavailable.value!r}{unavailable.value}"
    assert (unavailable.value.__cause__, unavailable.value.__context__) == (None, None)
    return unavailable.value.reason


def test_the_basics_and_the_certifications_are_asked_for_one_after_the_other() -> None:
    transport = Recorded(ok(recorded("full")), ok(recorded("full_certification")))
    answer = fetch(NUMBER, TOKEN, transport=transport)
    assert answer == {**entry("full"), "certification": entry("full_certification")["certification"]}
    assert [str(request.url) for request in transport.asked] == [BASICS, CERTIFIED]
    assert [request.headers["X-hojinInfo-api-token"] for request in transport.asked] == [TOKEN, TOKEN]
    assert [request.headers["Accept"] for request in transport.asked] == ["application/json", "application/json"]


def test_a_connection_is_waited_for_less_than_an_answer() -> None:
    transport = Recorded(httpx.Response(404))
    fetch(NUMBER, TOKEN, transport=transport)
    assert transport.asked[0].extensions["timeout"] == {"connect": 3.0, "read": 5.0, "write": 5.0, "pool": 5.0}


def test_certifications_that_come_along_are_not_asked_for() -> None:
    whole = {**entry("full"), "certification": []}
    transport = Recorded(ok(json.dumps({"hojin-infos": [whole]}).encode()))
    assert fetch(NUMBER, TOKEN, transport=transport) == whole
    assert len(transport.asked) == 1


@pytest.mark.parametrize(
    "second",
    [httpx.Response(404), httpx.Response(500), httpx.Response(429), httpx.ReadTimeout("late"), ok(b"{")],
    ids=["404", "500", "429", "late", "broken"],
)
def test_without_certifications_the_basics_remain(second: httpx.Response | Exception) -> None:
    assert fetch(NUMBER, TOKEN, transport=Recorded(ok(recorded("full")), second)) == entry("full")


@pytest.mark.parametrize("name", ["sparse", "closed", "unknown_prefecture"])
def test_every_recorded_answer_is_understood(name: str) -> None:
    transport = Recorded(ok(recorded(name)), httpx.Response(404))
    assert fetch(str(entry(name)["corporate_number"]), TOKEN, transport=transport) == entry(name)


@pytest.mark.parametrize(
    "nothing",
    [httpx.Response(404, content=recorded("not_found")), ok(recorded("not_found")), ok(b'{"hojin-infos": null}')],
    ids=["404", "empty list", "null"],
)
def test_not_found(nothing: httpx.Response) -> None:
    transport = Recorded(nothing)
    assert fetch(NUMBER, TOKEN, transport=transport) is None
    assert len(transport.asked) == 1


@pytest.mark.parametrize(
    "number", ["", "7999901000002", "799990100000", "７９９９９０１０００００１", "7999901000001/", "../hojin"]
)
def test_what_is_no_corporate_number_is_never_asked(number: str) -> None:
    with pytest.raises(ProfileError):
        fetch(number, TOKEN, transport=Recorded())


@pytest.mark.parametrize(
    ("token", "reason"), [("", "off"), (" \n", "off"), ("s3cret\nX: y", "refused"), ("s3crét", "refused"), ("a b", "refused")]
)  # fmt: skip
def test_without_a_token_nothing_is_asked(token: str, reason: str) -> None:
    with pytest.raises(Unavailable) as unavailable:
        fetch(NUMBER, token, transport=Recorded())
    assert unavailable.value.reason == reason


def test_a_token_from_a_file_may_end_its_line() -> None:
    transport = Recorded(httpx.Response(404))
    fetch(NUMBER, f"{TOKEN}\n", transport=transport)
    assert transport.asked[0].headers["X-hojinInfo-api-token"] == TOKEN


LATE, LOST, CUT = httpx.ConnectTimeout("late"), httpx.ConnectError("lost"), httpx.ReadError("cut")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([LOST, LOST], "unreachable"),
        ([LATE, LATE], "timeout"),
        ([CUT], "unreachable"),
        ([httpx.ReadTimeout("late")], "timeout"),
        *(([httpx.Response(status)], reason) for status, reason in [(401, "refused"), (403, "refused"), (429, "busy")]),
        *(([httpx.Response(status)], "failed") for status in (500, 502, 503, 599)),
        *(([httpx.Response(status)], "unreadable") for status in (204, 301, 302, 307, 400, 418)),
    ],
)
def test_no_answer(answers: list[httpx.Response | Exception], reason: str) -> None:
    transport = Recorded(*answers)
    assert told(transport) == reason
    assert len(transport.asked) == len(answers)


def test_a_connection_that_failed_is_tried_once_more() -> None:
    transport = Recorded(LOST, ok(recorded("full")), LATE, ok(recorded("full_certification")))
    assert len(cast(list[object], (fetch(NUMBER, TOKEN, transport=transport) or {})["certification"])) == 6


OTHER = recorded("sparse")
PADDED = recorded("full").ljust(MOST_BYTES)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        *((ok(body), "unreadable") for body in (b"", b"{", b"[]", b"{}", b"null", b"[" * 500_000, b'{"hojin-infos": {}}')),
        *((ok(body), "unreadable") for body in (b'{"hojin-infos": [1]}', b'{"hojin-infos": [{}]}', b'{"hojin-infos": 0}')),
        (ok(json.dumps({"hojin-infos": [entry("full")] * 2}).encode()), "unreadable"),
        (ok(OTHER), "unreadable"),  # another corporation than was asked for
        (ok(recorded("full").decode().encode("shift_jis")), "unreadable"),
        (ok(recorded("full"), "text/html"), "unreadable"),
        (ok(recorded("full"), ""), "unreadable"),
        (ok(PADDED + b" "), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_answer(answer: httpx.Response, reason: str) -> None:
    assert told(Recorded(answer)) == reason


def test_an_answer_of_just_the_bound_is_read() -> None:
    assert fetch(NUMBER, TOKEN, transport=Recorded(ok(PADDED), httpx.Response(404))) == entry("full")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_sentence(reason: str) -> None:
    assert str(Unavailable(reason)).startswith(str(REASONS[reason]))
    assert str(Unavailable(reason)).endswith("会社の情報は、そのまま入力を続けられます。")


class Hanging(Recorded):
    """Hangs where no timeout of httpx would help, as the look-up of a name can, once its answers are given."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.over = threading.Event()
        super().__init__(*answers)

    def answer(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().answer(request)
        except StopIteration:
            self.over.wait(20)
            return httpx.Response(404)

    def close(self) -> None:
        self.over.set()


def test_everything_together_is_bounded() -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable) as unavailable:
        fetch(NUMBER, TOKEN, transport=Hanging(), patience=Patience(total=0.2))
    assert unavailable.value.reason == "timeout"
    assert time.monotonic() - began < 5


def test_certifications_that_hang_leave_the_basics() -> None:
    began = time.monotonic()
    transport = Hanging(ok(recorded("full")))
    assert fetch(NUMBER, TOKEN, transport=transport, patience=Patience(total=1)) == entry("full")
    assert len(transport.asked) == 2
    assert time.monotonic() - began < 6


def test_a_failure_is_logged_by_its_reason_alone(caplog: pytest.LogCaptureFixture) -> None:
    told(Recorded(httpx.Response(401)))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("catalogue")]
    assert ours == ["No answer from gBizINFO: refused"]
