"""Addresses in the catalogue, asked once each over a real connection, and what is kept of the answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from catalogue.models import Criterion, LinkCheck, Note, Programme, RuleState, RuleVersion
from catalogue.review import links
from catalogue.review.links import addresses, addresses_in, check_links, client, problem_of
from tests.catalogue.stand_in import StandIn, http
from tests.console.small import small

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
OK, GONE, BROKEN = http(b""), http(b"", status="410 Gone"), http(b"", status="500 Internal Server Error")
MISSING, NO_HEAD = http(b"", status="404 Not Found"), http(b"", status="405 Method Not Allowed")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("経産省 https://example.go.jp/a?b=1。", ["https://example.go.jp/a?b=1"]),
        (
            "（http://example.go.jp/a）と「https://example.go.jp/b」",
            ["http://example.go.jp/a", "https://example.go.jp/b"],
        ),
        ("(https://example.go.jp/a).", ["https://example.go.jp/a"]),
        ("https://example.go.jp/a、https://example.go.jp/b", ["https://example.go.jp/a", "https://example.go.jp/b"]),
        ("ftp://example.go.jp example.go.jp", []),
    ],
)
def test_addresses_end_where_a_reader_ends_them(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


@pytest.fixture
def stand_in(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    """Answers in turn what the test asks for."""
    server = StandIn(*([one] for one in request.param))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("stand_in", "problem", "asked"),
    [
        ([OK], "", ["HEAD"]),
        ([NO_HEAD, OK], "", ["HEAD", "GET"]),
        ([MISSING, OK], "", ["HEAD", "GET"]),
        ([MISSING, MISSING], "ページがありません（404）。", ["HEAD", "GET"]),
        ([GONE], "ページがありません（410）。", ["HEAD"]),
        ([BROKEN], "開けません（500）。", ["HEAD"]),
        ([NO_HEAD, http(b"", status="403 Forbidden")], "開けません（403）。", ["HEAD", "GET"]),
        ([http(b"", "Location: /elsewhere", status="302 Found"), OK], "", ["HEAD", "HEAD"]),
        ([http(b"", "Location: /round", status="302 Found")], "転送が多すぎます。", ["HEAD"] * 6),
        ([http(b"", "Location: nowhere://x", status="302 Found")], "つながりません。", ["HEAD"]),
        ([b"what?\r\n\r\n"], "つながりません。", ["HEAD"]),
    ],
    indirect=["stand_in"],
)
def test_an_answer_says_whether_an_address_is_dead(stand_in: StandIn, problem: str, asked: list[str]) -> None:
    with client() as asking:
        assert problem_of(asking, f"http://127.0.0.1:{stand_in.port}/page") == problem
    assert [one.partition(b" ")[0].decode() for one in stand_in.asked] == asked


@pytest.mark.parametrize("stand_in", [[5.0]], indirect=True)
def test_who_says_nothing_in_time_counts_as_dead(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "WITHIN", 0.2)
    with client() as asking:
        assert problem_of(asking, f"http://127.0.0.1:{stand_in.port}/") == "時間内に返事がありません。"


def test_where_nobody_listens_an_address_is_dead() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with client() as asking:
        assert problem_of(asking, f"http://127.0.0.1:{port}/") == "つながりません。"
        assert problem_of(asking, "http://[nonsense/") == "つながりません。"


@pytest.mark.django_db
@pytest.mark.parametrize("stand_in", [[BROKEN, BROKEN, OK, BROKEN]], indirect=True)
def test_the_time_since_which_it_fails_is_that_of_the_first_in_a_row(stand_in: StandIn) -> None:
    url, kept = f"http://127.0.0.1:{stand_in.port}/", []
    for day in range(4):
        at = NOW + timedelta(days=day)
        with client() as asking:
            check_links([url], asking, lambda at=at: at, lambda one: None)
        one = LinkCheck.objects.get()
        kept.append((one.checked_at, one.problem, one.failing_since))
    second, third, fourth = (NOW + timedelta(days=day) for day in (1, 2, 3))
    assert kept == [
        (NOW, "開けません（500）。", NOW),
        (second, "開けません（500）。", NOW),
        (third, "", None),
        (fourth, "開けません（500）。", fourth),
    ]


@pytest.mark.django_db
def test_addresses_are_those_of_rows_that_are_in_use() -> None:
    small()
    Criterion.objects.update(citation="", note="見る所 https://example.go.jp/rule")
    Note.objects.create(
        programme=Programme.objects.get(code="setsubi"), position=0, text="https://example.go.jp/note", place="p6"
    )
    assert addresses() == ["https://example.go.jp/note", "https://example.go.jp/rule"]
    RuleVersion.objects.update(state=RuleState.REPLACED)
    assert addresses() == ["https://example.go.jp/note"]


@pytest.mark.django_db
@pytest.mark.parametrize("stand_in", [[OK, BROKEN]], indirect=True)
def test_the_command_asks_all_keeps_the_answers_and_forgets_what_is_gone(stand_in: StandIn) -> None:
    small()
    here = f"http://127.0.0.1:{stand_in.port}"
    Note.objects.create(
        programme=Programme.objects.get(code="setsubi"), position=0, text=f"{here}/1 と {here}/2", place="p6"
    )
    LinkCheck.objects.create(url="https://example.go.jp/gone", checked_at=NOW)
    said = StringIO()
    call_command("catalogue", "links", stdout=said)
    assert said.getvalue() == f"{here}/2 開けません（500）。\nリンク 2 件のうち、つながらないもの 1 件。\n"
    assert dict(LinkCheck.objects.values_list("url", "problem")) == {
        f"{here}/1": "",
        f"{here}/2": "開けません（500）。",
    }
