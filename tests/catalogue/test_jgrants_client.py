"""Asking jGrants, without a network: the two questions, what is asked again, and everything that is no answer."""

import json

import httpx
import pytest

from catalogue.imports.jgrants.client import MAY_PASS, PATIENCE, REASONS, JGrants, Unavailable
from tests.catalogue.jgrants import ADDRESS, IDS, body, ok, recorded, rows

PAUSE, FIRST_WAIT, SECOND_WAIT = PATIENCE.pause, *PATIENCE.waits


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


def told(*answers: httpx.Response | Exception) -> tuple[str, list[float]]:
    """The reason for which there is no answer, and how long was waited before each further attempt; all *answers* are used."""
    slept: list[float] = []
    transport = Recorded(*answers)
    with (
        JGrants(ADDRESS, transport=transport, sleep=slept.append, most_bytes=100_000) as client,
        pytest.raises(Unavailable) as unavailable,
    ):
        client.detail(IDS[1])
    assert len(transport.asked) == len(answers)
    return unavailable.value.reason, slept


def test_the_list_is_asked_for_a_keyword() -> None:
    transport = Recorded(ok(recorded("list")))
    with JGrants(f"{ADDRESS}/", transport=transport) as client:
        assert client.listed("省力化 & DX") == rows("list")
    (request,) = transport.asked
    assert dict(request.url.params) == {
        "keyword": "省力化 & DX",
        "sort": "acceptance_end_datetime",
        "order": "DESC",
        "acceptance": "0",
    }
    assert str(request.url).startswith(f"{ADDRESS}?keyword=%E7%9C%81")
    assert request.headers["Accept"] == "application/json"


def test_a_call_comes_without_its_attachments() -> None:
    transport = Recorded(ok(recorded("detail_1")))
    with JGrants(ADDRESS, transport=transport) as client:
        detail = client.detail(IDS[1])
    (whole,) = rows("detail_1")
    assert {name for name in whole if name not in detail} == {
        "application_guidelines",
        "outline_of_grant",
        "application_form",
    }
    assert detail == {name: value for name, value in whole.items() if name in detail}
    assert str(transport.asked[0].url) == f"{ADDRESS}/id/{IDS[1]}"


def test_there_is_a_pause_between_two_questions() -> None:
    slept: list[float] = []
    answers = [ok(recorded("nothing"))] * 3
    with JGrants(ADDRESS, transport=Recorded(*answers), sleep=slept.append) as client:
        assert [client.listed(word) for word in ("補助金", "助成金", "設備")] == [[], [], []]
    assert slept == [PAUSE, PAUSE]


@pytest.mark.parametrize("jgrants_id", ["", "../subsidies", "a0W/1", "a0W?x=1", "ａ０Ｗ", "a" * 41])
def test_what_is_no_id_is_never_asked(jgrants_id: str) -> None:
    with JGrants(ADDRESS, transport=Recorded()) as client, pytest.raises(Unavailable) as unavailable:
        client.detail(jgrants_id)
    assert unavailable.value.reason == "shape"


CUT, LATE = httpx.ReadError("cut"), httpx.ReadTimeout("late")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (httpx.Response(500), httpx.Response(503)),
        (httpx.ConnectError("lost"), CUT),
        (LATE, httpx.ConnectTimeout("late")),
        (httpx.Response(429), LATE),
    ],
    ids=["5xx", "lost", "late", "busy"],
)
def test_what_may_pass_is_tried_again_after_ever_longer_waits(
    first: httpx.Response | Exception, second: httpx.Response | Exception
) -> None:
    slept: list[float] = []
    transport = Recorded(first, second, ok(recorded("detail_1")))
    with JGrants(ADDRESS, transport=transport, sleep=slept.append) as client:
        assert client.detail(IDS[1])["id"] == IDS[1]
    assert slept == [FIRST_WAIT, SECOND_WAIT]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (LATE, "timeout"),
        (httpx.ConnectError("lost"), "unreachable"),
        (CUT, "cut"),
        (httpx.Response(500), "failed"),
        (httpx.Response(599), "failed"),
        (httpx.Response(429), "busy"),
    ],
)
def test_three_attempts_are_all(answer: httpx.Response | Exception, reason: str) -> None:
    assert told(answer, answer, answer) == (reason, [FIRST_WAIT, SECOND_WAIT])
    assert reason in MAY_PASS


def text(content: bytes, kind: str = "application/json") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"Content-Type": kind})


(DETAIL,) = rows("detail_1")
JUST = recorded("detail_1").ljust(100_000)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        *((httpx.Response(status), "refused") for status in (204, 301, 302, 400, 401, 403)),
        *((httpx.Response(status), "gone") for status in (404, 410)),
        (ok(recorded("nothing")), "gone"),
        (text(b"<!DOCTYPE html>", "text/html; charset=utf-8"), "html"),
        (text(b"\n <html>"), "html"),
        (ok(recorded("detail_1").decode().encode("shift_jis")), "encoding"),
        (ok(recorded("detail_1").decode().encode("utf-16")), "encoding"),
        (ok(recorded("detail_1")[:-40]), "broken"),
        *((ok(content), "broken") for content in (b"", b"{", b"[" * 50_000)),
        *((ok(content), "shape") for content in (b"[]", b"{}", b"null", b"1", b'{"result": {}}', b'{"result": [1]}')),
        (ok(body(DETAIL, DETAIL)), "shape"),
        (ok(body(DETAIL | {"id": IDS[2]})), "shape"),
        (ok(JUST + b" "), "too_large"),
    ],
)
def test_what_is_no_answer_is_not_asked_again(answer: httpx.Response, reason: str) -> None:
    assert told(answer) == (reason, [])
    assert reason not in MAY_PASS


@pytest.mark.parametrize("content", [JUST, b"\xef\xbb\xbf" + recorded("detail_1")], ids=["of the bound", "with a mark"])
def test_an_answer_that_is_just_one(content: bytes) -> None:
    with JGrants(ADDRESS, transport=Recorded(ok(content)), most_bytes=100_000) as client:
        assert client.detail(IDS[1])["title"] == DETAIL["title"]


def test_a_megabyte_of_attachments_is_none_of_what_is_kept() -> None:
    heavy = DETAIL | {"application_form": [{"name": "様式.zip", "data": "A" * 1_000_000}]}
    with JGrants(ADDRESS, transport=Recorded(ok(body(heavy)))) as client:
        assert len(json.dumps(client.detail(IDS[1]))) < 5000


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_sentence(reason: str) -> None:
    assert str(Unavailable(reason)) == REASONS[reason]
    assert REASONS[reason].endswith("。")
